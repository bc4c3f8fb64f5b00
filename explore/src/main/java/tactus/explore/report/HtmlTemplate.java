package tactus.explore.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with places of the form <code>{{name}}</code> that are filled once each. */
final class HtmlTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final String text;

  private HtmlTemplate(String text) {
    this.text = text;
  }

  /** {@return the template in a resource beside this class} */
  static HtmlTemplate load(String resource) {
    return new HtmlTemplate(resource(resource));
  }

  /** {@return the text of resources beside this class, one after the other} */
  static String resource(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      try (InputStream stream = HtmlTemplate.class.getResourceAsStream(name)) {
        if (stream == null) {
          throw new IllegalArgumentException("resource (" + name + ") must exist");
        }
        text.append(new String(stream.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  /** {@return the page; places in the values are left alone} */
  String fill(Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalArgumentException("place (" + place.group() + ") has no value");
              }
              return Matcher.quoteReplacement(value);
            });
  }

  /** {@return a text as it stands in an element or in a quoted attribute} */
  static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** {@return JSON as it stands in a script element: nothing in it can end the element} */
  static String embedded(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }
}
