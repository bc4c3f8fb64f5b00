package tactus.hw.vector;

/**
 * When a vector engine executed one command and what it used.
 *
 * @param startCycle first cycle of its first pass
 * @param endCycle cycle after its last pass
 * @param bankConflictCycles cycles in which the lanes waited for words of the scratchpad
 * @param readElements elements read from the scratchpad
 * @param writtenElements elements written to the scratchpad
 */
public record VectorActivity(
    long startCycle,
    long endCycle,
    long bankConflictCycles,
    long readElements,
    long writtenElements) {}
