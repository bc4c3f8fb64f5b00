package tactus.explore.space;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * The numbers of the points that a method takes of a space, in the order to run them. Points that
 * an input constraint refuses are left out; a point that a method meets again is left out too. Same
 * space, same seed: same points.
 */
public final class Sampling {

  /** Most axes that the direction numbers reach. */
  static final int MOST_SOBOL_AXES = 1000;

  private final Space space;
  private final LongPredicate allowed;

  /**
   * Creates the sampling of a space.
   *
   * @param space the space
   * @param allowed which points may be run
   */
  public Sampling(Space space, LongPredicate allowed) {
    this.space = space;
    this.allowed = allowed;
  }

  /**
   * {@return the points of a method}
   *
   * @param method the method, none that searches
   * @param budget the most points to take
   * @param seed decides chance
   */
  public long[] points(Method method, long budget, long seed) {
    return switch (method) {
      case GRID -> grid(budget);
      case RANDOM -> random(budget, new SplittableRandom(seed));
      case LATIN_HYPERCUBE -> latinHypercube((int) budget, new SplittableRandom(seed));
      case SOBOL -> sobol(budget);
      case EVOLUTIONARY -> throw new IllegalArgumentException("method must not search");
    };
  }

  private long[] grid(long budget) {
    List<Long> points = new ArrayList<>();
    for (long number = 0; number < space.size() && points.size() < budget; number++) {
      if (allowed.test(number)) {
        points.add(number);
      }
    }
    return array(points);
  }

  /** A walk through a random permutation, of which only the part that was walked is kept. */
  private long[] random(long budget, SplittableRandom random) {
    Map<Long, Long> moved = new TreeMap<>();
    List<Long> points = new ArrayList<>();
    for (long i = 0; i < space.size() && points.size() < budget; i++) {
      long j = random.nextLong(i, space.size());
      long chosen = moved.getOrDefault(j, j);
      moved.put(j, moved.getOrDefault(i, i));
      if (allowed.test(chosen)) {
        points.add(chosen);
      }
    }
    return array(points);
  }

  private long[] latinHypercube(int budget, SplittableRandom random) {
    double[][] samples = latinHypercube(budget, space.axes().size(), random);
    Set<Long> points = new LinkedHashSet<>();
    for (double[] sample : samples) {
      take(sample, points);
    }
    return array(points);
  }

  /** {@return points of the unit cube, in each of whose {@code count} slices lies one} */
  static double[][] latinHypercube(int count, int axes, SplittableRandom random) {
    double[][] samples = new double[count][axes];
    for (int axis = 0; axis < axes; axis++) {
      int[] strata = new int[count];
      for (int i = 0; i < count; i++) {
        int j = random.nextInt(i + 1);
        strata[i] = strata[j];
        strata[j] = i;
      }
      for (int i = 0; i < count; i++) {
        samples[i][axis] = (strata[i] + random.nextDouble()) / count;
      }
    }
    return samples;
  }

  /**
   * The sequence is followed until the budget is met; a space that is small against the budget may
   * need many points of it, since most fall on points that were taken.
   */
  private long[] sobol(long budget) {
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(space.axes().size());
    Set<Long> points = new LinkedHashSet<>();
    long most = Math.min(Integer.MAX_VALUE, Math.max(1L << 16, 64 * Math.min(budget, 1L << 24)));
    for (long i = 0; i < most && points.size() < budget; i++) {
      take(sequence.nextVector(), points);
    }
    return array(points);
  }

  private void take(double[] sample, Set<Long> points) {
    int[] choices = new int[sample.length];
    for (int axis = 0; axis < choices.length; axis++) {
      choices[axis] = (int) (sample[axis] * space.axes().get(axis).values().size());
    }
    long number = space.number(choices);
    if (allowed.test(number)) {
      points.add(number);
    }
  }

  private static long[] array(Iterable<Long> numbers) {
    List<Long> list = new ArrayList<>();
    numbers.forEach(list::add);
    return list.stream().mapToLong(Long::longValue).toArray();
  }
}
