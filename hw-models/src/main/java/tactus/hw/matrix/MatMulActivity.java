package tactus.hw.matrix;

/**
 * When a matrix engine executed one command and what it used. Each cycle of an engine belongs to
 * one command and one cause, so a command may own fewer cycles than lie between its start and its
 * end.
 *
 * @param startCycle first cycle of its first stationary load or, output stationary, of its stream,
 *     or of the switch to its dataflow
 * @param endCycle cycle after its last sum was written
 * @param streamCycles cycles in which an operand vector entered the array
 * @param weightLoadCycles cycles in which nothing streamed and a stationary vector entered, or the
 *     interconnect was set
 * @param fillDrainCycles cycles in which only sums travelled towards the array's edge
 * @param bankConflictCycles cycles in which the array waited for words of the scratchpad
 * @param aReads elements of A read from the scratchpad
 * @param bReads elements of B read from the scratchpad
 * @param outWrites sums written to the scratchpad
 * @param accumulatorReads sums read from the accumulators to be added to
 * @param accumulatorWrites sums written to the accumulators
 * @param aBitmapBits bits of A\'s bitmap read from the scratchpad
 * @param bMetadataBits bits of B\'s bitmap, or of the indices that its columns share, read from the
 *     scratchpad
 */
public record MatMulActivity(
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
    long bMetadataBits) {

  /**
   * {@return the same for whom the interconnect was switched before}
   *
   * @param firstCycle the first cycle of the switch
   * @param switchCycles its cycles
   */
  MatMulActivity switchedFrom(long firstCycle, long switchCycles) {
    return new MatMulActivity(
        firstCycle,
        endCycle,
        streamCycles,
        weightLoadCycles + switchCycles,
        fillDrainCycles,
        bankConflictCycles,
        aReads,
        bReads,
        outWrites,
        accumulatorReads,
        accumulatorWrites,
        aBitmapBits,
        bMetadataBits);
  }

  /** {@return the cycles of the engine that belong to the command} */
  public long ownedCycles() {
    return streamCycles + weightLoadCycles + fillDrainCycles + bankConflictCycles;
  }
}
