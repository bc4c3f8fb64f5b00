package tactus.hw.arithmetic;

/** Which of two neighbouring numbers of a format a value between them becomes. */
public enum Rounding {
  /** The nearer one; halfway, the one whose last bit is zero. IEEE roundTiesToEven. */
  NEAREST_EVEN,
  /** The nearer one; halfway, the larger magnitude. IEEE roundTiesToAway. */
  NEAREST_AWAY,
  /** The smaller magnitude: truncation. IEEE roundTowardZero. */
  TOWARD_ZERO,
  /** The lower one. IEEE roundTowardNegative. */
  DOWN,
  /** The upper one. IEEE roundTowardPositive. */
  UP,
  /** Either, the nearer one with the higher probability, so that the expected value is exact. */
  STOCHASTIC
}
