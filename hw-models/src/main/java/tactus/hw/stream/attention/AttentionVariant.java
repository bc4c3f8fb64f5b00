package tactus.hw.stream.attention;

/** In which order attention is computed; this decides what must be held meanwhile. */
public enum AttentionVariant {
  /** Exponentials, their sum, then divide each: a channel holds a row. */
  NAIVE,
  /** The same after taking off each row's maximum: two channels hold a row. */
  ROW_MAXIMUM,
  /** Divides the weighted sum instead of each weight: no channel holds a row. */
  DEFERRED,
  /** Divides at the end and takes off a running maximum: no channel holds a row. */
  MEMORY_FREE
}
