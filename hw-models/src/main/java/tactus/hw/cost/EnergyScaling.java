package tactus.hw.cost;

/**
 * Whose word is taken for how the energy of logic changes from node to node. Publications disagree:
 * from 45 nm to 7 nm Stillmaker and Baas' polynomials fall to a fifteenth, the same operations in
 * two tables of whole units to a third.
 */
public enum EnergyScaling {
  /** A. Stillmaker and B. Baas' polynomials, fitted to simulated inverters. */
  STILLMAKER_BAAS {
    @Override
    double factor(int from, double fromVolts, int to, double toVolts) {
      return NodeScaling.energy(from, fromVolts, to, toVolts);
    }
  },
  /**
   * Operations that are in both M. Horowitz' table of 45 nm and N. Jouppi et al.'s of 7 nm: the
   * geometric mean of their ratios, and between those nodes a power of the length (a guess). The
   * polynomials say what the supply changes, and what happens beyond 45 nm and below 7 nm.
   */
  PUBLISHED_OPERATIONS {
    @Override
    double factor(int from, double fromVolts, int to, double toVolts) {
      return energyOf(to, toVolts) / energyOf(from, fromVolts);
    }
  };

  /**
   * {@return the energy of an operation against another node's}
   *
   * @param from the other node, in nm
   * @param fromVolts its supply, in V
   * @param to the node, in nm
   * @param toVolts its supply, in V
   */
  abstract double factor(int from, double fromVolts, int to, double toVolts);

  /** By published operations: the energy against that of 45 nm at its nominal supply. */
  private static double energyOf(int node, double volts) {
    int within = Math.max(PublishedTable.SMALLER_NODE, Math.min(PublishedTable.LARGER_NODE, node));
    double steps =
        Math.log((double) within / PublishedTable.LARGER_NODE)
            / Math.log((double) PublishedTable.SMALLER_NODE / PublishedTable.LARGER_NODE);
    return Math.pow(PublishedTable.operationsRatio(), steps)
        * NodeScaling.energy(within, NodeScaling.supplyNear(within), node, volts);
  }
}
