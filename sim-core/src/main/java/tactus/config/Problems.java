package tactus.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems found so far, so that a user sees all of them at once. */
public final class Problems {
  private final List<ConfigProblem> list = new ArrayList<>();

  /** Creates an empty collection. */
  public Problems() {}

  /**
   * Adds a problem, unless the same line was added before.
   *
   * @param problem the problem
   */
  public void add(ConfigProblem problem) {
    if (!list.contains(problem)) {
      list.add(problem);
    }
  }

  /**
   * Adds a problem with the value of a section's key.
   *
   * @param section the section
   * @param key one of its keys
   * @param message what is wrong, such as {@code must be a multiple of width (32 B)}; what it was
   *     is added
   */
  public void add(Section section, Key<?> key, String message) {
    add(section.problem(key, message));
  }

  /**
   * Adds all problems of an exception.
   *
   * @param exception the exception
   */
  public void add(ConfigException exception) {
    exception.problems().forEach(this::add);
  }

  /** {@return the number of problems} */
  public int count() {
    return list.size();
  }

  /** {@return the problems: file by file as first met, each file's from its top to its end} */
  public List<ConfigProblem> list() {
    List<String> files = list.stream().map(ConfigProblem::file).distinct().toList();
    List<ConfigProblem> sorted = new ArrayList<>(list);
    sorted.sort(
        Comparator.comparingInt((ConfigProblem problem) -> files.indexOf(problem.file()))
            .thenComparingInt(ConfigProblem::line)
            .thenComparingInt(ConfigProblem::column));
    return List.copyOf(sorted);
  }

  /** Throws the problems as one {@link ConfigException}, if there are any. */
  public void throwIfAny() {
    if (!list.isEmpty()) {
      throw new ConfigException(list());
    }
  }
}
