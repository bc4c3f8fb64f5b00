package tactus.explore.space;

/** How the points of a sweep are chosen. */
public enum Method {
  /** Every point. */
  GRID,
  /** Points by chance, none twice. */
  RANDOM,
  /** Latin hypercube: each axis is cut into as many strata as there are points. */
  LATIN_HYPERCUBE,
  /** The Sobol sequence with the direction numbers of Joe and Kuo. */
  SOBOL,
  /** Evolutionary search for the Pareto front, NSGA-II. */
  EVOLUTIONARY
}
