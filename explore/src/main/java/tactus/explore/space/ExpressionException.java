package tactus.explore.space;

/** An expression that cannot be read, or whose parts do not fit together. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message what does not fit, to follow the expression's text
   */
  public ExpressionException(String message) {
    super(message);
  }
}
