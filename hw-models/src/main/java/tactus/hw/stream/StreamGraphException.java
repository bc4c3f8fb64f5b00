package tactus.hw.stream;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for a graph that cannot be built; the message has a line for each thing wrong. */
public final class StreamGraphException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // An immutable list of the JDK, which is serializable.
  private final List<Problem> problems;

  /** What something is wrong with. */
  public enum Part {
    /** The graph as a whole. */
    GRAPH,
    /** A unit. */
    UNIT,
    /** A channel. */
    CHANNEL
  }

  /**
   * One thing that is wrong.
   *
   * @param part what it is wrong with
   * @param name name of that unit or channel, or of the graph
   * @param text what is wrong, with the name, on one line
   */
  public record Problem(Part part, String name, String text) implements java.io.Serializable {
    static Problem ofUnit(Unit unit, String text) {
      return new Problem(Part.UNIT, unit.name(), text);
    }

    static Problem ofChannel(Link link, String text) {
      return new Problem(Part.CHANNEL, link.name(), "channel " + link.name() + text);
    }
  }

  StreamGraphException(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** {@return what is wrong} */
  public List<Problem> problems() {
    return problems;
  }
}
