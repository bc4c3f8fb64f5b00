package tactus.hw.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.memory.ScratchpadSpec;

/**
 * One engine and the commands it executes, as tests run them in both fidelities.
 *
 * @param spec the engine
 * @param scratchpad its scratchpad
 * @param commands the commands in program order
 * @param readyCycles when each command is ready
 */
record EngineRun(
    MatrixEngineSpec spec,
    ScratchpadSpec scratchpad,
    List<MatMul> commands,
    List<Long> readyCycles) {

  List<MatMulActivity> fast() {
    FastMatrixEngine engine = new FastMatrixEngine(spec, scratchpad);
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      ends.add(engine.execute(commands.get(i), readyCycles.get(i)));
    }
    List<MatMulActivity> activities = engine.finish();
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i) != activities.get(i).endCycle()) {
        throw new AssertionError("end " + ends.get(i) + " became " + activities.get(i));
      }
    }
    return activities;
  }

  /** Runs the reference engine, checks its sums against plain products, and counts its cycles. */
  List<MatMulActivity> reference() {
    ReferenceMatrixEngine engine = new ReferenceMatrixEngine(spec, scratchpad);
    List<Operands> operands = new ArrayList<>();
    int offered = 0;
    long cycle = 0;
    while (offered < commands.size() || engine.isBusy()) {
      while (offered < commands.size() && readyCycles.get(offered) <= cycle) {
        MatMul command = commands.get(offered);
        operands.add(new Operands(command, offered));
        engine.offer(command, operands.get(offered));
        offered++;
      }
      if (engine.isBusy()) {
        engine.step(cycle);
        cycle++;
      } else {
        cycle = readyCycles.get(offered);
      }
    }
    checkSums(engine, operands);
    List<MatMulActivity> activities = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      activities.add(engine.activity(i));
    }
    return activities;
  }

  private void checkSums(ReferenceMatrixEngine engine, List<Operands> operands) {
    double[] accumulators = new double[0];
    for (int c = 0; c < commands.size(); c++) {
      MatMul command = commands.get(c);
      int sums = (int) (command.m() * command.n());
      double[] expected = operands.get(c).product();
      if (command.accumulate()) {
        for (int i = 0; i < Math.min(sums, accumulators.length); i++) {
          expected[i] += accumulators[i];
        }
      }
      // What the last fold does not keep in the accumulators, the ones before may have.
      if (command.drain()) {
        checkEqual("command " + c + " drained", operands.get(c).drained, expected);
        long used = partialSums(command);
        if (used > 0) {
          accumulators = grown(accumulators, sums);
          double[] partial = operands.get(c).product(used);
          for (int i = 0; i < sums; i++) {
            accumulators[i] = partial[i] + (command.accumulate() ? accumulators[i] : 0);
          }
        }
      } else {
        accumulators = grown(accumulators, sums);
        System.arraycopy(expected, 0, accumulators, 0, sums);
      }
    }
    double[] kept = new double[accumulators.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = engine.accumulator(i);
    }
    checkEqual("accumulators", kept, accumulators);
  }

  private static void checkEqual(String what, double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      // Not Arrays.equals: a sum of zeros may be -0.0.
      if (actual[i] != expected[i]) {
        throw new AssertionError(
            what + " " + actual[i] + " as sum " + i + " instead of " + expected[i]);
      }
    }
  }

  /** {@return how many products of each sum pass through the accumulators before it drains} */
  private long partialSums(MatMul command) {
    if (spec.setFor(command).dataflow() == Dataflow.OUTPUT_STATIONARY) {
      return 0;
    }
    // Of a sparse operand, those that the rows of the folds before the last one store.
    Slices slices = spec.slices(command.sparsity());
    long foldRows = slices.wholeRows(spec.rows());
    long folds = (slices.count(command.k()) - 1) / foldRows;
    return folds * slices.vectors(foldRows) * slices.covered();
  }

  private static double[] grown(double[] values, int size) {
    return size > values.length ? Arrays.copyOf(values, size) : values;
  }

  /** Whole numbers as operands, so that sums are exact in any order. */
  private static final class Operands implements MatMulData {

    private final MatMul command;
    private final MatMulData values;
    private final double[] drained;

    Operands(MatMul command, int seed) {
      this.command = command;
      this.values = MatMulData.seeded(seed);
      this.drained = new double[(int) (command.m() * command.n())];
      Arrays.fill(drained, Double.NaN);
    }

    double[] product() {
      return product(command.k());
    }

    /**
     * {@return the sums of the first products of each, those of elements that are not stored too}
     */
    double[] product(long inner) {
      int n = (int) command.n();
      double[] sums = new double[(int) command.m() * n];
      for (int i = 0; i < command.m(); i++) {
        for (int l = 0; l < inner; l++) {
          double left = a(i, l);
          for (int j = 0; j < n; j++) {
            sums[i * n + j] += left * (isStored(l, j) ? b(l, j) : 0);
          }
        }
      }
      return sums;
    }

    private boolean isStored(int row, int column) {
      NmSparsity sparsity = command.sparsity();
      int group = row / sparsity.group();
      for (int place = 0; place < sparsity.kept(); place++) {
        long stored = (long) group * sparsity.kept() + place;
        if (stored < sparsity.stored(command.k()) && row(sparsity, stored, column) == row) {
          return true;
        }
      }
      return false;
    }

    /** Each column stores other elements of its groups, if it may: a run of them that wraps. */
    @Override
    public long row(NmSparsity sparsity, long storedRow, long column) {
      long group = storedRow / sparsity.kept();
      long first = group * sparsity.group();
      long extent = Math.min(sparsity.group(), command.k() - first);
      long own = sparsity.isShared() ? 0 : 3 * column;
      return first + (storedRow % sparsity.kept() + 7 * group + own) % extent;
    }

    @Override
    public double a(long row, long column) {
      return values.a(row, column);
    }

    @Override
    public double b(long row, long column) {
      return values.b(row, column);
    }

    @Override
    public void drained(long row, long column, double sum) {
      int index = (int) (row * command.n() + column);
      if (!Double.isNaN(drained[index])) {
        throw new AssertionError("sum (" + row + ", " + column + ") is written twice");
      }
      drained[index] = sum;
    }
  }
}
