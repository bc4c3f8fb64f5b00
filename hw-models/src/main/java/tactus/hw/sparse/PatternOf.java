package tactus.hw.sparse;

/** Whose a choice of N elements of each M is. */
public enum PatternOf {
  /** Each column of a matrix stores its own elements of a group, each with its index. */
  COLUMN,
  /** All columns of a matrix store the same rows of a group, each with one index. */
  SHARED
}
