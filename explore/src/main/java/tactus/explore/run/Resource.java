package tactus.explore.run;

import java.util.ArrayList;
import java.util.List;
import tactus.hw.MachineSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.workload.OperatorGraph;
import tactus.workload.Tensor;

/**
 * What a machine may have too little of. Each knows the machine that has practically no end of it;
 * of the array, twice the rows and columns, of the stream fabric, twice the row lanes.
 */
public enum Resource {
  /** Bytes a second of the DRAM's channels and of the DMA engine's bursts. */
  DRAM_BANDWIDTH("dramBandwidth", "DRAM bandwidth", "unlimited DRAM bandwidth") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      DramSpec dram = machine.dram();
      // The DMA engine issues a burst a cycle at most, so bursts are as large as its ports take.
      long ports =
          Math.min(
              machine.scratchpad().readBytesPerCycle(), machine.scratchpad().writeBytesPerCycle());
      int burst =
          (int) Math.min(MOST_BURST_BYTES, Math.max(dram.burstBytes(), Long.highestOneBit(ports)));
      long interleave = (dram.interleaveBytes() + burst - 1) / burst * burst;
      return machine.withDram(
          new DramSpec(
              dram.channels(), burst, interleave, 1, dram.latencyTicks(), dram.queueDepth()));
    }
  },

  /** Bytes the scratchpad holds. */
  SCRATCHPAD_CAPACITY("scratchpadCapacity", "scratchpad capacity", "a scratchpad for everything") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      ScratchpadSpec pad = machine.scratchpad();
      long everything = pad.capacityBytes();
      for (Tensor tensor : graph.tensors()) {
        everything = Math.addExact(everything, Math.multiplyExact(4, tensor.bytes()));
      }
      long words = (everything + pad.wordBytes() - 1) / pad.wordBytes();
      return machine.withScratchpad(
          new ScratchpadSpec(
                  words * pad.wordBytes(),
                  pad.banks(),
                  pad.wordBytes(),
                  pad.readPorts(),
                  pad.writePorts())
              .withAllocator(pad.allocator())
              .withPlans(pad.plans()));
    }
  },

  /** Time from a burst's service to its arrival, and of setting a transfer up. */
  DRAM_LATENCY("dramLatency", "DRAM latency", "no DRAM latency") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      DramSpec dram = machine.dram();
      return machine
          .withDma(new DmaSpec(machine.dma().outstandingBursts(), 0))
          .withDram(
              new DramSpec(
                  dram.channels(),
                  dram.burstBytes(),
                  dram.interleaveBytes(),
                  dram.burstTicks(),
                  1,
                  dram.queueDepth()));
    }
  },

  /** Rows and columns of the matrix engines. */
  MATRIX_ENGINE("matrixEngine", "the matrix engine", "twice the rows and columns") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      List<MatrixEngineSpec> engines = new ArrayList<>();
      for (MatrixEngineSpec engine : machine.matrixEngines()) {
        engines.add(
            engine.resized(
                Math.multiplyExact(2, engine.rows()),
                Math.multiplyExact(2, engine.columns()),
                // As many sums a column as before.
                Math.multiplyExact(2, engine.accumulatorBytes())));
      }
      return machine.withMatrixEngines(engines);
    }
  },

  /** Row lanes of the stream fabric. */
  STREAM_FABRIC("streamFabric", "the stream fabric", "twice the row lanes") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      return machine.withStreamFabric(
          machine
              .streamFabric()
              .map(
                  fabric ->
                      fabric.withRowLanes(Math.multiplyExact(2, fabric.design().rowLanes()))));
    }
  },

  /** Lanes of the vector engine. */
  VECTOR_LANES("vectorLanes", "the vector engine", "unlimited vector lanes") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      VectorEngineSpec vector = machine.vectorEngine();
      return machine.withVectorEngine(
          new VectorEngineSpec(Math.max(MOST_LANES, vector.lanes()), vector.functions()));
    }
  },

  /** Words that a bank of the scratchpad gives and takes in a cycle. */
  SCRATCHPAD_PORTS("scratchpadPorts", "scratchpad ports", "unlimited scratchpad ports") {
    @Override
    MachineSpec relieved(MachineSpec machine, OperatorGraph graph) {
      ScratchpadSpec pad = machine.scratchpad();
      return machine.withScratchpad(
          new ScratchpadSpec(
                  pad.capacityBytes(),
                  pad.banks(),
                  pad.wordBytes(),
                  Math.max(MOST_PORTS, pad.readPorts()),
                  Math.max(MOST_PORTS, pad.writePorts()))
              .withAllocator(pad.allocator())
              .withPlans(pad.plans()));
    }
  };

  private static final int MOST_BURST_BYTES = 65_536;
  private static final int MOST_LANES = 65_536;
  private static final int MOST_PORTS = 4096;

  private final String key;
  private final String noun;
  private final String label;

  Resource(String key, String noun, String label) {
    this.key = key;
    this.noun = noun;
    this.label = label;
  }

  /** {@return the key in reports} */
  public String key() {
    return key;
  }

  /** {@return its name in a sentence} */
  public String noun() {
    return noun;
  }

  /** {@return what the relieved machine has, in words that follow "with"} */
  public String label() {
    return label;
  }

  /** Whether more of it only makes commands shorter, so that the program need not change. */
  boolean keepsProgram() {
    return this != SCRATCHPAD_CAPACITY && this != MATRIX_ENGINE && this != STREAM_FABRIC;
  }

  /** The same machine with practically no end of the resource. */
  abstract MachineSpec relieved(MachineSpec machine, OperatorGraph graph);
}
