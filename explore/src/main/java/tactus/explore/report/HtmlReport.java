package tactus.explore.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The result of a run as one page that needs no other file and asks for none: the report, and the
 * script and style that draw it.
 */
public final class HtmlReport {

  private static final String[] SCRIPTS = {
    "base.js",
    "summary.js",
    "timeline.js",
    "roofline.js",
    "tables.js",
    "energy.js",
    "numerics.js",
    "residency.js",
    "run.js"
  };

  private static final String[] STREAM_SCRIPTS = {"base.js", "stream.js"};
  private static final String[] PRODUCT_SCRIPTS = {"base.js", "sparse-product.js"};

  private HtmlReport() {}

  /**
   * {@return the page}
   *
   * @param report a report of schema {@code tactus/run/1}
   */
  public static String render(ObjectNode report) {
    return page("run-sections.html", SCRIPTS, report);
  }

  /**
   * {@return the page of a run of a stream fabric}
   *
   * @param report a report of schema {@code tactus/stream/1}
   */
  public static String renderStream(ObjectNode report) {
    return page("stream-sections.html", STREAM_SCRIPTS, report);
  }

  /**
   * {@return the page of a product of sparse matrices}
   *
   * @param report a report of schema {@code tactus/sparse-product/1}
   */
  public static String renderSparseProduct(ObjectNode report) {
    return page("sparse-product-sections.html", PRODUCT_SCRIPTS, report);
  }

  private static String page(String sections, String[] scripts, ObjectNode report) {
    return HtmlTemplate.load("page.html")
        .fill(
            Map.of(
                "title", HtmlTemplate.escaped(report.path("name").asText()),
                "style", HtmlTemplate.resource("report.css"),
                "sections", HtmlTemplate.resource(sections),
                "report", HtmlTemplate.embedded(report.toString()),
                "causes", HtmlTemplate.embedded(causes().toString()),
                "script", HtmlTemplate.resource(scripts)));
  }

  private static ArrayNode causes() {
    ArrayNode causes = JsonNodeFactory.instance.arrayNode();
    for (CauseText cause : CauseText.values()) {
      causes
          .addObject()
          .put("key", cause.key())
          .put("label", cause.label())
          .put("meaning", cause.meaning());
    }
    return causes;
  }
}
