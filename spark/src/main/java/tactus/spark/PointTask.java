package tactus.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.function.Function;
import tactus.config.ConfigException;
import tactus.explore.sweep.PointWorker;
import tactus.explore.sweep.SweepRecipe;

/** Evaluates points in an executor. */
final class PointTask implements Function<long[], PointTask.Answer> {

  private static final long serialVersionUID = 1L;

  /** All tasks of an executor share what points have in common. */
  private static final Map<SweepRecipe, PointWorker> WORKERS = new ConcurrentHashMap<>();

  private final SweepRecipe recipe;

  PointTask(SweepRecipe recipe) {
    this.recipe = recipe;
  }

  /** The measures of points, or why there are none. */
  static final class Answer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[][] measures;
    private final String problem;

    Answer(double[][] measures, String problem) {
      this.measures = measures;
      this.problem = problem;
    }

    double[][] measures() {
      return measures;
    }

    String problem() {
      return problem;
    }
  }

  @Override
  public Answer call(long[] numbers) {
    try {
      return new Answer(WORKERS.computeIfAbsent(recipe, PointWorker::new).measures(numbers), "");
    } catch (ConfigException e) {
      return new Answer(new double[0][], e.problems().get(0).toString());
    }
  }
}
