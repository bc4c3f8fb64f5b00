package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import tactus.explore.report.TextTable.Column;
import tactus.unit.NumberText;

/** The report of a product of sparse matrices as text, from the JSON alone. */
public final class SparseProductText {

  private static final String[][] PARTS = {
    {"issue", "an instruction was issued"},
    {"core", "another thread of the core was"},
    {"memory", "a word from or to memory was waited for"},
    {"scratchpad", "the scratchpad was"},
    {"barrier", "other threads were"},
    {"window", "results of an earlier window were still moved"},
    {"idle", "there was nothing left to do"}
  };

  private static final String[][] HASHES = {
    {"highBits", "high-bits"}, {"lowBits", "low-bits"}, {"multiplicative", "multiplicative"}
  };

  private SparseProductText() {}

  /**
   * {@return the text}
   *
   * @param report the report
   * @param width characters of a line
   */
  public static String render(JsonNode report, int width) {
    List<String> lines = new ArrayList<>();
    JsonNode left = report.path("left");
    JsonNode result = report.path("result");
    long multiplyAdds = report.path("multiplyAdds").asLong();
    lines.add(
        format(
            "%s: %,d x %,d matrix of %,d nonzeros times %,d x %,d of %,d",
            report.path("name").asText(),
            left.path("rows").asLong(),
            left.path("columns").asLong(),
            left.path("nonzeros").asLong(),
            report.path("right").path("rows").asLong(),
            report.path("right").path("columns").asLong(),
            report.path("right").path("nonzeros").asLong()));
    lines.add(
        format(
            "%,d multiply-adds, at most %,d in a row; %,d nonzeros, %.3f multiply-adds each",
            multiplyAdds,
            report.path("mostMultiplyAddsOfARow").asLong(),
            result.path("nonzeros").asLong(),
            report.path("multiplyAddsPerResult").asDouble()));
    JsonNode block = report.path("block");
    lines.add(
        format(
            "block of %,d cores with %,d threads at %.0f MHz, scratchpad %,d KiB, memory %.1f GB/s",
            block.path("cores").asLong(),
            block.path("threads").asLong(),
            block.path("clockHz").asDouble() / 1e6,
            block.path("scratchpadBytes").asLong() / 1024,
            block.path("memoryBytesPerSecond").asDouble() / 1e9));
    lines.add("");
    lines.addAll(versions(report.path("versions")).lines(width));
    lines.add("");
    lines.add("Where the threads' cycles went");
    lines.addAll(stacks(report.path("versions")).lines(width));
    lines.add("");
    lines.add("Slots looked at for a multiply-add, by where a column is looked for first");
    for (String[] hash : HASHES) {
      long probes = report.path("probes").path(hash[0]).asLong();
      double each = (double) probes / Math.max(1, multiplyAdds);
      lines.add(format("  %-15s %8.3f  %,18d in all", hash[1], each, probes));
    }
    return String.join("\n", lines) + "\n";
  }

  private static TextTable versions(JsonNode versions) {
    TextTable table =
        new TextTable(
            Column.words("version"),
            Column.words("rows").orNone(),
            Column.words("hash").orNone(),
            Column.words("write-back").orNone(),
            Column.numbers("windows").orNone(),
            Column.numbers("cycles"),
            Column.numbers("ms"),
            Column.numbers("speedup"),
            Column.numbers("instr/core cycle"),
            Column.numbers("memory busy"),
            Column.numbers("DMA busy").orNone());
    for (JsonNode version : versions) {
      table.row(
          version.path("name").asText(),
          version.path("distribution").asText(),
          version.path("hash").asText(),
          version.path("writeBack").asText(),
          format("%,d", version.path("windows").asLong()),
          format("%,d", version.path("cycles").asLong()),
          format("%.3f", version.path("seconds").asDouble() * 1e3),
          format("%.2fx", version.path("speedup").asDouble()),
          format("%.2f", version.path("instructionsPerCoreCycle").asDouble()),
          percent(version.path("memory").path("utilization").asDouble()),
          percent(version.path("dmaUtilization").asDouble()));
    }
    return table;
  }

  private static TextTable stacks(JsonNode versions) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.words(""));
    versions.forEach(version -> columns.add(Column.numbers(version.path("name").asText())));
    columns.add(Column.words(""));
    TextTable table = new TextTable(columns.toArray(new Column[0]));
    for (String[] part : PARTS) {
      List<String> cells = new ArrayList<>();
      cells.add(part[0]);
      for (JsonNode version : versions) {
        JsonNode stack = version.path("threadCycleStack");
        double all = 0;
        for (JsonNode own : stack) {
          all += own.asDouble();
        }
        cells.add(percent(stack.path(part[0]).asDouble() / all));
      }
      cells.add(part[1]);
      table.row(cells.toArray(new String[0]));
    }
    return table;
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  private static String format(String pattern, Object... values) {
    return NumberText.format(pattern, values);
  }
}
