package tactus.hw;

import tactus.hw.matrix.MatMulActivity;
import tactus.hw.memory.TransferActivity;
import tactus.hw.stream.attention.StreamActivity;
import tactus.hw.vector.VectorActivity;

/** When one command ran and what it used. Cycles are of the core clock. */
public sealed interface CommandTiming {

  /** {@return the first cycle in which the command's engine worked for it} */
  long startCycle();

  /** {@return the first cycle in which the command is complete; dependents may start in it} */
  long endCycle();

  /**
   * A tile product. Each cycle of a matrix engine belongs to one command and one cause; see {@code
   * docs/models/machine-timing.md}.
   *
   * @param startCycle first cycle of its stationary load or stream
   * @param endCycle cycle after its last sum was written
   * @param streamCycles cycles in which an operand vector entered the array
   * @param weightLoadCycles cycles in which nothing streamed and a stationary vector entered
   * @param fillDrainCycles cycles in which only sums travelled towards the array's edge
   * @param bankConflictCycles cycles in which the array waited for words of the scratchpad
   * @param aReads elements of A read from the scratchpad
   * @param bReads elements of B read from the scratchpad
   * @param outWrites sums written to the scratchpad
   * @param accumulatorReads sums read from the accumulators to be added to
   * @param accumulatorWrites sums written to the accumulators
   * @param aBitmapBits bits of A\'s bitmap read from the scratchpad
   * @param bMetadataBits bits of B\'s bitmap, or of the indices that its columns share, read from
   *     the scratchpad
   */
  record MatMulTiming(
      long startCycle,
      long endCycle,
      long streamCycles,
      long weightLoadCycles,
      long fillDrainCycles,
      long bankConflictCycles,
      long aReads,
      long bReads,
      long outWrites,
      long accumulatorReads,
      long accumulatorWrites,
      long aBitmapBits,
      long bMetadataBits)
      implements CommandTiming {

    /** {@return the timing of a command from what its engine did} */
    static MatMulTiming of(MatMulActivity activity) {
      return new MatMulTiming(
          activity.startCycle(),
          activity.endCycle(),
          activity.streamCycles(),
          activity.weightLoadCycles(),
          activity.fillDrainCycles(),
          activity.bankConflictCycles(),
          activity.aReads(),
          activity.bReads(),
          activity.outWrites(),
          activity.accumulatorReads(),
          activity.accumulatorWrites(),
          activity.aBitmapBits(),
          activity.bMetadataBits());
    }

    /** {@return the cycles of the engine that belong to the command} */
    public long ownedCycles() {
      return streamCycles + weightLoadCycles + fillDrainCycles + bankConflictCycles;
    }
  }

  /**
   * A vector command.
   *
   * @param startCycle first cycle of its first pass
   * @param endCycle cycle after its last pass
   * @param bankConflictCycles cycles in which the lanes waited for words of the scratchpad
   * @param readElements elements read from the scratchpad
   * @param writtenElements elements written to the scratchpad
   */
  record VectorTiming(
      long startCycle,
      long endCycle,
      long bankConflictCycles,
      long readElements,
      long writtenElements)
      implements CommandTiming {

    /** {@return the timing of a command from what its engine did} */
    static VectorTiming of(VectorActivity activity) {
      return new VectorTiming(
          activity.startCycle(),
          activity.endCycle(),
          activity.bankConflictCycles(),
          activity.readElements(),
          activity.writtenElements());
    }
  }

  /**
   * A command of the stream fabric.
   *
   * @param startCycle first cycle of its first unit
   * @param endCycle cycle in which its last unit ended
   * @param queryReads elements of queries read from the scratchpad
   * @param keyReads elements of keys read from the scratchpad, and as many of values
   * @param outWrites elements of results written to the scratchpad
   */
  record StreamTiming(
      long startCycle, long endCycle, long queryReads, long keyReads, long outWrites)
      implements CommandTiming {

    /** {@return the timing of a command from what its engine did} */
    static StreamTiming of(StreamActivity activity) {
      return new StreamTiming(
          activity.startCycle(),
          activity.endCycle(),
          activity.queryReads(),
          activity.keyReads(),
          activity.outWrites());
    }
  }

  /**
   * A DMA transfer.
   *
   * @param startCycle cycle of its first burst's issue
   * @param endCycle first cycle at or after the completion of its last burst
   * @param firstServiceTick tick at which a channel began to serve its first served burst
   * @param lastServiceTick tick at which a channel ended the service of its last served burst
   * @param busyTicks ticks of channel service, summed over its bursts
   * @param bursts number of bursts
   */
  record TransferTiming(
      long startCycle,
      long endCycle,
      long firstServiceTick,
      long lastServiceTick,
      long busyTicks,
      long bursts)
      implements CommandTiming {

    /** {@return the timing of a transfer from what the DMA engine did} */
    static TransferTiming of(TransferActivity activity) {
      return new TransferTiming(
          activity.startCycle(),
          activity.endCycle(),
          activity.firstServiceTick(),
          activity.lastServiceTick(),
          activity.busyTicks(),
          activity.bursts());
    }
  }
}
