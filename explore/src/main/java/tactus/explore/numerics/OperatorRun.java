package tactus.explore.numerics;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.command.Gather;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.FunctionalMatrixEngine;
import tactus.hw.matrix.MatMulData;
import tactus.hw.sparse.NmMask;
import tactus.workload.ElementMask;
import tactus.workload.Operator;

/** One operator on its way through the engines: its values as they see them, and its sums. */
final class OperatorRun {

  private final String name;
  private final ProductValues values;
  private final float[] left;
  private final float[] right;
  private final double leftScale;
  private final double rightScale;
  private final OperandRounding rounding;
  private final double[] sums;
  private final double @Nullable [] exactSums;
  private long checked;

  OperatorRun(Operator operator, NumericsSpec spec, ArithmeticSpec arithmetic, boolean compared) {
    name = operator.name();
    values = ProductValues.of(operator, spec);
    rounding = OperandRounding.of(arithmetic);
    leftScale = rounding.scale(values.left());
    rightScale = rounding.scale(values.right());
    left = rounding.rounded(values.left(), leftScale);
    right = rounding.rounded(values.right(), rightScale);
    sums = new double[values.rows() * values.columns()];
    Arrays.fill(sums, Double.NaN);
    exactSums = compared ? new double[sums.length] : null;
  }

  /** {@return the statistics of its operands, if they are floating-point numbers} */
  Optional<OperandStatistics> operands(ArithmeticSpec arithmetic) {
    return arithmetic instanceof FloatArithmeticSpec floats
        ? Optional.of(
            OperandStatistics.of(
                floats.operands(), left, Math.toIntExact(values.shape().k()), right))
        : Optional.empty();
  }

  /** Executes a command, as far as its tile is executed. */
  void execute(
      MatMul command, FunctionalMatrixEngine engine, @Nullable FunctionalMatrixEngine exact) {
    long rows = Math.min(command.m(), values.rows() - firstRow(command));
    long columns = Math.min(command.n(), values.columns() - command.place().n());
    if (rows <= 0 || columns <= 0) {
      return;
    }
    MatMul part = command.first(rows, columns);
    engine.execute(part, new Tile(command, sums));
    if (exact != null && exactSums != null) {
      exact.execute(part, new Tile(command, exactSums));
    }
  }

  /**
   * {@return the numbers of a command for an engine in reference fidelity, whose sums must be those
   * of {@link #execute}}
   */
  MatMulData checked(MatMul command) {
    return new CheckedTile(command);
  }

  /** Checks that reference fidelity computed every sum. */
  void checkAll() {
    if (checked != sums.length) {
      throw new IllegalStateException(
          name + ": reference fidelity must make " + sums.length + " sums, but made " + checked);
    }
  }

  /**
   * {@return what became of the sums}
   *
   * @param largest the largest sum of the results' format
   */
  OperatorNumerics numerics(float largest) {
    SumAccount account = new SumAccount(largest);
    account.addOperands(rounding.saturations(), rounding.underflows());
    double[] expected = values.sums();
    double[] others = exactSums;
    for (int i = 0; i < sums.length; i++) {
      account.add(sums[i], leftScale * rightScale, expected[i]);
      if (others != null) {
        account.compare(sums[i], others[i]);
      }
    }
    long all =
        Math.multiplyExact(
            Math.multiplyExact(values.shape().batch(), values.shape().m()), values.shape().n());
    return account.numerics(name, all);
  }

  private long firstRow(MatMul command) {
    return command.place().item() * values.shape().m() + command.place().m();
  }

  /** The numbers of a tile; its sums go where they belong in the whole. */
  private class Tile implements MatMulData {

    private final double[] out;
    private final long firstRow;
    private final long firstColumn;
    private final long firstInner;
    private final long firstRightRow;
    private final Optional<Gather> gather;

    Tile(MatMul command, double[] out) {
      this.out = out;
      firstRow = firstRow(command);
      firstColumn = command.place().n();
      firstInner = command.place().k();
      firstRightRow = command.place().item() * values.shape().k() + firstInner;
      gather = command.gather();
    }

    @Override
    public double a(long row, long column) {
      if (isPadding(column)) {
        return 0;
      }
      long inner = firstInner + inTile(column);
      return left[(int) ((firstRow + row) * values.shape().k() + inner)];
    }

    @Override
    public double b(long row, long column) {
      if (isPadding(row)) {
        return 0;
      }
      long inner = firstRightRow + inTile(row);
      return right[(int) (inner * values.columns() + firstColumn + column)];
    }

    private long inTile(long row) {
      return gather.isPresent() ? gather.get().row(row) : row;
    }

    private boolean isPadding(long row) {
      return gather.isPresent() && !gather.get().isInside(row);
    }

    /** The mask knows the whole operand; a tile begins with a group. */
    @Override
    public long row(NmSparsity sparsity, long storedRow, long column) {
      if (gather.isPresent()) {
        return gathered(gather.get(), sparsity, storedRow, column);
      }
      NmMask mask = values.mask().orElseThrow();
      long before = sparsity.stored(firstInner);
      // What is not executed is zero, wherever it is.
      return hasColumn(column)
          ? mask.row(before + storedRow, firstColumn + column) - firstInner
          : sparsity.firstRows(storedRow);
    }

    /** What a column stores of a group comes first, then some of what it does not. */
    private long gathered(Gather from, NmSparsity sparsity, long storedRow, long column) {
      if (!hasColumn(column)) {
        return sparsity.firstRows(storedRow);
      }
      ElementMask mask = values.elements().orElseThrow();
      long first = storedRow / sparsity.kept() * sparsity.group();
      long wanted = storedRow % sparsity.kept();
      for (int stored = 1; stored >= 0; stored--) {
        for (long row = first; row < first + sparsity.group(); row++) {
          boolean isStored =
              from.isInside(row) && mask.stored(firstInner + from.row(row), firstColumn + column);
          if (isStored == (stored == 1) && wanted-- == 0) {
            return row;
          }
        }
      }
      throw new IllegalStateException("a group must have the rows that it stores");
    }

    @Override
    public void drained(long row, long column, double sum) {
      out[index(row, column)] = sum;
    }

    final boolean hasRow(long row) {
      return firstRow + row < values.rows();
    }

    final boolean hasColumn(long column) {
      return firstColumn + column < values.columns();
    }

    final boolean hasRightRow(long row) {
      return (firstRightRow + inTile(row) + 1) * values.columns() <= right.length;
    }

    final int index(long row, long column) {
      return (int) ((firstRow + row) * values.columns() + firstColumn + column);
    }
  }

  /** A tile of which only a part may be executed; the rest is zeros. */
  private final class CheckedTile extends Tile {

    CheckedTile(MatMul command) {
      super(command, sums);
    }

    @Override
    public double a(long row, long column) {
      return hasRow(row) ? super.a(row, column) : 0;
    }

    @Override
    public double b(long row, long column) {
      return hasColumn(column) && hasRightRow(row) ? super.b(row, column) : 0;
    }

    @Override
    public void drained(long row, long column, double sum) {
      if (!hasRow(row) || !hasColumn(column)) {
        return;
      }
      double expected = sums[index(row, column)];
      if (Double.doubleToLongBits(sum) != Double.doubleToLongBits(expected)) {
        throw new IllegalStateException(
            name
                + ": both fidelities must give the same bits, but sum "
                + index(row, column)
                + " is "
                + expected
                + " in fast and "
                + sum
                + " in reference");
      }
      checked++;
    }
  }
}
