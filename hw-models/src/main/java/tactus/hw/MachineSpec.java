package tactus.hw;

import java.util.List;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.vector.VectorEngineSpec;

/**
 * Everything that decides how a machine behaves in time.
 *
 * @param name name in reports
 * @param periodTicks period of the core clock, in ticks (fs), at least 1
 * @param matrixEngines the matrix engines, at least one
 * @param vectorEngine the vector engine
 * @param scratchpad the on-chip memory
 * @param dma the DMA engine
 * @param dram the off-chip memory
 */
public record MachineSpec(
    String name,
    long periodTicks,
    List<MatrixEngineSpec> matrixEngines,
    VectorEngineSpec vectorEngine,
    ScratchpadSpec scratchpad,
    DmaSpec dma,
    DramSpec dram) {
  public MachineSpec {
    matrixEngines = List.copyOf(matrixEngines);
    if (periodTicks < 1) {
      throw new IllegalArgumentException("periodTicks (" + periodTicks + ") must be at least 1");
    }
    if (matrixEngines.isEmpty()) {
      throw new IllegalArgumentException("matrixEngines must not be empty");
    }
  }

  /** {@return the core clock, in Hz} */
  public double clockHz() {
    return 1e15 / periodTicks;
  }

  /** {@return the processing elements of all matrix engines} */
  public long processingElements() {
    long sum = 0;
    for (MatrixEngineSpec engine : matrixEngines) {
      sum += engine.processingElements();
    }
    return sum;
  }
}
