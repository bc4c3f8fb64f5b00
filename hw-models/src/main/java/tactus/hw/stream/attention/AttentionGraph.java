package tactus.hw.stream.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.stream.BlockFunction;
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
  private final double scale;
  private final @Nullable LaneRows rows;
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
      AttentionArithmetic arithmetic,
      double scale,
      @Nullable LaneRows rows) {
    List<String> unfit = design.unfit(shape);
    if (!unfit.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", unfit));
    }
    this.shape = shape;
    this.design = design;
    this.operands = operands;
    this.arithmetic = arithmetic;
    this.scale = scale;
    this.rows = rows;
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
    return new AttentionGraph(shape, design, null, AttentionArithmetic.doubles(), 1, null).build(1);
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
    double scale = 1 / Math.sqrt(operands.shape().dimension());
    return computing(operands, design, arithmetic, scale, null);
  }

  /**
   * {@return the graph, with values}
   *
   * @param operands what is computed
   * @param design on what
   * @param arithmetic with what
   * @param scale what scores are multiplied with
   * @param rows what the row lanes keep from one run to the next, if their rows' keys come in
   *     several; only for variants without a channel for a row, in a single round of one head lane
   */
  static StreamGraph computing(
      AttentionOperands operands,
      AttentionDesign design,
      AttentionArithmetic arithmetic,
      double scale,
      @Nullable LaneRows rows) {
    return new AttentionGraph(operands.shape(), design, operands, arithmetic, scale, rows)
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
                  StreamFunction.NONE)
              .computing(0, keyRows(lane, true)));
      unit(
          Unit.source(
                  name("v", -1),
                  width,
                  new Group(keys.first() * parts, keys.growth() * parts),
                  design.timing().keySource(),
                  StreamFunction.NONE)
              .computing(0, keyRows(lane, false)));
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
                0,
                StreamFunction.NONE)
            .computing(shape.dimension() + 1, score(row, exponential)));
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
                StreamFunction.NONE)
            .computing(
                0,
                (cycle, first, steps, tokens) -> {
                  double[] in = tokens.in(0);
                  double[] out = tokens.out(0);
                  int at = tokens.inAt(0);
                  int to = tokens.outAt(0);
                  for (int i = 0; i < steps; i++) {
                    out[to + i] = exponential(in[at + i]);
                  }
                }));
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
                StreamFunction.NONE)
            .computing(
                1,
                (cycle, first, steps, tokens) -> {
                  double[] in = tokens.in(0);
                  int at = tokens.inAt(0);
                  double maximum = first == 0 ? in[at] : tokens.state()[0];
                  for (int i = 0; i < steps; i++) {
                    maximum = Math.max(maximum, in[at + i]);
                  }
                  tokens.state()[0] = maximum;
                  tokens.out(0)[tokens.outAt(0)] = maximum;
                }));
    unit(
        Unit.mapHeld(
                name("subtract", row),
                1,
                1,
                1,
                keys,
                design.timing().subtract(),
                StreamFunction.NONE)
            .computing(
                0,
                (cycle, first, steps, tokens) -> {
                  double[] in = tokens.in(0);
                  double[] out = tokens.out(0);
                  int at = tokens.inAt(0);
                  int to = tokens.outAt(0);
                  double maximum = tokens.in(1)[tokens.inAt(1)];
                  for (int i = 0; i < steps; i++) {
                    double difference = arithmetic.result(in[at + i] - maximum);
                    out[to + i] = fused ? exponential(difference) : difference;
                  }
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
                name("divide", row), 1, 1, 1, keys, design.timing().divide(), StreamFunction.NONE)
            .computing(
                0,
                (cycle, first, steps, tokens) -> {
                  double[] in = tokens.in(0);
                  double[] out = tokens.out(0);
                  int at = tokens.inAt(0);
                  int to = tokens.outAt(0);
                  double sum = tokens.in(1)[tokens.inAt(1)];
                  for (int i = 0; i < steps; i++) {
                    out[to + i] = arithmetic.result(in[at + i] / sum);
                  }
                }));
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
                name("sum", row), List.of(1), 1, keys, design.timing().sum(), StreamFunction.NONE)
            .computing(1, sum(row, false)));
  }

  private void memoryFree(int row) {
    unit(
        Unit.scan(
                name("maximum", row),
                1,
                List.of(1, 1),
                keys,
                design.timing().maximum(),
                0,
                StreamFunction.NONE)
            .computing(1, runningMaximum(row)));
    link(Role.SCORE, "score", row, 0, "maximum", row, 0);
    unit(
        Unit.reduce(
                name("sum", row),
                List.of(1, 1),
                1,
                keys,
                design.timing().sum(),
                StreamFunction.NONE)
            .computing(1, sum(row, true)));
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
                0,
                StreamFunction.NONE)
            .computing(shape.dimension(), weightedSum(row, scalars)));
  }

  private void divideResult(int row) {
    unit(
        Unit.mapHeld(
                name("divide", row),
                width,
                1,
                width,
                Group.of(parts),
                design.timing().divide(),
                StreamFunction.NONE)
            .computing(
                0,
                (cycle, first, steps, tokens) -> {
                  double[] in = tokens.in(0);
                  double[] out = tokens.out(0);
                  int at = tokens.inAt(0);
                  int to = tokens.outAt(0);
                  double sum = tokens.in(1)[tokens.inAt(1)];
                  for (int i = 0; i < steps * width; i++) {
                    out[to + i] = arithmetic.result(in[at + i] / sum);
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
    copyOperands(operands.queries(), (int) row * shape.dimension() + part * width, width, out, 0);
  }

  private BlockFunction keyRows(int lane, boolean isKey) {
    return (cycle, first, steps, tokens) -> {
      if (operands != null) {
        long row = keyHead(lane, cycle) * shape.keys();
        // Parts of a row lie one after another, and so do rows.
        int at = Math.toIntExact(row * shape.dimension() + first * width);
        copyOperands(
            isKey ? operands.keys() : operands.values(),
            at,
            steps * width,
            tokens.out(0),
            tokens.outAt(0));
      }
    };
  }

  private void copyOperands(double[] from, int first, int count, double[] to, int at) {
    if (arithmetic.isExact()) {
      System.arraycopy(from, first, to, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[at + i] = arithmetic.operand(from[first + i]);
    }
  }

  private BlockFunction score(int rowLane, boolean exponential) {
    int total = shape.dimension();
    return (cycle, first, steps, tokens) -> {
      double[] row = tokens.state();
      double[] query = tokens.in(0);
      double[] columns = tokens.in(1);
      double[] out = tokens.out(0);
      long seen = shape.keysSeen(rowOfHead(rowLane, cycle) % shape.queries());
      long key = first / parts;
      int part = (int) (first % parts);
      double dot = row[total];
      int column = tokens.inAt(1);
      int columnStride = tokens.inStride(1);
      int to = tokens.outAt(0);
      int toStride = tokens.outStride(0);
      for (int i = 0; i < steps; i++, column += columnStride, to += toStride) {
        int at = part * width;
        if (key == 0) {
          System.arraycopy(query, tokens.inAt(0) + i * tokens.inStride(0), row, at, width);
        }
        dot = arithmetic.dot(part == 0 ? 0 : dot, row, at, columns, column, width);
        part++;
        if (part == parts) {
          double value = key < seen ? arithmetic.result(dot * scale) : Double.NEGATIVE_INFINITY;
          out[to] = exponential ? exponential(value) : value;
          part = 0;
          key++;
        }
      }
      row[total] = dot;
    };
  }

  /** Sends the exponential of each score and the factor for what came before. */
  private BlockFunction runningMaximum(int rowLane) {
    return (cycle, first, steps, tokens) -> {
      double[] in = tokens.in(0);
      double[] exponentials = tokens.out(0);
      double[] factors = tokens.out(1);
      int at = tokens.inAt(0);
      int toExponential = tokens.outAt(0);
      int toFactor = tokens.outAt(1);
      double maximum = tokens.state()[0];
      if (first == 0) {
        maximum = rows == null ? -Double.MAX_VALUE : rows.maximum(rowLane);
      }
      for (int i = 0; i < steps; i++) {
        double before = maximum;
        double score = in[at + i];
        maximum = Math.max(before, score);
        exponentials[toExponential + i] = exponential(arithmetic.result(score - maximum));
        factors[toFactor + i] = exponential(arithmetic.result(before - maximum));
      }
      tokens.state()[0] = maximum;
      if (rows != null) {
        rows.keepMaximum(rowLane, maximum);
      }
    };
  }

  /** Adds exponentials up; what came before may be scaled by a factor. */
  private BlockFunction sum(int rowLane, boolean scaled) {
    return (cycle, first, steps, tokens) -> {
      double[] in = tokens.in(0);
      double[] factors = scaled ? tokens.in(1) : in;
      int at = tokens.inAt(0);
      int atFactor = scaled ? tokens.inAt(1) : at;
      double sum = first == 0 && rows != null ? rows.sum(rowLane) : tokens.state()[0];
      int i = 0;
      if (first == 0 && rows == null) {
        sum = in[at];
        i = 1;
      }
      for (; i < steps; i++) {
        double before = scaled ? arithmetic.result(sum * factors[atFactor + i]) : sum;
        sum = arithmetic.result(before + in[at + i]);
      }
      tokens.state()[0] = sum;
      tokens.out(0)[tokens.outAt(0)] = sum;
      if (rows != null) {
        rows.keepSum(rowLane, sum);
      }
    };
  }

  /** Adds weighted values up; with a second scalar, which is a factor, for what came before. */
  private BlockFunction weightedSum(int rowLane, int scalars) {
    return (cycle, first, steps, tokens) -> {
      double[] sums = tokens.state();
      double[] weights = tokens.in(0);
      double[] values = tokens.in(scalars);
      double[] out = tokens.out(0);
      boolean scaled = scalars == 2;
      double[] factors = scaled ? tokens.in(1) : weights;
      int part = (int) (first % parts);
      long vector = first / parts;
      int weightAt = tokens.inAt(0);
      int weightStride = tokens.inStride(0);
      int factorAt = scaled ? tokens.inAt(1) : weightAt;
      int factorStride = scaled ? tokens.inStride(1) : weightStride;
      int from = tokens.inAt(scalars);
      int fromStride = tokens.inStride(scalars);
      int to = tokens.outAt(0);
      int toStride = tokens.outStride(0);
      for (int i = 0; i < steps; i++, from += fromStride, to += toStride) {
        double weight = weights[weightAt + i * weightStride];
        double factor = scaled ? factors[factorAt + i * factorStride] : 1;
        int at = part * width;
        for (int column = 0; column < width; column++) {
          double before = sums[at + column];
          if (vector == 0) {
            before = rows == null ? 0 : rows.product(rowLane, at + column);
          }
          double kept = scaled ? arithmetic.result(before * factor) : before;
          double sum = arithmetic.weighted(kept, weight, values[from + column]);
          sums[at + column] = sum;
          out[to + column] = sum;
          if (rows != null) {
            rows.keepProduct(rowLane, at + column, sum);
          }
        }
        part++;
        if (part == parts) {
          part = 0;
          vector++;
        }
      }
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
    AttentionGraph graph =
        new AttentionGraph(shape, design, null, AttentionArithmetic.doubles(), 1, null);
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
