package tactus.hw.matrix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.arithmetic.FoldArithmetic;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.TileNonzeros;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;

/**
 * What a matrix engine computes, without the time it takes: the numbers of {@link
 * ReferenceMatrixEngine}, bit for bit, since sums are formed in the array's order. The array
 * decides it by how many products a column adds before the sum leaves it: weight and input
 * stationary, as many as its rows multiply, fold after fold into the accumulators; output
 * stationary, all of them. An array that is switched between dataflows does what the command's
 * decides.
 */
public final class FunctionalMatrixEngine {

  private final MatrixEngineSpec spec;
  private final ColumnArithmetic arithmetic;
  private final FoldArithmetic fold;
  private double[] accumulators = new double[0];

  /**
   * Creates an engine with empty accumulators.
   *
   * @param spec the engine
   * @param arithmetic what its processing elements and accumulators compute
   */
  public FunctionalMatrixEngine(MatrixEngineSpec spec, ArithmeticSpec arithmetic) {
    this(spec, arithmetic, null);
  }

  /**
   * Creates an engine with empty accumulators that counts.
   *
   * @param spec the engine
   * @param arithmetic what its processing elements and accumulators compute
   * @param histogram takes the leading zeros of every addition of a chain, if any
   */
  public FunctionalMatrixEngine(
      MatrixEngineSpec spec, ArithmeticSpec arithmetic, @Nullable ShiftHistogram histogram) {
    this.spec = spec;
    this.arithmetic = ColumnArithmetic.of(arithmetic);
    this.fold = FoldArithmetic.of(arithmetic, histogram);
  }

  /**
   * Computes the sums of a command.
   *
   * @param command the next command in program order
   * @param data its operands and where its sums go
   */
  public void execute(MatMul command, MatMulData data) {
    int m = Math.toIntExact(command.m());
    int k = Math.toIntExact(command.k());
    int n = Math.toIntExact(command.n());
    boolean passesThrough =
        !command.drain() || rowsOfFold(spec.setFor(command), command.sparsity()) < stored(command);
    if (passesThrough && accumulators.length < m * n) {
      accumulators = Arrays.copyOf(accumulators, m * n);
    }
    if (command.nonzeros().isPresent()) {
      executeNonzeros(command, data, command.nonzeros().get());
      return;
    }
    if (command.sparsity().isShared()) {
      executeShared(command, data);
      return;
    }
    if (!command.sparsity().isDense()) {
      executeSparse(command, data);
      return;
    }
    float[] a = new float[Math.multiplyExact(m, k)];
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < k; column++) {
        a[row * k + column] = operand(data.a(row, column));
      }
    }
    float[] b = new float[Math.multiplyExact(k, n)];
    for (int row = 0; row < k; row++) {
      for (int column = 0; column < n; column++) {
        b[row * n + column] = operand(data.b(row, column));
      }
    }
    execute(command, data, a, b, k, 0, n);
  }

  /** All columns have elements of the same rows: a dense product of these. */
  private void executeShared(MatMul command, MatMulData data) {
    int m = Math.toIntExact(command.m());
    int n = Math.toIntExact(command.n());
    int stored = Math.toIntExact(stored(command));
    float[] a = new float[Math.multiplyExact(m, stored)];
    float[] b = new float[Math.multiplyExact(stored, n)];
    for (int place = 0; place < stored; place++) {
      for (int column = 0; column < n; column++) {
        long from = CommandRun.rowOf(command, data, place, column);
        b[place * n + column] = operand(data.b(from, column));
      }
      long from = CommandRun.rowOf(command, data, place, 0);
      for (int row = 0; row < m; row++) {
        a[row * stored + place] = operand(data.a(row, from));
      }
    }
    execute(command, data, a, b, stored, 0, n);
  }

  /** Each column has elements of its own rows: one after the other, with what it picks of A. */
  private void executeSparse(MatMul command, MatMulData data) {
    int m = Math.toIntExact(command.m());
    int stored = Math.toIntExact(stored(command));
    float[] a = new float[Math.multiplyExact(m, stored)];
    float[] b = new float[stored];
    for (int column = 0; column < command.n(); column++) {
      for (int place = 0; place < stored; place++) {
        long from = CommandRun.rowOf(command, data, place, column);
        b[place] = operand(data.b(from, column));
        for (int row = 0; row < m; row++) {
          a[row * stored + place] = operand(data.a(row, from));
        }
      }
      execute(command, data, a, b, stored, column, 1);
    }
  }

  /** Each column's own nonzeros, with what is not zero of A. */
  private void executeNonzeros(MatMul command, MatMulData data, TileNonzeros nonzeros) {
    int m = Math.toIntExact(command.m());
    int k = Math.toIntExact(command.k());
    float[] left = new float[Math.multiplyExact(m, k)];
    for (int row = 0; row < m; row++) {
      for (int place = 0; place < k; place++) {
        boolean isZero = nonzeros.left().isPresent() && !nonzeros.left().get().contains(row, place);
        left[row * k + place] = isZero ? 0 : operand(data.a(row, place));
      }
    }
    int[] places = new int[k];
    for (int column = 0; column < command.n(); column++) {
      int stored = 0;
      for (int place = 0; place < k; place++) {
        if (nonzeros.right().isEmpty() || nonzeros.right().get().contains(column, place)) {
          places[stored++] = place;
        }
      }
      float[] a = new float[Math.multiplyExact(m, stored)];
      float[] b = new float[stored];
      for (int i = 0; i < stored; i++) {
        b[i] = operand(data.b(places[i], column));
        for (int row = 0; row < m; row++) {
          a[row * stored + i] = left[row * k + places[i]];
        }
      }
      if (stored > 0) {
        execute(command, data, a, b, stored, column, 1);
      } else {
        executeEmpty(command, data, column);
      }
    }
  }

  /** The sum of no products leaves its column too. */
  private void executeEmpty(MatMul command, MatMulData data, int column) {
    double nothing = arithmetic.leave(arithmetic.empty());
    for (int row = 0; row < command.m(); row++) {
      int index = Math.toIntExact(row * command.n() + column);
      double sum =
          command.accumulate() ? arithmetic.accumulate(accumulator(index), nothing) : nothing;
      if (command.drain()) {
        data.drained(row, column, sum);
      } else {
        accumulators[index] = sum;
      }
    }
  }

  private void execute(
      MatMul command, MatMulData data, float[] a, float[] b, int k, int firstColumn, int columns) {
    int m = Math.toIntExact(command.m());
    int n = Math.toIntExact(command.n());
    MatrixEngineSpec array = spec.setFor(command);
    int rowsOfFold = rowsOfFold(array, command.sparsity());
    double[] sums = new double[m * columns];
    for (int first = 0; first < k; first += Math.min(rowsOfFold, k - first)) {
      int rows = load(b, first, k, columns, rowsOfFold);
      boolean drains = command.drain() && first + rows == k;
      fold.stream(a, first, k, m, idleRows(array, command.sparsity(), rows), sums);
      for (int row = 0; row < m; row++) {
        for (int column = 0; column < columns; column++) {
          int index = row * n + firstColumn + column;
          double sum = sums[row * columns + column];
          if (command.accumulate() || first > 0) {
            sum = arithmetic.accumulate(accumulator(index), sum);
          }
          if (drains) {
            data.drained(row, firstColumn + column, sum);
          } else {
            accumulators[index] = sum;
          }
        }
      }
    }
  }

  /**
   * {@return the product of two matrices, row by row, as one command that drains computes it}
   *
   * @param a left operand, {@code m x k}, row by row
   * @param b right operand, {@code k x n}, row by row
   * @param m rows of the left operand, at least 1
   * @param k columns of the left operand, at least 1
   * @param n columns of the right operand, at least 1
   */
  public double[] multiply(float[] a, float[] b, int m, int k, int n) {
    if (a.length != (long) m * k || b.length != (long) k * n) {
      throw new IllegalArgumentException(
          "operands of %d and %d elements must be %d x %d and %d x %d"
              .formatted(a.length, b.length, m, k, k, n));
    }
    double[] out = new double[Math.multiplyExact(m, n)];
    int rowsOfFold = rowsOfFold(spec, NmSparsity.DENSE);
    int firstRows = load(b, 0, k, n, rowsOfFold);
    fold.stream(a, 0, k, m, idleRows(spec, NmSparsity.DENSE, firstRows), out);
    if (rowsOfFold >= k) {
      return out;
    }
    double[] sums = new double[m * n];
    for (int first = rowsOfFold; first < k; first += rowsOfFold) {
      int rows = load(b, first, k, n, rowsOfFold);
      fold.stream(a, first, k, m, idleRows(spec, NmSparsity.DENSE, rows), sums);
      for (int i = 0; i < out.length; i++) {
        out[i] = arithmetic.accumulate(out[i], sums[i]);
      }
    }
    return out;
  }

  /**
   * {@return a sum in the accumulators; 0 where none was written}
   *
   * @param index its row times the columns of the result, plus its column
   */
  public double accumulator(int index) {
    return index < accumulators.length ? accumulators[index] : 0;
  }

  private int load(float[] b, int first, int k, int n, int rowsOfFold) {
    int rows = Math.min(rowsOfFold, k - first);
    fold.load(rows == k ? b : Arrays.copyOfRange(b, first * n, (first + rows) * n), rows, n);
    return rows;
  }

  /** {@return the products that a column adds} */
  private static int rowsOfFold(MatrixEngineSpec array, NmSparsity sparsity) {
    return switch (array.dataflow()) {
      case OUTPUT_STATIONARY -> Integer.MAX_VALUE;
      case WEIGHT_STATIONARY, INPUT_STATIONARY -> {
        Slices slices = array.slices(sparsity);
        yield slices.held(slices.wholeRows(array.rows()));
      }
      // As many as there are multipliers; a tree adds them up, one after the other.
      case FLEXIBLE -> (int) Math.min(Integer.MAX_VALUE, array.processingElements());
    };
  }

  private static long stored(MatMul command) {
    return command.sparsity().stored(command.k());
  }

  /** {@return the additions of zero in rows through which sums pass without a product of theirs} */
  private static int idleRows(MatrixEngineSpec array, NmSparsity sparsity, int stored) {
    boolean padded =
        array.dataflow() != Dataflow.OUTPUT_STATIONARY
            && array.dataflow() != Dataflow.FLEXIBLE
            && array.partialFolds() == PartialFolds.PADDED;
    return padded
        ? (array.rows() - array.slices(sparsity).slicesOf(stored)) * array.multipliers()
        : 0;
  }

  private static float operand(double value) {
    float narrow = (float) value;
    if (narrow != value && !Double.isNaN(value)) {
      throw new IllegalArgumentException("operand (" + value + ") must be a float");
    }
    return narrow;
  }
}
