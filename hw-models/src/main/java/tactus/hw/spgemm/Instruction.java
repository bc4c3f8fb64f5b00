package tactus.hw.spgemm;

/** What an instruction waits for. */
enum Instruction {
  /** Nothing: only a core works on it. */
  COMPUTE,
  /** A word from memory. */
  LOAD,
  /** The memory, until it takes a word. */
  STORE,
  /** A word of the scratchpad. */
  SCRATCHPAD,
  /** All other threads. */
  BARRIER
}
