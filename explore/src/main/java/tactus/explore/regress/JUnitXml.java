package tactus.explore.regress;

import java.util.List;
import java.util.Locale;

/** Regressions as JUnit's XML, which build servers read. */
public final class JUnitXml {

  private JUnitXml() {}

  /**
   * {@return the XML of some results}
   *
   * @param results the results
   */
  public static String of(List<RegressionResult> results) {
    long failed = results.stream().filter(result -> !result.passes()).count();
    double seconds = results.stream().mapToDouble(RegressionResult::seconds).sum();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"tactus regress\" tests=\"%d\" failures=\"%d\" errors=\"0\""
                + " skipped=\"0\" time=\"%.3f\">%n",
            results.size(),
            failed,
            seconds));
    for (RegressionResult result : results) {
      xml.append(
          String.format(
              Locale.ROOT,
              "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\"",
              escaped(String.valueOf(result.file().getParent())),
              escaped(result.name()),
              result.seconds()));
      if (result.passes()) {
        xml.append("/>\n");
        continue;
      }
      xml.append(">\n    <failure message=\"").append(escaped(result.failures().get(0)));
      xml.append("\">").append(escaped(String.join("\n", result.failures())));
      xml.append("</failure>\n  </testcase>\n");
    }
    return xml.append("</testsuite>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
