package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tactus.hw.stream.FifoDepths;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionVariant;

/** Cycle counts of attention on a streaming dataflow, as the authors' programs logged them. */
final class StreamingAttention implements Paper {

  private static final long[] LENGTHS = {512, 1024, 2048, 4096, 8192, 16384, 32768};

  /** Logged; of the longest, the naive run ended for lack of memory. */
  private static final Map<Long, Long> NAIVE =
      Map.of(
          512L, 525_364L,
          1024L, 2_099_252L,
          2048L, 8_392_756L,
          4096L, 33_562_676L,
          8192L, 134_234_164L,
          16384L, 536_903_732L);

  private static final Map<Long, Long> MEMORY_FREE =
      Map.of(
          512L, 524_334L,
          1024L, 2_097_198L,
          2048L, 8_388_654L,
          4096L, 33_554_478L,
          8192L, 134_217_774L,
          16384L, 536_870_958L,
          32768L, 2_147_483_694L);

  @Override
  public String name() {
    return "streaming-attention";
  }

  @Override
  public String title() {
    return "Implementing and Optimizing the Scaled Dot-Product Attention on Streaming Dataflow"
        + " (arXiv 2404.16629)";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<ReproductionRow> rows = new ArrayList<>();
    for (long n : LENGTHS) {
      rows.add(cycles("naive", n, NAIVE, AttentionDesign.published(AttentionVariant.NAIVE, n)));
    }
    for (long n : LENGTHS) {
      AttentionDesign design = AttentionDesign.published(AttentionVariant.MEMORY_FREE, n);
      rows.add(cycles("memory-free, bounded channels", n, MEMORY_FREE, design));
      rows.add(cycles("memory-free, unbounded channels", n, MEMORY_FREE, design.unbounded()));
    }
    for (long n : LENGTHS) {
      rows.add(longest(n));
    }
    for (long n : new long[] {512, 2048, 8192}) {
      rows.add(leastLong(n));
      rows.add(leastOfAll(n));
    }
    return new Reproduction(name(), title(), rows);
  }

  private static StreamGraph graph(long n, AttentionDesign design) {
    return AttentionGraph.timing(AttentionShape.square(n, 1), design);
  }

  private static ReproductionRow cycles(
      String what, long n, Map<Long, Long> logged, AttentionDesign design) {
    @Nullable Long theirs = logged.get(n);
    return new ReproductionRow(
        what + ", N = " + n,
        theirs == null ? OptionalDouble.empty() : OptionalDouble.of(theirs.doubleValue()),
        StreamRun.cycles(graph(n, design), Method.JUMP),
        "cycles",
        "latencies, intervals and depths of the published runs");
  }

  /** The deepest channel of the memory-free graph; the paper says 22. */
  private static ReproductionRow longest(long n) {
    long deepest = 0;
    for (var link : graph(n, AttentionDesign.published(AttentionVariant.MEMORY_FREE, n)).links()) {
      deepest = Math.max(deepest, link.depth());
    }
    return new ReproductionRow(
        "memory-free, deepest channel, N = " + n,
        OptionalDouble.of(22.0),
        deepest,
        "tokens",
        "depths of the published runs");
  }

  /** The long channel of the naive graph, if all others are as published. */
  private static ReproductionRow leastLong(long n) {
    AttentionDesign design = AttentionDesign.published(AttentionVariant.NAIVE, n);
    StreamGraph graph = graph(n, design);
    Map<String, Long> depths = new LinkedHashMap<>();
    long full = StreamRun.cycles(graph, Method.JUMP);
    long least = n;
    depths.put("score-long", least);
    while (StreamRun.cycles(graph.withDepths(depths), Method.JUMP) > full) {
      depths.put("score-long", ++least);
    }
    return new ReproductionRow(
        "naive, least long channel, N = " + n,
        OptionalDouble.of(n + 34.0),
        least,
        "tokens",
        "theirs is the depth they used; fewer give the same cycles");
  }

  /** All channels of the memory-free graph together, as few as keep the throughput. */
  private static ReproductionRow leastOfAll(long n) {
    long values =
        new FifoDepths(graph(n, AttentionDesign.published(AttentionVariant.MEMORY_FREE, n)))
            .least()
            .values();
    return new ReproductionRow(
        "memory-free, least of all channels, N = " + n,
        OptionalDouble.empty(),
        values,
        "values",
        "found by search");
  }
}
