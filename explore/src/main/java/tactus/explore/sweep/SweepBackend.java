package tactus.explore.sweep;

import java.util.ServiceLoader;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.NearestMatch;

/**
 * Where points are evaluated, other than in this process. Found by {@link ServiceLoader}, so that
 * what it needs stays out of the program's jar.
 */
public interface SweepBackend {

  /** {@return a name, in kebab-case} */
  String name();

  /**
   * {@return processes that evaluate points}
   *
   * @param recipe the sweep
   * @param master where to ask for them, in the backend's own words
   * @throws ConfigException if they cannot be had
   */
  PointCluster start(SweepRecipe recipe, String master);

  /**
   * {@return the backend of a name}
   *
   * @param name its name
   * @throws ConfigException if there is none; it says how to get it
   */
  static SweepBackend of(String name) {
    for (SweepBackend backend : ServiceLoader.load(SweepBackend.class)) {
      if (backend.name().equals(name)) {
        return backend;
      }
    }
    String message =
        name.equals("spark")
            ? "needs an optional part, which is built once by: mvn -B -ntp -q -Pspark -Dquick"
                + " -DskipTests -pl spark -am package"
            : "is unknown" + NearestMatch.hint(name, java.util.List.of("local", "spark"));
    throw new ConfigException(new ConfigProblem("--backend " + name, 0, 0, "", message));
  }
}
