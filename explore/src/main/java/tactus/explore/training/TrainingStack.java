package tactus.explore.training;

/**
 * Where the cycles of an iteration, or of a part of it, went.
 *
 * @param compute cycles that the multiply-accumulates take if every element makes one a cycle
 * @param arrayEdges cycles of the array beyond these: tiles load, fill and drain, or do not fill
 *     it, and sums wait for their additions
 * @param dram cycles in which the array waited for the memory
 * @param vector cycles of the vector unit, or of the memory for it
 * @param update cycles of the update engine, or of the memory for it
 * @param select cycles in which only weights were selected
 */
public record TrainingStack(
    long compute, long arrayEdges, long dram, long vector, long update, long select) {

  /** No cycles. */
  public static final TrainingStack EMPTY = new TrainingStack(0, 0, 0, 0, 0, 0);

  /** Checks that no part is negative. */
  public TrainingStack {
    if (Math.min(
            Math.min(Math.min(compute, arrayEdges), Math.min(dram, vector)),
            Math.min(update, select))
        < 0) {
      throw new IllegalStateException("parts of a cycle stack must be at least 0");
    }
  }

  /** {@return all cycles} */
  public long total() {
    return compute + arrayEdges + dram + vector + update + select;
  }

  /** {@return the cycles of the array} */
  public long array() {
    return compute + arrayEdges;
  }

  /**
   * {@return both together}
   *
   * @param other the other
   */
  public TrainingStack plus(TrainingStack other) {
    return new TrainingStack(
        compute + other.compute,
        arrayEdges + other.arrayEdges,
        dram + other.dram,
        vector + other.vector,
        update + other.update,
        select + other.select);
  }
}
