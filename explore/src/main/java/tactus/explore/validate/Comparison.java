package tactus.explore.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One figure, over many cases.
 *
 * @param figure what the number is
 * @param unit its unit
 * @param points the cases, at least one
 */
public record Comparison(String figure, String unit, List<Point> points) {

  /**
   * One case.
   *
   * @param where which case
   * @param theirs what the source gives
   * @param ours what we get
   */
  public record Point(String where, double theirs, double ours) {

    /** {@return our difference from theirs as a share of theirs} */
    public double relativeError() {
      if (theirs == ours) {
        return 0;
      }
      return theirs == 0 ? Double.POSITIVE_INFINITY : ours / theirs - 1;
    }

    private double size() {
      return Math.abs(relativeError());
    }
  }

  /** Collects the cases of a figure. */
  static final class Builder {
    private final String figure;
    private final String unit;
    private final List<Point> points = new ArrayList<>();

    Builder(String figure, String unit) {
      this.figure = figure;
      this.unit = unit;
    }

    void add(String where, double theirs, double ours) {
      points.add(new Point(where, theirs, ours));
    }

    Comparison build() {
      return new Comparison(figure, unit, points);
    }
  }

  public Comparison {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("points of '" + figure + "' must not be empty");
    }
  }

  /** {@return how many cases are equal to the last bit} */
  public long equalPoints() {
    return points.stream().filter(point -> point.theirs() == point.ours()).count();
  }

  /**
   * {@return the size of the relative error that a share of the cases does not exceed}
   *
   * @param share the share, above 0 and at most 1: a half for the median
   */
  public double errorQuantile(double share) {
    double[] sizes = points.stream().mapToDouble(Point::size).sorted().toArray();
    return sizes[Math.max(0, (int) Math.ceil(share * sizes.length) - 1)];
  }

  /** {@return the first case with the largest error} */
  public Point worst() {
    return points.stream()
        .sorted(Comparator.comparingDouble(Point::size).reversed())
        .findFirst()
        .orElseThrow();
  }
}
