package tactus.hw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tactus.hw.command.Dataflow;
import tactus.hw.command.VectorFunction;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/**
 * Builds machines whose every part is legal to begin with: one 8x8 weight-stationary array at 1
 * GHz, 8 lanes with every function in one pass, a scratchpad of 1 MiB and one channel of DRAM.
 */
public final class MachineBuilder {

  private String name = "machine";
  private long periodTicks = 1_000_000;
  private final List<MatrixEngineSpec> matrixEngines = new ArrayList<>();
  private VectorEngineSpec vectorEngine;
  private ScratchpadSpec scratchpad = new ScratchpadSpec(1 << 20, 16, 16, 2, 2);
  private DmaSpec dma = new DmaSpec(16, 10);
  private DramSpec dram = new DramSpec(1, 64, 64, 4_000_000, 50_000_000, 16);

  private Optional<StreamFabricSpec> streamFabric = Optional.empty();

  /** Begins with the defaults. */
  public MachineBuilder() {
    matrixEngines.add(
        new MatrixEngineSpec(
            8,
            8,
            Dataflow.WEIGHT_STATIONARY,
            1,
            PipelineStyle.CHAINED,
            true,
            PartialFolds.PADDED,
            1 << 20,
            32));
    Map<VectorFunction, FunctionSpec> functions = new EnumMap<>(VectorFunction.class);
    for (VectorFunction function : VectorFunction.values()) {
      functions.put(function, new FunctionSpec(1, 0, 4));
    }
    vectorEngine = new VectorEngineSpec(8, functions);
  }

  /**
   * Begins with a machine.
   *
   * @param spec the machine
   */
  public MachineBuilder(MachineSpec spec) {
    name = spec.name();
    periodTicks = spec.periodTicks();
    matrixEngines.addAll(spec.matrixEngines());
    vectorEngine = spec.vectorEngine();
    scratchpad = spec.scratchpad();
    dma = spec.dma();
    dram = spec.dram();
    streamFabric = spec.streamFabric();
  }

  /**
   * Replaces the matrix engines.
   *
   * @param engines the engines, at least one
   * @return this
   */
  public MachineBuilder matrixEngines(MatrixEngineSpec... engines) {
    matrixEngines.clear();
    matrixEngines.addAll(Arrays.asList(engines));
    return this;
  }

  /**
   * Changes the scratchpad.
   *
   * @param change gives the new one
   * @return this
   */
  public MachineBuilder scratchpad(UnaryOperator<ScratchpadSpec> change) {
    scratchpad = change.apply(scratchpad);
    return this;
  }

  /**
   * Changes the DMA engine.
   *
   * @param change gives the new one
   * @return this
   */
  public MachineBuilder dma(UnaryOperator<DmaSpec> change) {
    dma = change.apply(dma);
    return this;
  }

  /**
   * Changes the DRAM.
   *
   * @param change gives the new one
   * @return this
   */
  public MachineBuilder dram(UnaryOperator<DramSpec> change) {
    dram = change.apply(dram);
    return this;
  }

  /** {@return the machine} */
  public MachineSpec build() {
    return new MachineSpec(name, periodTicks, matrixEngines, vectorEngine, scratchpad, dma, dram)
        .withStreamFabric(streamFabric);
  }
}
