package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.matrix.FastMatrixEngine;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.sparse.UnstructuredProduct;

/** S4: throughput that grows with the sparsity of weights, up to 32 times. */
final class HighSparsity implements Paper {

  private static final int MOST = 32;
  private static final int SIZE = 4096;
  private static final long SEED = 4;

  /** Ports enough that nothing waits for one. */
  private static final ScratchpadSpec AMPLE = new ScratchpadSpec(1 << 20, 1024, 32, 2, 2);

  @Override
  public String name() {
    return "s4";
  }

  @Override
  public String title() {
    return "S4: a High-sparsity, High-performance AI Accelerator";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<ReproductionRow> rows = new ArrayList<>();
    for (int times : new int[] {2, 4, 8, 16, MOST}) {
      OptionalDouble theirs = times == MOST ? OptionalDouble.of(MOST) : OptionalDouble.empty();
      rows.add(
          new ReproductionRow(
              "speedup at 1 of " + times + " elements, as many in every group",
              theirs,
              balanced(times),
              "x",
              "our array, 32 x 32, output stationary, product of 4096^3, run with 1:" + times));
      rows.add(
          new ReproductionRow(
              "speedup at 1 of " + times + " elements, a random mask, 32 columns in lockstep",
              theirs,
              random(times),
              "x",
              "the fullest of 32 columns decides; a mask drawn with seed 4"));
    }
    return new Reproduction(name(), title(), rows);
  }

  private static double balanced(int times) {
    return (double) cycles(NmSparsity.DENSE) / cycles(new NmSparsity(1, times));
  }

  private static long cycles(NmSparsity sparsity) {
    MatrixEngineSpec engine =
        new MatrixEngineSpec(
            32,
            32,
            Dataflow.OUTPUT_STATIONARY,
            1,
            PipelineStyle.CHAINED,
            true,
            PartialFolds.TRIMMED,
            1 << 20,
            32);
    Operand operand = new Operand(0, 16);
    MatMul product =
        new MatMul(
            0, 0, Dependences.NONE, SIZE, SIZE, SIZE, operand, operand, operand, false, true);
    return new FastMatrixEngine(engine, AMPLE).execute(product.with(sparsity), 0);
  }

  private static double random(int times) {
    SplittableRandom random = new SplittableRandom(SEED);
    int columns = 256;
    BitSet right = new BitSet(SIZE * columns);
    for (int i = 0; i < SIZE * columns; i++) {
      right.set(i, random.nextInt(times) == 0);
    }
    UnstructuredProduct product =
        new UnstructuredProduct(1, SIZE, columns, new BitSet(SIZE), right);
    int tiles = columns / 32;
    return (double) SIZE * tiles / product.lockstepSteps(32, MOST);
  }
}
