package tactus.spark;

import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.explore.sweep.PointCluster;
import tactus.explore.sweep.SweepRecipe;

/** The executors of a Spark context. A call is a job of one task, and many run at once. */
final class SparkCluster implements PointCluster {

  /** Calls at once while no executor has come up yet. */
  private static final int LEAST_SLOTS = 8;

  private final JavaSparkContext context;
  private final SweepRecipe recipe;
  private final String master;

  SparkCluster(JavaSparkContext context, SweepRecipe recipe, String master) {
    this.context = context;
    this.recipe = recipe;
    this.master = master;
  }

  @Override
  public int slots() {
    // One more for each core, so that the next task is there when one ends.
    return Math.max(LEAST_SLOTS, 2 * context.defaultParallelism());
  }

  @Override
  public double[][] measures(long[] numbers) {
    PointTask.Answer answer;
    try {
      answer = context.parallelize(List.of(numbers), 1).map(new PointTask(recipe)).first();
    } catch (IllegalStateException e) {
      throw SparkBackend.failed(master, e);
    } catch (Exception e) {
      // Spark is in Scala and declares nothing.
      if (e instanceof SparkException) {
        throw SparkBackend.failed(master, e);
      }
      throw e;
    }
    if (!answer.problem().isEmpty()) {
      throw new ConfigException(
          new ConfigProblem(
              "--master " + master,
              0,
              0,
              "",
              "a worker cannot read the sweep, whose files must be at the same place everywhere: "
                  + answer.problem()));
    }
    return answer.measures();
  }

  @Override
  public void close() {
    context.close();
  }
}
