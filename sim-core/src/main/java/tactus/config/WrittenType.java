package tactus.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/** Values of any kind but a list, kept as YAML in one line. */
final class WrittenType extends ValueType<Written> {

  /** What stands plainly in a flow of YAML and means the same there. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/+ -]*");

  @Override
  public String must() {
    return "a value, a path or a section of keys";
  }

  @Override
  String text(Written value) {
    return value.yaml();
  }

  @Override
  @Nullable Written read(Entry entry, String must, Problems problems) {
    if (entry.isList() || (!entry.isScalar() && !entry.isMap())) {
      return mismatch(entry, must, "but was " + entry.found(), problems);
    }
    String yaml = yaml(entry);
    return new Written(yaml, entry.isScalar() ? entry.text() : yaml, entry.origin());
  }

  private static String yaml(Entry entry) {
    if (entry.isList()) {
      return entry.items().stream()
          .map(WrittenType::yaml)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return switch (entry.kind()) {
      case MAP -> map(entry);
      case PLAIN -> PLAIN.matcher(entry.text()).matches() ? entry.text() : quoted(entry.text());
      case QUOTED -> quoted(entry.text());
      case NULL -> "null";
      case EMPTY_LIST -> "[]";
    };
  }

  private static String map(Entry entry) {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<String, List<ImmutableNode>> group : Entry.groups(entry.node()).entrySet()) {
      text.append(text.length() > 1 ? ", " : "").append(group.getKey()).append(": ");
      text.append(yaml(new Entry(Entry.join(entry.path(), group.getKey()), group.getValue())));
    }
    return text.append('}').toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  @Override
  Map<String, Object> schema(JsonSchema schema) {
    return Map.of("type", List.of("string", "number", "boolean", "object"));
  }
}
