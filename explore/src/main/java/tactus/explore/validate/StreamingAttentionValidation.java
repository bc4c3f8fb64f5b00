package tactus.explore.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.UnitTiming;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionTiming;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.sim.DeadlockException;

/** What the DAM simulator printed for its own attention graphs. */
final class StreamingAttentionValidation implements Validation {

  static final String TABLE = "dam/dam_streaming_attention.csv";

  private static final String DEADLOCK = "DEADLOCK";

  @Override
  public String name() {
    return "dam";
  }

  @Override
  public String title() {
    return "DAM: attention on a streaming dataflow";
  }

  @Override
  public String explanation() {
    return "Cycles that DAM (commit 7163665) printed for its attention modules over lengths, head"
        + " dimensions and depths of FIFOs, meant to be equal; 0 stands for a deadlock, on both"
        + " sides. Ours are found by the jump over steady states.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    Map<String, Comparison.Builder> figures = new LinkedHashMap<>();
    for (GoldenRow row : golden.rows(TABLE)) {
      String variant = row.text("variant");
      figures
          .computeIfAbsent(variant, key -> new Comparison.Builder(key, "cycles"))
          .add(
              "N " + row.text("N") + ", D " + row.text("D") + ", depth " + row.text("long_fifo"),
              cycles(row.text("cycles")),
              cycles(graph(row), Method.JUMP));
    }
    List<Comparison> comparisons = new ArrayList<>();
    figures.values().forEach(figure -> comparisons.add(figure.build()));
    return comparisons;
  }

  /** Its units need four cycles to start, and four for each row. */
  private static UnitTiming calibrated(long latencyCycles) {
    return UnitTiming.of(latencyCycles, 1).withReset(4).withStart(4);
  }

  private static final UnitTiming ONE = UnitTiming.of(1, 1);

  /** All channels of one depth. */
  private static Map<Role, Long> depths(long depth) {
    Map<Role, Long> depths = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      depths.put(role, depth);
    }
    return depths;
  }

  /** {@return the graph of a row} */
  static StreamGraph graph(GoldenRow row) {
    long length = row.integer("N");
    int dimension = row.integer("D");
    long shortDepth = row.integer("short_fifo");
    // Where there is no such channel, the file says 0.
    long longDepth = Math.max(1, row.integer("long_fifo"));
    Map<Role, Long> depths = depths(shortDepth);
    depths.put(Role.SCORE_LONG, longDepth);
    depths.put(Role.EXPONENTIAL_LONG, longDepth);
    UnitTiming score = UnitTiming.of(1 + (63 - Long.numberOfLeadingZeros(dimension)), 1);
    UnitTiming exponential = UnitTiming.of(5, 1);
    AttentionVariant variant;
    AttentionTiming timing;
    boolean fused = false;
    switch (row.text("variant")) {
      case "scaled", "unscaled" -> {
        variant =
            row.text("variant").equals("scaled")
                ? AttentionVariant.ROW_MAXIMUM
                : AttentionVariant.NAIVE;
        timing =
            new AttentionTiming(
                ONE,
                score,
                exponential,
                calibrated(1),
                calibrated(1),
                calibrated(1),
                calibrated(1),
                ONE);
      }
      case "seqagnostic" -> {
        variant = AttentionVariant.MEMORY_FREE;
        fused = true;
        timing = new AttentionTiming(ONE, calibrated(1), ONE, ONE, ONE, ONE, ONE, ONE);
      }
      case "spatial" -> {
        variant = AttentionVariant.NAIVE;
        fused = true;
        // The other channels' depth and what is in the producer's pipeline.
        depths.put(Role.SCORE, shortDepth + 10);
        depths.put(Role.SUM, shortDepth + 1);
        depths.put(Role.WEIGHT, shortDepth + 7);
        depths.put(Role.OUTPUT, shortDepth + 11);
        timing =
            new AttentionTiming(
                ONE, calibrated(11), ONE, ONE, ONE, calibrated(2), calibrated(8), calibrated(12));
      }
      default -> throw new IllegalArgumentException(row.toString());
    }
    return AttentionGraph.timing(
        AttentionShape.square(length, dimension),
        new AttentionDesign(variant, fused, dimension, 1, 1, false, timing, depths));
  }

  /** {@return the cycles, or 0 if the graph deadlocks} */
  static double cycles(StreamGraph graph, Method method) {
    try {
      return (double) StreamRun.time(graph, method).cycles();
    } catch (DeadlockException e) {
      return 0;
    }
  }

  /** {@return the cycles of a row, or 0 if the peer saw a deadlock} */
  static double cycles(String text) {
    return text.equals(DEADLOCK) ? 0 : Double.parseDouble(text);
  }
}
