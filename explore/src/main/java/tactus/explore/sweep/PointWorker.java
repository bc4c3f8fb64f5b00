package tactus.explore.sweep;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tactus.config.ConfigException;

/** Evaluates points for a sweep that runs in another process. Thread-safe. */
public final class PointWorker {

  private static final double[] NONE = {};

  private final Evaluator evaluator;

  /**
   * Creates a worker.
   *
   * @param recipe the sweep
   * @throws ConfigException if the sweep cannot be read here, or is another one
   */
  public PointWorker(SweepRecipe recipe) {
    SweepSpec sweep = recipe.read();
    DesignPoints points = new DesignPoints(sweep.run(), sweep.design(), sweep.space());
    evaluator = new Evaluator(sweep, points, Runtime.getRuntime().availableProcessors());
  }

  /**
   * {@return the results of each point, in the order of {@link tactus.explore.space.Measure} and in
   * the units of their columns; nothing for a point that fails}
   *
   * @param numbers points by their numbers in the space
   */
  public double[][] measures(long[] numbers) {
    Map<Long, double[]> known = new ConcurrentHashMap<>();
    evaluator
        .families(numbers)
        .forEach(
            family ->
                family.forEach(
                    group ->
                        evaluator.evaluate(
                            group,
                            outcome ->
                                known.put(outcome.point().number(), outcome.measures().array()))));
    double[][] all = new double[numbers.length][];
    for (int i = 0; i < numbers.length; i++) {
      all[i] = known.getOrDefault(numbers[i], NONE);
    }
    return all;
  }
}
