package tactus.hw.cost;

import java.util.List;
import java.util.Optional;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;

/**
 * The parts of a machine that are priced.
 *
 * @param periodTicks period of the core clock, in ticks (fs)
 * @param matrixEngines the matrix engines
 * @param vectorEngine the vector engine
 * @param scratchpad the on-chip memory
 * @param dram the off-chip memory
 * @param arithmetic what the matrix engines compute with, if it is given; bf16 with fp32 sums if
 *     not
 * @param streamFabric the stream fabric, if there is one
 * @param streamArithmetic what its units compute with, if that is given
 */
public record MachineParts(
    long periodTicks,
    List<MatrixEngineSpec> matrixEngines,
    VectorEngineSpec vectorEngine,
    ScratchpadSpec scratchpad,
    DramSpec dram,
    Optional<ArithmeticSpec> arithmetic,
    Optional<StreamFabricSpec> streamFabric,
    Optional<FloatArithmeticSpec> streamArithmetic) {

  private static final FloatArithmeticSpec USUAL =
      FloatArithmeticSpec.fused(FloatFormat.BF16, FloatFormat.FP32);

  public MachineParts {
    matrixEngines = List.copyOf(matrixEngines);
  }

  /** {@return what is priced: the arithmetic given, or the usual one} */
  ArithmeticSpec pricedArithmetic() {
    return arithmetic.orElse(USUAL);
  }

  /** What the stream fabric is priced with: the arithmetic given, or the usual one. */
  FloatArithmeticSpec pricedStreamArithmetic() {
    return streamArithmetic.orElse(USUAL);
  }

  int operandBits() {
    return pricedArithmetic() instanceof FloatArithmeticSpec floats
        ? floats.operands().bits()
        : ((IntegerArithmeticSpec) pricedArithmetic()).operandBits();
  }

  double periodPicoseconds() {
    return periodTicks / 1e3;
  }

  long multiplyAdders() {
    return matrixEngines.stream().mapToLong(MatrixEngineSpec::multiplyAdders).sum();
  }
}
