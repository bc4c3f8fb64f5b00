package tactus.hw.stream.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tactus.hw.stream.Group;
import tactus.hw.stream.StreamFunction;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.Unit;
import tactus.hw.stream.UnitTiming;

/**
 * Attention of one head without mask from elementary units that pass single values, as in the
 * general-dimension graphs of the dam-experiments repository: nothing is fused, a row's sum is
 * repeated rather than held, and results of reductions are sent after the interval.
 */
public final class ElementaryAttention {

  /**
   * Depths and timing.
   *
   * @param depth tokens of all channels but the long one, at least 1
   * @param longDepth tokens of the channel that holds a row of the naive graph, at least 1
   * @param source of operands from memory
   * @param score of the first product
   * @param exponential of the exponential, or of the running maximum
   * @param sum of the row's sum
   * @param divide of the division
   * @param product of the second product
   */
  public record Parameters(
      long depth,
      long longDepth,
      UnitTiming source,
      UnitTiming score,
      UnitTiming exponential,
      UnitTiming sum,
      UnitTiming divide,
      UnitTiming product) {

    /**
     * {@return all latencies and intervals 1}
     *
     * @param depth tokens of all channels but the long one
     * @param longDepth tokens of the long one
     */
    public static Parameters unit(long depth, long longDepth) {
      UnitTiming one = UnitTiming.of(1, 1);
      return new Parameters(depth, longDepth, one, one, one, one, one, one);
    }
  }

  private static final UnitTiming ONE = UnitTiming.of(1, 1);

  /** The sink of results. */
  private static final String OUTPUT = "output";

  private final int dimension;
  private final int length;
  private final Group keys;
  private final double[] queries;
  private final double[] keyRows;
  private final double[] values;
  private final Parameters parameters;
  private final StreamGraph.Builder builder;

  private ElementaryAttention(
      AttentionShape shape, Parameters parameters, @Nullable AttentionOperands operands) {
    this.length = (int) shape.keys();
    this.dimension = shape.dimension();
    queries = operands == null ? new double[0] : operands.queries();
    keyRows = operands == null ? new double[0] : operands.keys();
    values = operands == null ? new double[0] : operands.values();
    this.parameters = parameters;
    keys = Group.of(length);
    builder = StreamGraph.builder("elementary attention", length);
  }

  /**
   * {@return why a shape cannot be computed, a line each; empty if it can}
   *
   * @param variant the order of computation
   * @param shape what is to be computed
   */
  public static List<String> unfit(AttentionVariant variant, AttentionShape shape) {
    List<String> reasons = new ArrayList<>();
    if (variant != AttentionVariant.NAIVE && variant != AttentionVariant.MEMORY_FREE) {
      String word = variant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      reasons.add("variant (" + word + ") must be naive or memory-free");
    }
    if (shape.heads() != 1) {
      reasons.add("heads (" + shape.heads() + ") must be 1");
    }
    if (shape.causal()) {
      reasons.add("causal (true) must be false");
    }
    if (shape.queries() != shape.keys()) {
      reasons.add("queries (" + shape.queries() + ") must be as many as keys");
    }
    return reasons;
  }

  /**
   * {@return the graph without values}
   *
   * @param variant naive or memory-free
   * @param shape one head without mask, as many queries as keys
   * @param parameters depths and timing
   */
  public static StreamGraph timing(
      AttentionVariant variant, AttentionShape shape, Parameters parameters) {
    return graph(variant, shape, parameters, null);
  }

  /**
   * {@return the graph with values}
   *
   * @param variant naive or memory-free
   * @param operands one head, as many queries as keys
   * @param parameters depths and timing
   */
  public static StreamGraph computing(
      AttentionVariant variant, AttentionOperands operands, Parameters parameters) {
    return graph(variant, operands.shape(), parameters, operands);
  }

  /**
   * {@return the result, row by row}
   *
   * @param outputs what the sinks of a graph with values received
   */
  public static double[] result(Map<String, double[]> outputs) {
    return Objects.requireNonNull(outputs.get(OUTPUT), "the graph must be one of attention");
  }

  private static StreamGraph graph(
      AttentionVariant variant,
      AttentionShape shape,
      Parameters parameters,
      @Nullable AttentionOperands operands) {
    List<String> reasons = unfit(variant, shape);
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", reasons));
    }
    ElementaryAttention graph = new ElementaryAttention(shape, parameters, operands);
    return variant == AttentionVariant.NAIVE ? graph.naive() : graph.memoryFree();
  }

  private StreamGraph naive() {
    score();
    builder
        .unit(
            Unit.map(
                "exp",
                List.of(1),
                List.of(1),
                parameters.exponential(),
                (cycle, step, in, state, out) -> out[0] = Math.exp(in[0])))
        .unit(
            Unit.reduce(
                "sum",
                List.of(1),
                1,
                keys,
                parameters.sum().sendingAfterInterval(),
                (cycle, step, in, state, out) -> out[0] = step == 0 ? in[0] : out[0] + in[0]))
        .unit(Unit.repeat("repeat", 1, keys))
        .unit(
            Unit.map(
                "divide",
                List.of(1, 1),
                List.of(1),
                parameters.divide(),
                (cycle, step, in, state, out) -> out[0] = in[0] / in[1]))
        // Column by column: the row of weights is kept, the values pass once for each column.
        .unit(
            source(
                "v",
                (long) dimension * length,
                (row, step) -> (step % length) * dimension + step / length,
                values))
        .unit(
            Unit.matmulBuffered(
                "product",
                1,
                Group.of(dimension),
                length,
                parameters.product().sendingAfterInterval(),
                length + 1,
                dot(length, 1)))
        .unit(Unit.sink(OUTPUT, 1));
    link("score-to-exp", "score", "exp", 0);
    builder.link("exp-to-divide", "exp", "divide", 0, parameters.longDepth());
    link("exp-to-sum", "exp", "sum", 0);
    link("sum-to-repeat", "sum", "repeat", 0);
    link("repeat-to-divide", "repeat", "divide", 1);
    link("divide-to-product", "divide", "product", 0);
    link("v-to-product", "v", "product", 1);
    link("product-to-output", "product", OUTPUT, 0);
    return builder.build();
  }

  private StreamGraph memoryFree() {
    int d = dimension;
    score();
    builder
        .unit(
            Unit.scan(
                "maximum",
                1,
                List.of(2),
                keys,
                parameters.exponential(),
                1,
                (cycle, step, in, state, out) -> {
                  double before = step == 0 ? -Double.MAX_VALUE : state[0];
                  double now = Math.max(before, in[0]);
                  out[0] = Math.exp(in[0] - now);
                  out[1] = Math.exp(before - now);
                  state[0] = now;
                }))
        .unit(
            Unit.reduce(
                "sum",
                List.of(2),
                1,
                keys,
                parameters.sum().sendingAfterInterval(),
                (cycle, step, in, state, out) ->
                    out[0] = step == 0 ? in[0] : out[0] * in[1] + in[0]))
        .unit(source("v", (long) d * length, (row, step) -> step, values))
        .unit(
            Unit.reduce(
                "value-row",
                List.of(1),
                d,
                Group.of(d),
                ONE.sendingAfterInterval(),
                (cycle, step, in, state, out) -> out[(int) step] = in[0]))
        .unit(Unit.zip("weigh", 2, d))
        .unit(
            Unit.reduce(
                "product",
                List.of(2 + d),
                d,
                keys,
                parameters.product().sendingAfterInterval(),
                (cycle, step, in, state, out) -> {
                  for (int i = 0; i < d; i++) {
                    out[i] = (step == 0 ? 0 : out[i] * in[1]) + in[0] * in[2 + i];
                  }
                }))
        .unit(Unit.zip("join", d, 1))
        .unit(
            Unit.flatmap(
                "divide",
                d + 1,
                1,
                d,
                parameters.divide(),
                (cycle, step, in, state, out) -> out[0] = in[(int) step] / in[d]))
        .unit(Unit.sink(OUTPUT, 1));
    link("score-to-maximum", "score", "maximum", 0);
    link("maximum-to-sum", "maximum", "sum", 0);
    link("maximum-to-weigh", "maximum", "weigh", 0);
    link("v-to-value-row", "v", "value-row", 0);
    link("value-row-to-weigh", "value-row", "weigh", 1);
    link("weigh-to-product", "weigh", "product", 0);
    link("product-to-join", "product", "join", 0);
    link("sum-to-join", "sum", "join", 1);
    link("join-to-divide", "join", "divide", 0);
    link("divide-to-output", "divide", OUTPUT, 0);
    return builder.build();
  }

  private void score() {
    builder
        .unit(source("q", dimension, (row, step) -> row * dimension + step, queries))
        .unit(source("k", (long) dimension * length, (row, step) -> step, keyRows))
        .unit(
            Unit.matmulBuffered(
                "score",
                1,
                keys,
                dimension,
                parameters.score().sendingAfterInterval(),
                dimension + 1,
                dot(dimension, 1 / Math.sqrt(dimension))));
    link("q-to-score", "q", "score", 0);
    link("k-to-score", "k", "score", 1);
  }

  private void link(String channel, String from, String to, int input) {
    builder.link(channel, from, to, input, parameters.depth());
  }

  /** Products of the kept row with a column each. */
  private static StreamFunction dot(int depth, double scale) {
    return (cycle, step, in, state, out) -> {
      int at = (int) (step % depth);
      if (step < depth) {
        state[at] = in[0];
      }
      double before = at == 0 ? 0 : state[depth];
      state[depth] = before + state[at] * in[1];
      out[0] = state[depth] * scale;
    };
  }

  /** Which value a source sends in a row's step. */
  private interface Index {
    long of(long row, long step);
  }

  /** A source of one value a token, from a matrix that is empty if only time matters. */
  private Unit source(String name, long tokens, Index index, double[] matrix) {
    return Unit.source(
        name,
        1,
        Group.of(tokens),
        parameters.source(),
        (cycle, step, in, state, out) -> out[0] = matrix[(int) index.of(cycle, step)]);
  }
}
