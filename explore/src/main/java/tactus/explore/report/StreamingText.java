package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import tactus.explore.report.TextTable.Column;

/** A stream fabric, and what it gained, as text. */
final class StreamingText {

  private StreamingText() {}

  /** {@return what a fabric is made of} */
  static String fabric(JsonNode fabric) {
    return fabric.path("variant").asText()
        + " attention, "
        + fabric.path("headLanes").asInt()
        + " x "
        + fabric.path("rowLanes").asInt()
        + " lanes (heads x rows) of "
        + fabric.path("vectorWidth").asInt()
        + " values: "
        + Figures.count(fabric.path("multipliers").asLong())
        + " multipliers, "
        + Figures.count(fabric.path("exponentials").asLong())
        + " exponentials, "
        + Figures.count(fabric.path("dividers").asLong())
        + " dividers, "
        + Figures.count(fabric.path("storedValues").asLong())
        + " values in channels and buffers";
  }

  /** {@return the run and the machines it is compared with} */
  static TextTable alternatives(JsonNode streaming) {
    TextTable table =
        new TextTable(
            Column.words("attention on"),
            Column.numbers("PEs").orNone(),
            Column.numbers("lanes").orNone(),
            Column.numbers("mm2"),
            Column.numbers("cycles"),
            Column.numbers("of attention"),
            Column.numbers("DRAM").orNone(),
            Column.numbers("speedup"));
    row(table, "the stream fabric", streaming, "");
    for (JsonNode other : streaming.path("alternatives")) {
      row(
          table,
          other.path("label").asText().replaceFirst(" \\(.*", ""),
          other,
          String.format(Locale.ROOT, "%.2fx", other.path("speedup").asDouble()));
    }
    return table;
  }

  private static void row(TextTable table, String label, JsonNode taken, String speedup) {
    table.row(
        label,
        taken.has("label") ? Figures.count(taken.path("processingElements").asLong()) : "",
        taken.has("label") ? Figures.count(taken.path("vectorLanes").asLong()) : "",
        String.format(Locale.ROOT, "%.1f", taken.path("areaSquareMicrometers").asDouble() / 1e6),
        Figures.count(taken.path("cycles").asLong()),
        Figures.count(taken.path("attentionCycles").asLong()),
        Figures.bytes(taken.path("dramBytes").asLong()),
        speedup);
  }
}
