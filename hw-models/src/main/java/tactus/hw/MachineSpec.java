package tactus.hw;

import java.util.List;
import java.util.Optional;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.cost.MachineParts;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;

/**
 * Everything that decides how a machine behaves in time, and what it computes with.
 *
 * @param name name in reports
 * @param periodTicks period of the core clock, in ticks (fs), at least 1
 * @param matrixEngines the matrix engines, at least one
 * @param vectorEngine the vector engine
 * @param scratchpad the on-chip memory
 * @param dma the DMA engine
 * @param dram the off-chip memory
 * @param arithmetic what the matrix engines compute with, if values matter
 * @param streamFabric the stream fabric that computes attention, if there is one
 */
public record MachineSpec(
    String name,
    long periodTicks,
    List<MatrixEngineSpec> matrixEngines,
    VectorEngineSpec vectorEngine,
    ScratchpadSpec scratchpad,
    DmaSpec dma,
    DramSpec dram,
    Optional<ArithmeticSpec> arithmetic,
    Optional<StreamFabricSpec> streamFabric) {
  public MachineSpec {
    matrixEngines = List.copyOf(matrixEngines);
    if (periodTicks < 1) {
      throw new IllegalArgumentException("periodTicks (" + periodTicks + ") must be at least 1");
    }
    if (matrixEngines.isEmpty()) {
      throw new IllegalArgumentException("matrixEngines must not be empty");
    }
  }

  /**
   * Creates a machine of which only the time matters.
   *
   * @param name name in reports
   * @param periodTicks period of the core clock, in ticks (fs), at least 1
   * @param matrixEngines the matrix engines, at least one
   * @param vectorEngine the vector engine
   * @param scratchpad the on-chip memory
   * @param dma the DMA engine
   * @param dram the off-chip memory
   */
  public MachineSpec(
      String name,
      long periodTicks,
      List<MatrixEngineSpec> matrixEngines,
      VectorEngineSpec vectorEngine,
      ScratchpadSpec scratchpad,
      DmaSpec dma,
      DramSpec dram) {
    this(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * {@return the same machine with other matrix engines}
   *
   * @param matrixEngines what it gets instead
   */
  public MachineSpec withMatrixEngines(List<MatrixEngineSpec> matrixEngines) {
    return new MachineSpec(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        arithmetic,
        streamFabric);
  }

  /**
   * {@return the machine as it works while its matrix engines are set to a dataflow}
   *
   * @param dataflow one that all of them can be set to
   */
  public MachineSpec setTo(Dataflow dataflow) {
    return withMatrixEngines(matrixEngines.stream().map(engine -> engine.setTo(dataflow)).toList());
  }

  /**
   * {@return the same machine with one dataflow for all products}
   *
   * @param dataflow one that all matrix engines can be set to
   */
  public MachineSpec forcedTo(Dataflow dataflow) {
    return withMatrixEngines(
        matrixEngines.stream()
            .map(engine -> engine.with(engine.interconnect().forcedTo(dataflow)))
            .toList());
  }

  /** {@return whether each product says which dataflow its matrix engine is set to} */
  public boolean isSwitched() {
    return matrixEngines.get(0).interconnect().isSwitched();
  }

  /**
   * {@return the dataflows among which a product's is chosen, those of the first matrix engine: the
   * reader sees to it that all have the same if one is switched}
   */
  public List<Dataflow> dataflowChoices() {
    return matrixEngines.get(0).interconnect().choices();
  }

  /**
   * {@return the same machine with another vector engine}
   *
   * @param vectorEngine what it gets instead
   */
  public MachineSpec withVectorEngine(VectorEngineSpec vectorEngine) {
    return new MachineSpec(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        arithmetic,
        streamFabric);
  }

  /**
   * {@return the same machine with another scratchpad}
   *
   * @param scratchpad what it gets instead
   */
  public MachineSpec withScratchpad(ScratchpadSpec scratchpad) {
    return new MachineSpec(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        arithmetic,
        streamFabric);
  }

  /**
   * {@return the same machine with another DMA engine}
   *
   * @param dma what it gets instead
   */
  public MachineSpec withDma(DmaSpec dma) {
    return new MachineSpec(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        arithmetic,
        streamFabric);
  }

  /**
   * {@return the same machine with another DRAM}
   *
   * @param dram what it gets instead
   */
  public MachineSpec withDram(DramSpec dram) {
    return new MachineSpec(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        arithmetic,
        streamFabric);
  }

  /**
   * {@return the same machine with another stream fabric, or without one}
   *
   * @param streamFabric what it gets instead
   */
  public MachineSpec withStreamFabric(Optional<StreamFabricSpec> streamFabric) {
    return new MachineSpec(
        name,
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dma,
        dram,
        arithmetic,
        streamFabric);
  }

  /** {@return its parts that are priced} */
  public MachineParts parts() {
    return new MachineParts(
        periodTicks,
        matrixEngines,
        vectorEngine,
        scratchpad,
        dram,
        arithmetic,
        streamFabric,
        streamFabric.isPresent() ? streamArithmetic() : Optional.empty());
  }

  /**
   * {@return what the units of the stream fabric compute with, its own arithmetic or that of the
   * matrix engines; empty if neither is of floating-point numbers}
   */
  public Optional<FloatArithmeticSpec> streamArithmetic() {
    return streamFabric
        .flatMap(StreamFabricSpec::arithmetic)
        .or(
            () ->
                arithmetic
                    .filter(FloatArithmeticSpec.class::isInstance)
                    .map(FloatArithmeticSpec.class::cast));
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

  /** {@return the multiply-adds that the matrix engines make in a cycle} */
  public long multiplyAdders() {
    long sum = 0;
    for (MatrixEngineSpec engine : matrixEngines) {
      sum += engine.multiplyAdders();
    }
    return sum;
  }

  /** {@return the multiply-accumulates that all engines together do in a cycle at most} */
  public long peakMacsPerCycle() {
    return multiplyAdders() + streamFabric.map(StreamFabricSpec::macsPerCycle).orElse(0L);
  }
}
