package tactus.spark;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.explore.sweep.PointCluster;
import tactus.explore.sweep.SweepBackend;
import tactus.explore.sweep.SweepRecipe;

/**
 * Sweeps on Apache Spark. What Spark is configured by ({@code spark.*} among the system properties)
 * holds, but where it decides whether the program's classes get to the executors.
 */
public final class SparkBackend implements SweepBackend {

  /** Creates one, as a service loader does. */
  public SparkBackend() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public PointCluster start(SweepRecipe recipe, String master) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("tactus sweep " + recipe.file())
            .setIfMissing("spark.ui.enabled", "false")
            // A worker that is lost costs time, however often: its points are tried elsewhere.
            .setIfMissing("spark.task.maxFailures", "16")
            .setIfMissing("spark.executor.memory", "2g");
    if (master.contains("127.0.0.1") || master.startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    List<String> jars = jars();
    if (!jars.isEmpty()) {
      conf.set("spark.jars", String.join(",", jars));
    }
    try {
      return new SparkCluster(new JavaSparkContext(conf), recipe, master);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw failed(master, e);
    } catch (Exception e) {
      // Spark is in Scala and declares nothing.
      if (e instanceof SparkException) {
        throw failed(master, e);
      }
      throw e;
    }
  }

  static ConfigException failed(String master, Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    // It gives up a master that does not answer, and stops while it is being started.
    String reason = message.contains("stopped SparkContext") ? "no master answers" : message;
    return new ConfigException(
        new ConfigProblem("--master " + master, 0, 0, "", "cannot be used: " + reason));
  }

  /** The jars with our classes, for the executors; none if they are not in jars, as in tests. */
  private static List<String> jars() {
    List<String> jars = new ArrayList<>();
    for (Class<?> type : List.of(SweepBackend.class, SparkBackend.class)) {
      @Nullable Path path = place(type);
      if (path != null && Files.isRegularFile(path)) {
        jars.add(path.toUri().toString());
      }
    }
    return jars;
  }

  private static @Nullable Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
