package tactus.explore.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tactus.unit.NumberText;

/** The report as text, from the JSON alone. */
public final class StreamText {

  private StreamText() {}

  /**
   * {@return the text}
   *
   * @param report the report
   */
  public static String render(JsonNode report) {
    StringBuilder text = new StringBuilder();
    text.append(report.path("name").asText());
    if (report.has("attention")) {
      attention(report.path("attention"), report.path("fabric"), text);
    }
    text.append('\n');
    if (report.has("deadlock")) {
      return text.append('\n')
          .append(report.path("deadlock").path("message").asText())
          .append('\n')
          .toString();
    }
    text.append(
        NumberText.format(
            "%ncycles %,d, %.2f a round (bound %s), %,d rounds%n",
            report.path("cycles").asLong(),
            report.path("cyclesOfRound").asDouble(),
            bound(report.path("cyclesOfRoundBound")),
            report.path("rounds").asLong()));
    long jumped = report.path("jumpedSteps").asLong();
    if (jumped > 0) {
      text.append(
          NumberText.format(
              "%,d of the units' %,d steps computed from others that they repeat, not run%n",
              jumped, report.path("steps").asLong()));
    }
    if (report.has("attention")) {
      long macs = report.path("attention").path("macs").asLong();
      text.append(
          NumberText.format(
              "%,d multiply-accumulates, %.3f a cycle%n",
              macs, macs / Math.max(1, report.path("cycles").asDouble())));
    }
    text.append(
        NumberText.format(
            "channels hold %,d values%s%s%n",
            report.path("channelValues").asLong(),
            report.has("attention") ? " in each head lane" : "",
            unbounded(report.path("channels"))));
    units(report, text);
    channels(report, text);
    if (report.has("values")) {
      text.append(
          NumberText.format(
              "%nvalues in %s: greatest difference from plain attention in float64 %.2e, root mean"
                  + " square of all %.2e of the results'%n",
              report.path("values").path("arithmetic").asText(),
              report.path("values").path("greatestError").asDouble(),
              report.path("values").path("relativeRmsError").asDouble()));
    }
    if (report.has("fifoDepths")) {
      depths(report.path("fifoDepths"), text);
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static void attention(JsonNode attention, JsonNode fabric, StringBuilder text) {
    text.append(": ")
        .append(attention.path("variant").asText())
        .append(" attention, ")
        .append(attention.path("queries").asText())
        .append(" queries, ")
        .append(attention.path("keys").asText())
        .append(" keys, dimension ")
        .append(attention.path("dimension").asText())
        .append(", heads ")
        .append(attention.path("heads").asText())
        .append('/')
        .append(attention.path("keyHeads").asText())
        .append(attention.path("causal").asBoolean() ? ", causal" : "");
    if (fabric.path("elementary").asBoolean()) {
      text.append("\nelementary units that pass single values");
      return;
    }
    text.append("\nlanes: ")
        .append(fabric.path("headLanes").asText())
        .append(" heads of ")
        .append(fabric.path("rowLanes").asText())
        .append(" rows, ")
        .append(fabric.path("vectorWidth").asText())
        .append(" values wide");
  }

  private static String unbounded(JsonNode channels) {
    long unbounded = 0;
    for (JsonNode channel : channels) {
      unbounded += channel.path("depth").isNull() ? 1 : 0;
    }
    return unbounded == 0 ? "" : ", beside " + unbounded + " channels without a bound";
  }

  private static String bound(JsonNode bound) {
    return bound.isNumber() ? NumberText.format("%.2f", bound.asDouble()) : "not computed";
  }

  private static void units(JsonNode report, StringBuilder text) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"unit", "steps", "busy", "end"});
    for (JsonNode unit : report.path("units")) {
      rows.add(
          new String[] {
            unit.path("name").asText(),
            count(unit.path("steps")),
            NumberText.format("%.1f %%", 100 * unit.path("utilization").asDouble()),
            count(unit.path("endCycle"))
          });
    }
    table(rows, 1, text);
  }

  private static void channels(JsonNode report, StringBuilder text) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"channel", "from", "to", "depth", "peak", "tokens", "full", "empty"});
    for (JsonNode channel : report.path("channels")) {
      rows.add(
          new String[] {
            channel.path("name").asText(),
            channel.path("from").asText(),
            channel.path("to").asText(),
            channel.path("depth").isNull() ? "unbounded" : count(channel.path("depth")),
            channel.path("peakOccupancy").isNull() ? "-" : count(channel.path("peakOccupancy")),
            count(channel.path("tokens")),
            count(channel.path("producerWaitCycles")),
            count(channel.path("consumerWaitCycles"))
          });
    }
    table(rows, 3, text);
    text.append("full, empty: cycles its producer, its consumer waited\n");
  }

  private static void depths(JsonNode search, StringBuilder text) {
    text.append("\nleast depths\n");
    for (JsonNode point : search.path("points")) {
      text.append(
          NumberText.format(
              "  %d %% more cycles: %,d cycles, %,d values:",
              point.path("allowedPercent").asInt(),
              point.path("cycles").asLong(),
              point.path("values").asLong()));
      for (Map.Entry<String, JsonNode> depth : point.path("depths").properties()) {
        text.append(' ').append(depth.getKey()).append(' ').append(depth.getValue());
      }
      text.append('\n');
    }
  }

  private static String count(JsonNode number) {
    return NumberText.grouped(number.asLong());
  }

  /** Aligned columns; from the given one on, to the right. */
  private static void table(List<String[]> rows, int numbersFrom, StringBuilder text) {
    text.append('\n');
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String space = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? "" : "  ").append(i < numbersFrom ? row[i] + space : space + row[i]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
