package tactus.hw.stream.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.UnitTiming;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.sim.DeadlockException;
import tactus.testkit.GoldenCsv;
import tactus.testkit.GoldenCsv.Row;

/** What the DAM simulator printed for its own attention graphs. */
class DamGoldenTest {

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

  private static StreamGraph graph(Row row) {
    long length = row.wholeNumber("N");
    int dimension = (int) row.wholeNumber("D");
    long shortDepth = row.wholeNumber("short_fifo");
    // Where there is no such channel, the file says 0.
    long longDepth = Math.max(1, row.wholeNumber("long_fifo"));
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

  private static String cycles(StreamGraph graph, Method method) {
    try {
      return Long.toString(StreamRun.time(graph, method).cycles());
    } catch (DeadlockException e) {
      return "DEADLOCK";
    }
  }

  @Test
  void time_everyGoldenRow_isThePeers() {
    for (Row row :
        GoldenCsv.ofResource(getClass(), "/golden/dam/dam_streaming_attention.csv").rows()) {
      StreamGraph graph = graph(row);
      assertThat(cycles(graph, Method.RUN_TO_BLOCK)).as("%s", row).isEqualTo(row.text("cycles"));
      assertThat(cycles(graph, Method.JUMP)).as("%s", row).isEqualTo(row.text("cycles"));
    }
  }
}
