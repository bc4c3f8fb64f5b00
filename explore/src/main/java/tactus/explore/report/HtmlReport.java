package tactus.explore.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Stand-in. */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * {@return the page}
   *
   * @param report the report
   */
  public static String render(ObjectNode report) {
    return "<!DOCTYPE html><title>" + report.path("name").asText() + "</title>\n";
  }
}
