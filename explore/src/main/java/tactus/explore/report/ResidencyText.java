package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import tactus.explore.report.TextTable.Column;

/** Plans of the scratchpad as text, from the JSON alone. */
public final class ResidencyText {

  private ResidencyText() {}

  /**
   * {@return the text}
   *
   * @param report a report of schema {@code tactus/residency/1}
   * @param width columns of the terminal
   */
  public static String render(JsonNode report, int width) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s, %,d operators, %,d tensors%n",
            report.path("name").asText(),
            report.path("problem").asText(),
            report.path("operators").asLong(),
            report.path("tensors").asLong()));
    long peak = report.path("leastPeakBytes").asLong();
    long bound = report.path("leastPeakLowerBoundBytes").asLong();
    text.append(
        String.format(
            Locale.ROOT,
            "largest operands M_R %,d B, least peak M_P %,d B (%s), peak in the default order %,d"
                + " B; fixed order: %s%n%n",
            report.path("leastBytes").asLong(),
            peak,
            bound == peak ? "proven" : String.format(Locale.ROOT, "at least %,d B", bound),
            report.path("defaultPeakBytes").asLong(),
            report.path("fixedOrder").asText()));
    TextTable table =
        new TextTable(
            Column.words("budget"),
            Column.numbers("B"),
            Column.words("allocator"),
            Column.numbers("moved, B"),
            Column.numbers("spilled, B"),
            Column.numbers("retrieved, B"),
            Column.numbers("at least, B"),
            Column.words("status"),
            Column.words("found by").orNone());
    for (JsonNode budget : report.path("budgets")) {
      for (JsonNode plan : budget.path("plans")) {
        table.row(
            budget.path("budget").asText(),
            count(budget.path("budgetBytes")),
            plan.path("allocator").asText(),
            count(plan.path("bytes")),
            count(plan.path("spilledBytes")),
            count(plan.path("retrievedBytes")),
            count(plan.path("lowerBoundBytes")),
            status(plan),
            plan.path("method").asText());
      }
    }
    table.lines(width).forEach(line -> text.append(line).append('\n'));
    if (report.has("simulated")) {
      simulated(report, width, text);
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static void simulated(JsonNode report, int width, StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "%non %s; compulsory %,d B%n%n",
            report.path("machine").asText(),
            report.path("compulsoryBytes").asLong()));
    TextTable table =
        new TextTable(
            Column.words("allocator"),
            Column.numbers("cycles"),
            Column.numbers("DRAM, B"),
            Column.numbers("planned, B"),
            Column.numbers("first loads, B"),
            Column.numbers("streamed, B"),
            Column.numbers("budget, B"),
            Column.words("planned by"));
    for (JsonNode row : report.path("simulated")) {
      boolean isPlanned = row.has("plannedBytes");
      table.row(
          row.path("allocator").asText(),
          count(row.path("cycles")),
          count(row.path("dramBytes")),
          isPlanned ? count(row.path("plannedBytes")) : "-",
          isPlanned ? count(row.path("firstLoadBytes")) : "-",
          isPlanned ? count(row.path("streamedBytes")) : "-",
          isPlanned ? count(row.path("budgetBytes")) : "-",
          isPlanned ? row.path("plannedBy").asText() : "the compiler");
    }
    table.lines(width).forEach(line -> text.append(line).append('\n'));
  }

  private static String status(JsonNode plan) {
    if (!plan.path("allocator").asText().startsWith("cosma")) {
      return plan.path("bytes").asLong() == 0 ? "optimal" : "";
    }
    return plan.path("proven").asBoolean()
        ? "optimal"
        : String.format(Locale.ROOT, "gap %.1f %%", 100 * plan.path("gap").asDouble());
  }

  private static String count(JsonNode number) {
    return String.format(Locale.ROOT, "%,d", number.asLong());
  }
}
