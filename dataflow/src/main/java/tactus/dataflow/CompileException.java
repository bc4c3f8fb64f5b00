package tactus.dataflow;

/**
 * A graph that cannot be computed on a machine because of what the user wrote. The message is one
 * line: the operator, what it needs, what the machine has, and the least that would do.
 */
public final class CompileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message the whole message
   */
  public CompileException(String message) {
    super(message);
  }
}
