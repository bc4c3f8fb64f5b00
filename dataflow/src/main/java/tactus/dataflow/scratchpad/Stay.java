package tactus.dataflow.scratchpad;

/**
 * A tensor at one address of the scratchpad for some steps in a row.
 *
 * @param tensor its index
 * @param address its first byte, at least 0
 * @param firstStep the step at which it is made, loaded or retrieved
 * @param lastStep the last step at which it is there
 * @param isRetrieved whether it is retrieved, which is charged, and not made or loaded for the
 *     first time
 */
public record Stay(int tensor, long address, int firstStep, int lastStep, boolean isRetrieved) {

  Stay at(long newAddress) {
    return new Stay(tensor, newAddress, firstStep, lastStep, isRetrieved);
  }

  /** Whether both are in the scratchpad at some step. */
  boolean meets(Stay other) {
    return firstStep <= other.lastStep && other.firstStep <= lastStep;
  }
}
