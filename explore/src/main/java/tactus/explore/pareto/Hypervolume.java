package tactus.explore.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The volume of what a set of points dominates, up to a reference point. Exact, by slices along the
 * last objective; two objectives take one pass. The cost grows with the points to the power of the
 * objectives less one.
 */
public final class Hypervolume {

  private Hypervolume() {}

  /**
   * {@return the volume}
   *
   * @param points the objectives of each, all to be small
   * @param reference a point; what is not better than it in every objective adds nothing
   */
  public static double of(List<double[]> points, double[] reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] point : points) {
      boolean better = true;
      for (int i = 0; i < reference.length; i++) {
        better &= point[i] < reference[i];
      }
      if (better) {
        inside.add(point);
      }
    }
    boolean[] front = Dominance.front(inside);
    List<double[]> kept = new ArrayList<>();
    for (int i = 0; i < front.length; i++) {
      if (front[i]) {
        kept.add(inside.get(i));
      }
    }
    return volume(kept, reference, reference.length);
  }

  private static double volume(List<double[]> points, double[] reference, int objectives) {
    if (points.isEmpty()) {
      return 0;
    }
    if (objectives == 1) {
      double least = points.stream().mapToDouble(point -> point[0]).min().orElseThrow();
      return reference[0] - least;
    }
    if (objectives == 2) {
      return area(points, reference);
    }
    int last = objectives - 1;
    List<double[]> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(point -> point[last]));
    double sum = 0;
    List<double[]> below = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      below.add(sorted.get(i));
      double top = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : reference[last];
      double height = top - sorted.get(i)[last];
      if (height > 0) {
        sum += height * volume(below, reference, last);
      }
    }
    return sum;
  }

  private static double area(List<double[]> points, double[] reference) {
    List<double[]> sorted = new ArrayList<>(points);
    sorted.sort(Arrays::compare);
    double sum = 0;
    double ceiling = reference[1];
    for (double[] point : sorted) {
      if (point[1] < ceiling) {
        sum += (reference[0] - point[0]) * (ceiling - point[1]);
        ceiling = point[1];
      }
    }
    return sum;
  }
}
