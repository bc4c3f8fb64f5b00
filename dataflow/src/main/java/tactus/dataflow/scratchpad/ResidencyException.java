package tactus.dataflow.scratchpad;

/**
 * A problem that has no plan because of what the user wrote. The message is one line: the operator
 * or tensor, what it needs, what there is, and the least that would do.
 */
public final class ResidencyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message the whole message
   */
  public ResidencyException(String message) {
    super(message);
  }
}
