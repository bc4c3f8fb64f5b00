package tactus.explore.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The result of a sweep as one page that needs no other file and asks for none. */
public final class SweepPage {

  private SweepPage() {}

  /**
   * {@return the page}
   *
   * @param data the result, {@code tactus/sweep/1}, with all points under {@code rows}
   */
  public static String render(ObjectNode data) {
    return HtmlTemplate.load("sweep.html")
        .fill(
            Map.of(
                "title", HtmlTemplate.escaped(data.path("name").asText()),
                "style", HtmlTemplate.resource("report.css"),
                "report", HtmlTemplate.embedded(data.toString()),
                "script", HtmlTemplate.resource("sweep.js")));
  }
}
