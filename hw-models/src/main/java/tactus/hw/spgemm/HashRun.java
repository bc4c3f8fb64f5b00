package tactus.hw.spgemm;

/**
 * What a product took.
 *
 * @param cycles cycles until the last thread has ended and the last result is in memory
 * @param stack where the cycles of all threads went
 * @param instructions instructions issued
 * @param scratchpadOperations words read or changed in the scratchpad by instructions
 * @param probes slots that were looked at
 * @param multiplyAdds products added
 * @param results the nonzeros of the result
 * @param leftBytes loaded of the left matrix, pointers apart; each nonzero twice
 * @param rightBytes loaded of the right matrix, pointers apart
 * @param pointerBytes pointers and counts of rows, loaded and stored
 * @param resultBytes stored of the result, pointers apart
 * @param memoryBusyTicks time in which the memory's bus was busy, in ticks (fs)
 * @param dmaBusyCycles cycles in which the DMA engine had work
 */
public record HashRun(
    long cycles,
    HashStack stack,
    long instructions,
    long scratchpadOperations,
    long probes,
    long multiplyAdds,
    HashResults results,
    long leftBytes,
    long rightBytes,
    long pointerBytes,
    long resultBytes,
    long memoryBusyTicks,
    long dmaBusyCycles) {

  /** {@return all bytes to and from memory} */
  public long memoryBytes() {
    return leftBytes + rightBytes + pointerBytes + resultBytes;
  }
}
