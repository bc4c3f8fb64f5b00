package tactus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Everything found wrong with what the user wrote; the message has one line a problem. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * Creates the exception for some problems.
   *
   * @param problems the problems, at least one, in the order to tell them
   */
  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    this.problems = List.copyOf(problems);
  }

  /**
   * Creates the exception for one problem.
   *
   * @param problem the problem
   */
  public ConfigException(ConfigProblem problem) {
    this(List.of(problem));
  }

  /**
   * {@return the exception for one problem in a file of any kind}
   *
   * @param file the file
   * @param line line from 1, or 0 for the file as a whole
   * @param column column from 1, or 0 for the line as a whole
   * @param key name of the field, or empty
   * @param message what is wrong
   */
  public static ConfigException at(Path file, int line, int column, String key, String message) {
    return new ConfigException(ConfigProblem.at(file, line, column, key, message));
  }

  /** {@return the problems, at least one} */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
