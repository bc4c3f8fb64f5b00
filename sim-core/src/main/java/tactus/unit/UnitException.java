package tactus.unit;

/** A text that is not a quantity of the dimension asked for. */
public final class UnitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  UnitException(String must, String detail) {
    super("must be " + must + ", " + detail);
    this.detail = detail;
  }

  /** {@return what was wrong with the text, such as {@code but '64' has no unit}} */
  public String detail() {
    return detail;
  }
}
