package tactus.explore.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Plans of the scratchpad as one page that needs no other file: a table and pictures. */
public final class ResidencyPage {

  private ResidencyPage() {}

  /**
   * {@return the page}
   *
   * @param report a report of schema {@code tactus/residency/1}
   */
  public static String render(ObjectNode report) {
    return HtmlTemplate.load("page.html")
        .fill(
            Map.of(
                "title", HtmlTemplate.escaped(report.path("name").asText()),
                "style", HtmlTemplate.resource("report.css"),
                "sections", HtmlTemplate.resource("residency-sections.html"),
                "causes", "[]",
                "report", HtmlTemplate.embedded(report.toString()),
                "script", HtmlTemplate.resource("base.js", "residency.js", "plans.js")));
  }
}
