package tactus.explore.numerics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.command.StreamOp;
import tactus.hw.stream.attention.AttentionData;
import tactus.hw.stream.attention.AttentionOperands;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.FunctionalStreamFabric;
import tactus.workload.Operator;
import tactus.workload.OperatorShape.MatMulShape;

/**
 * One attention on its way through the stream fabric: its operands as the units see them, those
 * that its two products would have on a matrix engine, and its results. A large one is executed for
 * its first rows of queries only, at least one.
 */
final class AttentionRun {

  private final String name;
  private final MatMulShape scores;
  private final int width;
  private final int keys;
  private final int rows;
  private final float[] query;
  private final float[] key;
  private final float[] value;
  private final double scoreScale;
  private final double valueScale;
  private final OperandRounding rounding;
  private final double[] expected;
  private final double[] results;
  private final double @Nullable [] exactResults;
  private long checked;

  AttentionRun(
      String name,
      Operator scoreProduct,
      Operator contextProduct,
      NumericsSpec spec,
      FloatArithmeticSpec arithmetic,
      boolean compared) {
    this.name = name;
    scores = (MatMulShape) scoreProduct.shape();
    width = Math.toIntExact(scores.k());
    keys = Math.toIntExact(scores.n());
    long allRows = Math.multiplyExact(scores.batch(), scores.m());
    double macsOfRow = 2.0 * width * keys;
    rows = Math.toIntExact(Math.min(allRows, Math.max(1, (long) (spec.mostMacs() / macsOfRow))));
    int groups = Math.toIntExact((rows + scores.m() - 1) / scores.m());
    int elements = Math.multiplyExact(groups, Math.multiplyExact(keys, width));
    // Drawn by the names of the products, so that they are the same on a matrix engine.
    String product = scoreProduct.name();
    float[] drawnQuery =
        ProductValues.drawn(spec, product + ".left", Math.multiplyExact(rows, width));
    float[] drawnKey = ProductValues.drawn(spec, product + ".right", elements);
    float[] drawnValue = ProductValues.drawn(spec, contextProduct.name() + ".right", elements);
    expected = plain(drawnQuery, drawnKey, drawnValue);
    rounding = OperandRounding.of(arithmetic);
    double queryScale = rounding.scale(drawnQuery);
    double keyScale = rounding.scale(drawnKey);
    valueScale = rounding.scale(drawnValue);
    scoreScale = queryScale * keyScale / Math.sqrt(width);
    query = rounding.rounded(drawnQuery, queryScale);
    key = rounding.rounded(drawnKey, keyScale);
    value = rounding.rounded(drawnValue, valueScale);
    results = new double[rows * width];
    Arrays.fill(results, Double.NaN);
    exactResults = compared ? new double[results.length] : null;
  }

  /** The rows of a group that are executed. */
  private long rowsOf(long group) {
    return Math.max(0, Math.min(scores.m(), rows - group * scores.m()));
  }

  /** Attention in double precision. */
  private double[] plain(float[] queries, float[] keysOfAll, float[] valuesOfAll) {
    double[] all = new double[rows * width];
    for (int group = 0; rowsOf(group) > 0; group++) {
      int first = Math.toIntExact(group * scores.m()) * width;
      int ofGroup = (int) rowsOf(group) * width;
      double[] q = new double[ofGroup];
      double[] k = new double[keys * width];
      double[] v = new double[keys * width];
      for (int i = 0; i < ofGroup; i++) {
        q[i] = queries[first + i];
      }
      for (int row = 0; row < keys; row++) {
        for (int column = 0; column < width; column++) {
          k[row * width + column] = keysOfAll[keyIndex(group, row, column)];
          v[row * width + column] = valuesOfAll[(group * keys + row) * width + column];
        }
      }
      AttentionShape shape = new AttentionShape(rowsOf(group), keys, width, 1, 1, false);
      System.arraycopy(new AttentionOperands(shape, q, k, v).attention(), 0, all, first, ofGroup);
    }
    return all;
  }

  /** Keys are the columns of the product's right operand. */
  private int keyIndex(long group, long row, int column) {
    return (int) ((group * width + column) * keys + row);
  }

  /** {@return the statistics of its operands: keys stream past the rows of queries} */
  OperandStatistics operands(FloatArithmeticSpec arithmetic) {
    float[] stream = new float[key.length];
    for (int group = 0; group < key.length / (keys * width); group++) {
      for (int row = 0; row < keys; row++) {
        for (int column = 0; column < width; column++) {
          stream[(group * keys + row) * width + column] = key[keyIndex(group, row, column)];
        }
      }
    }
    return OperandStatistics.of(arithmetic.operands(), stream, width, query);
  }

  /** Executes a command, as far as its rows are executed. */
  void execute(
      StreamOp command, FunctionalStreamFabric fabric, @Nullable FunctionalStreamFabric exact) {
    fabric.execute(command, new Rows(command, results));
    if (exact != null && exactResults != null) {
      exact.execute(command, new Rows(command, exactResults));
    }
  }

  /**
   * {@return the numbers of a command for a fabric in reference fidelity, whose results must be
   * those of {@link #execute}}
   */
  AttentionData checked(StreamOp command) {
    return new CheckedRows(command);
  }

  /** Checks that reference fidelity computed every result. */
  void checkAll() {
    if (checked != results.length) {
      throw new IllegalStateException(
          name
              + ": reference fidelity must make "
              + results.length
              + " results, but made "
              + checked);
    }
  }

  /**
   * {@return what became of the results}
   *
   * @param largest the largest result of the format
   */
  OperatorNumerics numerics(float largest) {
    SumAccount account = new SumAccount(largest);
    account.addOperands(rounding.saturations(), rounding.underflows());
    double[] others = exactResults;
    for (int i = 0; i < results.length; i++) {
      account.add(results[i], valueScale, expected[i]);
      if (others != null) {
        account.compare(results[i], others[i]);
      }
    }
    long all = Math.multiplyExact(Math.multiplyExact(scores.batch(), scores.m()), (long) width);
    return account.numerics(name, all);
  }

  /** The numbers of a command's rows; its results go where they belong in the whole. */
  private class Rows implements AttentionData {

    private final double[] out;
    private final long firstGroup;
    private final long firstRow;
    private final long firstKey;

    Rows(StreamOp command, double[] out) {
      this.out = out;
      firstGroup = command.place().item();
      firstRow = command.place().m();
      firstKey = command.place().n();
    }

    @Override
    public final long rows(int group) {
      return Math.max(0, rowsOf(firstGroup + group) - firstRow);
    }

    @Override
    public double query(int group, long row, int column) {
      return query[index(group, row, column)];
    }

    @Override
    public double key(int group, long row, int column) {
      return key[keyIndex(firstGroup + group, firstKey + row, column)];
    }

    @Override
    public double value(int group, long row, int column) {
      return value[(int) (((firstGroup + group) * keys + firstKey + row) * width + column)];
    }

    @Override
    public double scale() {
      return scoreScale;
    }

    @Override
    public void result(int group, long row, int column, double result) {
      out[index(group, row, column)] = result;
    }

    final int index(int group, long row, int column) {
      return (int) (((firstGroup + group) * scores.m() + firstRow + row) * width + column);
    }
  }

  /** Rows of which only some may be executed; the rest is zeros. */
  private final class CheckedRows extends Rows {

    CheckedRows(StreamOp command) {
      super(command, results);
    }

    @Override
    public double query(int group, long row, int column) {
      return row < rows(group) ? super.query(group, row, column) : 0;
    }

    @Override
    public double key(int group, long row, int column) {
      return rows(group) > 0 ? super.key(group, row, column) : 0;
    }

    @Override
    public double value(int group, long row, int column) {
      return rows(group) > 0 ? super.value(group, row, column) : 0;
    }

    @Override
    public void result(int group, long row, int column, double result) {
      if (row >= rows(group)) {
        return;
      }
      double expectedBits = results[index(group, row, column)];
      if (Double.doubleToLongBits(result) != Double.doubleToLongBits(expectedBits)) {
        throw new IllegalStateException(
            name
                + ": both fidelities must give the same bits, but result "
                + index(group, row, column)
                + " is "
                + expectedBits
                + " in fast and "
                + result
                + " in reference");
      }
      checked++;
    }
  }
}
