package tactus.hw.stream.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.stream.Group;
import tactus.hw.stream.Link;
import tactus.hw.stream.StreamFunction;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.Unit;
import tactus.hw.stream.attention.AttentionDesign.Role;

/**
 * The graph of an attention operator on a design. A round is one row of queries in each lane. Units
 * and channels of several lanes have the lane's number behind their name.
 */
public final class AttentionGraph {

  private final AttentionShape shape;
  private final AttentionDesign design;
  private final @Nullable AttentionOperands operands;
  private final AttentionArithmetic arithmetic;
  private final int width;
  private final int parts;
  private final Group keys;
  private final long rowsOfHead;
  private final StreamGraph.Builder builder;

  /** The head lane being built. */
  private int headLane;

  private AttentionGraph(
      AttentionShape shape,
      AttentionDesign design,
      @Nullable AttentionOperands operands,
      AttentionArithmetic arithmetic) {
    List<String> unfit = design.unfit(shape);
    if (!unfit.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", unfit));
    }
    this.shape = shape;
    this.design = design;
    this.operands = operands;
    this.arithmetic = arithmetic;
    width = design.vectorWidth();
    parts = shape.dimension() / width;
    keys =
        design.skipMasked() && shape.causal()
            ? new Group(shape.keysSeen(0), 1)
            : Group.of(shape.keys());
    rowsOfHead = shape.queries() * shape.groupSize() / design.rowLanes();
    builder =
        StreamGraph.builder("attention", rowsOfHead * (shape.keyHeads() / design.headLanes()));
  }

  /**
   * {@return the graph, for its timing: of head lanes, which are alike and share nothing, only one}
   *
   * @param shape what is computed
   * @param design on what
   * @throws IllegalArgumentException if the design cannot compute the shape, a line for each reason
   */
  public static StreamGraph timing(AttentionShape shape, AttentionDesign design) {
    return new AttentionGraph(shape, design, null, AttentionArithmetic.doubles()).build(1);
  }

  /**
   * {@return the graph, with values that are doubles}
   *
   * @param operands what is computed
   * @param design on what
   * @throws IllegalArgumentException if the design cannot compute the shape, a line for each reason
   */
  public static StreamGraph computing(AttentionOperands operands, AttentionDesign design) {
    return computing(operands, design, AttentionArithmetic.doubles());
  }

  /**
   * {@return the graph, with values}
   *
   * @param operands what is computed
   * @param design on what
   * @param arithmetic with what
   * @throws IllegalArgumentException if the design cannot compute the shape, a line for each reason
   */
  public static StreamGraph computing(
      AttentionOperands operands, AttentionDesign design, AttentionArithmetic arithmetic) {
    return new AttentionGraph(operands.shape(), design, operands, arithmetic)
        .build(design.headLanes());
  }

  private StreamGraph build(int headLanes) {
    for (headLane = 0; headLane < headLanes; headLane++) {
      int lane = headLane;
      unit(
          Unit.source(
              name("k", -1),
              width,
              new Group(keys.first() * parts, keys.growth() * parts),
              design.timing().keySource(),
              (cycle, step, in, state, out) -> keyPart(lane, cycle, step, out, true)));
      unit(
          Unit.source(
              name("v", -1),
              width,
              new Group(keys.first() * parts, keys.growth() * parts),
              design.timing().keySource(),
              (cycle, step, in, state, out) -> keyPart(lane, cycle, step, out, false)));
      for (int row = 0; row < design.rowLanes(); row++) {
        buildRow(row);
      }
    }
    return builder.build();
  }

  private void buildRow(int row) {
    int lane = headLane;
    unit(
        Unit.source(
            name("q", row),
            width,
            design.timing().querySource(),
            (cycle, step, in, state, out) ->
                queryPart(lane, row, cycle / parts, (int) (cycle % parts), out)));
    boolean exponential =
        design.fusedExponential()
            && (design.variant() == AttentionVariant.NAIVE
                || design.variant() == AttentionVariant.DEFERRED);
    unit(
        Unit.matmulBuffered(
            name("score", row),
            width,
            keys,
            parts,
            design.timing().score(),
            shape.dimension() + 1,
            score(row, exponential)));
    link(Role.QUERY, "q", row, 0, "score", row, 0);
    link(Role.KEY, "k", -1, 0, "score", row, 1);
    switch (design.variant()) {
      case NAIVE -> {
        String weights = exponential(row, "score", Role.SCORE);
        divideRow(row, weights);
      }
      case ROW_MAXIMUM -> {
        subtractMaximum(row);
        String weights =
            design.fusedExponential() ? "subtract" : exponential(row, "subtract", Role.DIFFERENCE);
        divideRow(row, weights);
      }
      case DEFERRED -> {
        String weights = exponential(row, "score", Role.SCORE);
        Role role = weights.equals("score") ? Role.SCORE : Role.EXPONENTIAL;
        sum(row);
        link(role, "sum", weights, row, 0, "sum", row, 0);
        product(row, 1, 1);
        link(role, "product", weights, row, 0, "product", row, 0);
        link(Role.VALUE, "v", -1, 0, "product", row, 1);
        divideResult(row);
      }
      case MEMORY_FREE -> memoryFree(row);
    }
    unit(Unit.sink(name("output", row), width, design.timing().sink()));
  }

  /** Adds the exponential's own unit if it is not fused; gives the unit that sends exponentials. */
  private String exponential(int row, String from, Role role) {
    if (design.fusedExponential()) {
      return from;
    }
    unit(
        Unit.map(
            name("exp", row),
            List.of(1),
            List.of(1),
            keys,
            design.timing().exponential(),
            (cycle, step, in, state, out) -> out[0] = exponential(in[0])));
    link(role, from, row, 0, "exp", row, 0);
    return "exp";
  }

  private void subtractMaximum(int row) {
    boolean fused = design.fusedExponential();
    unit(
        Unit.reduce(
            name("maximum", row),
            List.of(1),
            1,
            keys,
            design.timing().maximum(),
            (cycle, step, in, state, out) -> out[0] = step == 0 ? in[0] : Math.max(out[0], in[0])));
    unit(
        Unit.mapHeld(
            name("subtract", row),
            1,
            1,
            1,
            keys,
            design.timing().subtract(),
            (cycle, step, in, state, out) -> {
              double difference = arithmetic.result(in[0] - in[1]);
              out[0] = fused ? exponential(difference) : difference;
            }));
    link(Role.SCORE, "score", row, 0, "maximum", row, 0);
    link(Role.SCORE_LONG, "score", row, 0, "subtract", row, 0);
    link(Role.MAXIMUM, "maximum", row, 0, "subtract", row, 1);
  }

  /** Sums a row of exponentials, divides each by the sum, and adds up the weighted values. */
  private void divideRow(int row, String weights) {
    boolean score = weights.equals("score");
    sum(row);
    unit(
        Unit.mapHeld(
            name("divide", row),
            1,
            1,
            1,
            keys,
            design.timing().divide(),
            (cycle, step, in, state, out) -> out[0] = arithmetic.result(in[0] / in[1])));
    link(score ? Role.SCORE : Role.EXPONENTIAL, weights, row, 0, "sum", row, 0);
    link(score ? Role.SCORE_LONG : Role.EXPONENTIAL_LONG, weights, row, 0, "divide", row, 0);
    link(Role.SUM, "sum", row, 0, "divide", row, 1);
    product(row, 1, 1);
    link(Role.WEIGHT, "divide", row, 0, "product", row, 0);
    link(Role.VALUE, "v", -1, 0, "product", row, 1);
    link(Role.OUTPUT, "product", row, 0, "output", row, 0);
  }

  private void sum(int row) {
    unit(
        Unit.reduce(
            name("sum", row),
            List.of(1),
            1,
            keys,
            design.timing().sum(),
            (cycle, step, in, state, out) ->
                out[0] = step == 0 ? in[0] : arithmetic.result(out[0] + in[0])));
  }

  private void memoryFree(int row) {
    unit(
        Unit.scan(
            name("maximum", row),
            1,
            List.of(1, 1),
            keys,
            design.timing().maximum(),
            1,
            (cycle, step, in, state, out) -> {
              double before = step == 0 ? -Double.MAX_VALUE : state[0];
              double now = Math.max(before, in[0]);
              out[0] = exponential(arithmetic.result(in[0] - now));
              out[1] = exponential(arithmetic.result(before - now));
              state[0] = now;
            }));
    link(Role.SCORE, "score", row, 0, "maximum", row, 0);
    unit(
        Unit.reduce(
            name("sum", row),
            List.of(1, 1),
            1,
            keys,
            design.timing().sum(),
            (cycle, step, in, state, out) ->
                out[0] =
                    step == 0
                        ? in[0]
                        : arithmetic.result(arithmetic.result(out[0] * in[1]) + in[0])));
    product(row, 2, 3);
    link(Role.EXPONENTIAL, "sum", "maximum", row, 0, "sum", row, 0);
    link(Role.EXPONENTIAL, "product", "maximum", row, 0, "product", row, 0);
    link(Role.FACTOR, "sum", "maximum", row, 1, "sum", row, 1);
    link(Role.FACTOR, "product", "maximum", row, 1, "product", row, 1);
    link(Role.VALUE, "v", -1, 0, "product", row, 2);
    divideResult(row);
  }

  /**
   * Adds up weighted values.
   *
   * @param scalars inputs before the values: the weight and perhaps a factor
   * @param held bit set of them
   */
  private void product(int row, int scalars, int held) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < scalars; i++) {
      widths.add(1);
    }
    widths.add(width);
    unit(
        Unit.memoryReduce(
            name("product", row),
            widths,
            held,
            width,
            keys,
            parts,
            design.timing().product(),
            shape.dimension(),
            (cycle, step, in, state, out) -> {
              int at = (int) (step % parts) * width;
              for (int i = 0; i < width; i++) {
                double before = step < parts ? 0 : state[at + i];
                double scaled = scalars == 2 ? arithmetic.result(before * in[1]) : before;
                state[at + i] = arithmetic.weighted(scaled, in[0], in[scalars + i]);
                out[i] = state[at + i];
              }
            }));
  }

  private void divideResult(int row) {
    int values = width;
    unit(
        Unit.mapHeld(
            name("divide", row),
            width,
            1,
            width,
            Group.of(parts),
            design.timing().divide(),
            (cycle, step, in, state, out) -> {
              for (int i = 0; i < values; i++) {
                out[i] = arithmetic.result(in[i] / in[values]);
              }
            }));
    link(Role.PRODUCT, "product", row, 0, "divide", row, 0);
    link(Role.SUM, "sum", row, 0, "divide", row, 1);
    link(Role.OUTPUT, "divide", row, 0, "output", row, 0);
  }

  private double exponential(double value) {
    return arithmetic.result(Math.exp(value));
  }

  // Which row of which head is where.

  private int keyHead(int lane, long round) {
    int headsOfLane = shape.keyHeads() / design.headLanes();
    return lane * headsOfLane + (int) (round / rowsOfHead);
  }

  /** The row among those of a key head: its query heads one after another. */
  private long rowOfHead(int rowLane, long round) {
    return round % rowsOfHead * design.rowLanes() + rowLane;
  }

  private void queryPart(int lane, int rowLane, long round, int part, double[] out) {
    if (operands == null) {
      return;
    }
    long rows = shape.queries() * shape.groupSize();
    long row = keyHead(lane, round) * rows + rowOfHead(rowLane, round);
    copyOperands(operands.queries(), (int) row * shape.dimension() + part * width, out);
  }

  private void keyPart(int lane, long round, long step, double[] out, boolean isKey) {
    if (operands == null) {
      return;
    }
    long row = keyHead(lane, round) * shape.keys() + step / parts;
    double[] from = isKey ? operands.keys() : operands.values();
    int at = (int) (row * shape.dimension() + step % parts * width);
    copyOperands(from, at, out);
  }

  private void copyOperands(double[] from, int first, double[] out) {
    for (int i = 0; i < width; i++) {
      out[i] = arithmetic.operand(from[first + i]);
    }
  }

  private StreamFunction score(int rowLane, boolean exponential) {
    double scale = 1 / Math.sqrt(shape.dimension());
    int total = shape.dimension();
    return (cycle, step, in, state, out) -> {
      int at = (int) (step % parts) * width;
      if (step < parts) {
        System.arraycopy(in, 0, state, at, width);
      }
      double before = at == 0 ? 0 : state[total];
      double dot = arithmetic.dot(before, state, at, in, width, width);
      state[total] = dot;
      long query = rowOfHead(rowLane, cycle) % shape.queries();
      boolean seen = step / parts < shape.keysSeen(query);
      double value = seen ? arithmetic.result(dot * scale) : Double.NEGATIVE_INFINITY;
      out[0] = exponential ? exponential(value) : value;
    };
  }

  /**
   * {@return the result of a run in the order of the queries}
   *
   * @param shape what was computed
   * @param design on what
   * @param outputs what its sinks received
   */
  public static double[] result(
      AttentionShape shape, AttentionDesign design, Map<String, double[]> outputs) {
    AttentionGraph graph = new AttentionGraph(shape, design, null, AttentionArithmetic.doubles());
    int dimension = shape.dimension();
    double[] result = new double[Math.toIntExact(shape.heads() * shape.queries() * dimension)];
    long rows = shape.queries() * shape.groupSize();
    for (int lane = 0; lane < design.headLanes(); lane++) {
      graph.headLane = lane;
      for (int rowLane = 0; rowLane < design.rowLanes(); rowLane++) {
        double[] values = outputs.getOrDefault(graph.name("output", rowLane), new double[0]);
        for (int round = 0; round < values.length / dimension; round++) {
          long row = graph.keyHead(lane, round) * rows + graph.rowOfHead(rowLane, round);
          System.arraycopy(values, round * dimension, result, (int) row * dimension, dimension);
        }
      }
    }
    return result;
  }

  // Names: the lanes' numbers are left out where there is only one.

  private String name(String unit, int row) {
    String head = design.headLanes() > 1 ? "." + headLane : "";
    return unit + head + (row >= 0 && design.rowLanes() > 1 ? "." + row : "");
  }

  private void unit(Unit unit) {
    builder.unit(unit);
  }

  private void link(
      Role role, String from, int fromRow, int output, String to, int toRow, int input) {
    link(role, "", from, fromRow, output, to, toRow, input);
  }

  private void link(
      Role role,
      String target,
      String from,
      int fromRow,
      int output,
      String to,
      int toRow,
      int input) {
    String channel = AttentionDesign.word(role) + (target.isEmpty() ? "" : "-to-" + target);
    builder.link(
        new Link(
            name(channel, toRow),
            name(from, fromRow),
            output,
            name(to, toRow),
            input,
            design.depth(role, shape)));
  }
}
