package tactus.hw.matrix;

import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The exact time of a product that has an engine for itself, with all operands at address 0. Keep
 * one for many products: equal parts are worked out once.
 */
public final class MatMulEstimate {

  private final FastMatrixEngine engine;

  /**
   * Creates an estimate.
   *
   * @param spec the engine
   * @param scratchpad the scratchpad it reads and writes
   */
  public MatMulEstimate(MatrixEngineSpec spec, ScratchpadSpec scratchpad) {
    engine = new FastMatrixEngine(spec, scratchpad);
  }

  /**
   * {@return the cycles from the start of the first load or stream to the last sum written}
   *
   * @param m rows of A and the result, at least 1
   * @param k columns of A and rows of B, at least 1
   * @param n columns of B and the result, at least 1
   * @param aBits bits of an element of A
   * @param bBits bits of an element of B
   * @param outBits bits of a sum in the scratchpad
   * @param drain whether the sums go to the scratchpad
   */
  public long cycles(long m, long k, long n, int aBits, int bBits, int outBits, boolean drain) {
    MatMul command =
        new MatMul(
            0,
            0,
            Dependences.NONE,
            m,
            k,
            n,
            new Operand(0, aBits),
            new Operand(0, bBits),
            new Operand(0, outBits),
            false,
            drain);
    long end = engine.execute(command, 0);
    engine.finish();
    return end;
  }

  /**
   * {@return the cycles of one product; see {@link #cycles(long, long, long, int, int, int,
   * boolean)}}
   *
   * @param spec the engine
   * @param scratchpad the scratchpad it reads and writes
   * @param m rows of A and the result, at least 1
   * @param k columns of A and rows of B, at least 1
   * @param n columns of B and the result, at least 1
   * @param aBits bits of an element of A
   * @param bBits bits of an element of B
   * @param outBits bits of a sum in the scratchpad
   * @param drain whether the sums go to the scratchpad
   */
  public static long cycles(
      MatrixEngineSpec spec,
      ScratchpadSpec scratchpad,
      long m,
      long k,
      long n,
      int aBits,
      int bBits,
      int outBits,
      boolean drain) {
    return new MatMulEstimate(spec, scratchpad).cycles(m, k, n, aBits, bBits, outBits, drain);
  }
}
