package tactus.dataflow.scratchpad;

/**
 * How many states searches look at, at most. Numbers, not time, so that plans do not depend on how
 * busy a computer is.
 *
 * @param capacityStates of the relaxation without addresses, at least 1
 * @param placerNodes addresses tried for stays whose steps are known, at least 1
 * @param placedStates of the search of order, addresses and spills together, at least 1
 */
public record SearchEffort(long capacityStates, long placerNodes, long placedStates) {

  /** About a second for a network of a few hundred operators. */
  public static final SearchEffort STANDARD = new SearchEffort(300_000, 200_000, 100_000);

  /** About a minute. */
  public static final SearchEffort THOROUGH = new SearchEffort(3_000_000, 5_000_000, 1_000_000);

  /** Checks the numbers. */
  public SearchEffort {
    if (capacityStates < 1 || placerNodes < 1 || placedStates < 1) {
      throw new IllegalArgumentException("numbers of states must be at least 1");
    }
  }
}
