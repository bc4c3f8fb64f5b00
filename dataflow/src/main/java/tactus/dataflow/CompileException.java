package tactus.dataflow;

/**
 * A graph that cannot be computed on a machine because of what the user wrote. The message is one
 * line: the operator, what it needs, what the machine has, and the least that would do.
 */
public final class CompileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What would have to be different. */
  public enum Part {
    /** The graph. */
    GRAPH,
    /** The scratchpad's capacity. */
    SCRATCHPAD,
    /** The stream fabric. */
    STREAM_FABRIC
  }

  private final Part part;

  /**
   * Makes an exception.
   *
   * @param part what would have to be different
   * @param message the whole message
   */
  public CompileException(Part part, String message) {
    super(message);
    this.part = part;
  }

  /** {@return what would have to be different} */
  public Part part() {
    return part;
  }
}
