package tactus.hw.cost;

/** How the scratchpad is priced. */
public enum MemoryEstimator {
  /** From the circuits of an SRAM. */
  CIRCUITS,
  /** Area from the density of cells in a die and the efficiency of arrays; the rest as circuits. */
  DENSITY,
  /** Energy of M. Horowitz, ISSCC 2014, scaled to the node; the rest as circuits. */
  HOROWITZ_45NM,
  /** Energy of N. Jouppi et al., ISCA 2021, scaled to the node; the rest as circuits. */
  TPU_V4I_7NM
}
