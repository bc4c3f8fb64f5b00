package tactus.hw.stream;

import java.util.List;

/** Thrown for a graph that cannot be built; the message has a line for each thing wrong. */
public final class StreamGraphException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // An immutable list of the JDK, which is serializable.
  private final List<String> problems;

  StreamGraphException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** {@return what is wrong, a line each} */
  public List<String> problems() {
    return problems;
  }
}
