package tactus.hw.cost;

/** An estimator that was asked for something it does not know; the user must choose another one. */
public final class EstimateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;

  EstimateException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** {@return the key of the section {@code cost} that is to blame} */
  public String key() {
    return key;
  }
}
