package tactus.hw.spgemm;

/**
 * How threads share the rows of a product, and what becomes of their tables.
 *
 * @param distribution who takes which row
 * @param hash where a column is looked for
 * @param writeBack who writes results
 */
public record HashScheme(Distribution distribution, SlotHash hash, WriteBack writeBack) {

  /** Who takes which row. */
  public enum Distribution {
    /** Rows in turn, a thread each, whatever they hold. */
    STATIC,
    /** A thread that has done a row takes the next one, by an atomic counter. */
    DYNAMIC
  }

  /** Who writes results to memory, and makes tables empty again. */
  public enum WriteBack {
    /** All threads, slot by slot, when all have done the rows of a window. */
    THREADS,
    /**
     * The DMA engine, row by row from dense arrays beside the tables, while threads go on with the
     * next window in the scratchpad's other half.
     */
    DMA
  }
}
