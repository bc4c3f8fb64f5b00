package tactus.explore.space;

/** An expression that cannot be read, or whose parts do not fit together. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpressionException(String message) {
    super(message);
  }
}
