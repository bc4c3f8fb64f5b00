package tactus.hw.spgemm;

/**
 * Where the cycles of all threads went: each thread has as many as the run has.
 *
 * @param issue instructions issued
 * @param core another thread of the core was issued
 * @param memory a word from or to memory was waited for
 * @param scratchpad an operation of the scratchpad was
 * @param barrier other threads were
 * @param window a half of the scratchpad was, whose results the DMA engine still moved
 * @param idle the thread had ended
 */
public record HashStack(
    long issue, long core, long memory, long scratchpad, long barrier, long window, long idle) {

  /** {@return the cycles of all threads together} */
  public long total() {
    return issue + core + memory + scratchpad + barrier + window + idle;
  }
}
