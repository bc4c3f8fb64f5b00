package tactus.explore.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The report of a training iteration as text, from the JSON alone. */
public final class TrainingText {

  private static final String[][] PARTS = {
    {"compute", "every element multiplied"},
    {"arrayEdges", "tiles loaded, filled, drained or did not fill the array"},
    {"dram", "the array waited for the memory"},
    {"vector", "normalization, activation, addition"},
    {"update", "weights and optimizer"},
    {"select", "weights were selected"}
  };

  private TrainingText() {}

  /**
   * {@return the text}
   *
   * @param report the report
   */
  public static String render(JsonNode report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: an iteration of %s, batch %,d, %s %s",
        report.path("name").asText(),
        report.path("network").asText(),
        report.path("batch").asLong(),
        report.path("method").asText(),
        report.path("pattern").asText());
    line(text, "");
    long cycles = report.path("cycles").asLong();
    line(
        text,
        "  cycles       %,d, %.4g s at %.0f MHz",
        cycles,
        report.path("seconds").asDouble(),
        report.path("clockHz").asDouble() / 1e6);
    line(
        text,
        "  speedup      %.3f over dense (%,d cycles); of the multiply-accumulates alone %.3f",
        report.path("speedup").asDouble(),
        report.path("dense").path("cycles").asLong(),
        report.path("idealSpeedup").asDouble());
    line(
        text,
        "  utilization  %.1f %%, %,d multiply-accumulates, %,d of them skipped",
        100 * report.path("utilization").asDouble(),
        report.path("macs").asLong(),
        report.path("skippedMacs").asLong());
    line(
        text,
        "  outside the array  %.1f %% of the cycles, %.1f %% of the dense ones",
        100 * report.path("nonScalingShare").asDouble(),
        100 * report.path("dense").path("nonScalingShare").asDouble());
    line(text, "%nWhere the cycles went");
    for (String[] part : PARTS) {
      long own = report.path("cycleStack").path(part[0]).asLong();
      line(text, "  %-11s %5.1f %%  %,18d  %s", part[0], 100.0 * own / cycles, own, part[1]);
    }
    line(text, "%nSlowest layers");
    List<JsonNode> layers = new ArrayList<>();
    report.path("layers").forEach(layers::add);
    layers.sort(Comparator.comparingLong((JsonNode layer) -> -layer.path("cycles").asLong()));
    for (JsonNode layer : layers.subList(0, Math.min(5, layers.size()))) {
      StringBuilder flows = new StringBuilder();
      for (JsonNode stage : layer.path("stages")) {
        flows
            .append(flows.length() == 0 ? "" : ", ")
            .append(stage.path("stage").asText())
            .append(' ')
            .append(stage.path("dataflow").asText());
      }
      line(
          text,
          "  %-22s %,16d  %s",
          layer.path("name").asText(),
          layer.path("cycles").asLong(),
          flows);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).replace("\r\n", "\n")).append('\n');
  }
}
