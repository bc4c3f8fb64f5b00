package tactus.hw.cost;

/** How multiply-adds are priced. */
public enum ArithmeticEstimator {
  /** From their structure, in gates of the node, sized for the clock. */
  STRUCTURAL,
  /** M. Horowitz, ISSCC 2014, scaled to the node. */
  HOROWITZ_45NM,
  /** N. Jouppi et al., ISCA 2021, scaled to the node; it has no areas. */
  TPU_V4I_7NM,
  /** Aladdin's table at 1 ns, scaled to the node. */
  ALADDIN_40NM
}
