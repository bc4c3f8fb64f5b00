package tactus.explore.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Non-dominated ranks and crowding distances as in K. Deb et al., "A fast and elitist
 * multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6(2),
 * 2002, sections III.A and III.B.
 */
public final class Dominance {

  private Dominance() {}

  /**
   * {@return whether a point is at least as good in every objective and better in one}
   *
   * @param a its objectives
   * @param b the other's objectives
   */
  public static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }

  /**
   * {@return which points no other dominates; equal points are all in or all out}
   *
   * @param points the objectives of each
   */
  public static boolean[] front(List<double[]> points) {
    Integer[] order = sorted(points);
    boolean[] front = new boolean[points.size()];
    List<double[]> kept = new ArrayList<>();
    // What dominates a point stands before it in lexicographic order.
    for (int index : order) {
      double[] point = points.get(index);
      if (kept.stream().noneMatch(other -> dominates(other, point))) {
        front[index] = true;
        kept.add(point);
      }
    }
    return front;
  }

  /**
   * {@return the rank of each point: 0 for those that no other dominates, 1 for those that only
   * these dominate, and so on}
   *
   * @param points the objectives of each
   */
  public static int[] ranks(List<double[]> points) {
    int[] ranks = new int[points.size()];
    List<List<double[]>> fronts = new ArrayList<>();
    for (int index : sorted(points)) {
      double[] point = points.get(index);
      int rank = 0;
      while (rank < fronts.size()
          && fronts.get(rank).stream().anyMatch(other -> dominates(other, point))) {
        rank++;
      }
      if (rank == fronts.size()) {
        fronts.add(new ArrayList<>());
      }
      fronts.get(rank).add(point);
      ranks[index] = rank;
    }
    return ranks;
  }

  private static Integer[] sorted(List<double[]> points) {
    Integer[] order = new Integer[points.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(points::get, Arrays::compare));
    return order;
  }

  /**
   * {@return the crowding distance of each point of one front: infinite at the ends of each
   * objective, else the mean over the objectives of the gap between its neighbours, each objective
   * scaled to its range} The paper has the sum, which orders points in the same way. Equal values
   * of an objective stay in the order given.
   *
   * @param front the objectives of each
   */
  public static double[] crowding(List<double[]> front) {
    double[] distances = new double[front.size()];
    if (front.isEmpty()) {
      return distances;
    }
    for (int objective = 0; objective < front.get(0).length; objective++) {
      int which = objective;
      Integer[] order = new Integer[front.size()];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> front.get(i)[which]));
      double least = front.get(order[0])[which];
      double range = front.get(order[order.length - 1])[which] - least;
      distances[order[0]] = Double.POSITIVE_INFINITY;
      distances[order[order.length - 1]] = Double.POSITIVE_INFINITY;
      for (int i = 1; i < order.length - 1 && range > 0; i++) {
        double gap = front.get(order[i + 1])[which] - front.get(order[i - 1])[which];
        distances[order[i]] += gap / range / front.get(0).length;
      }
    }
    return distances;
  }
}
