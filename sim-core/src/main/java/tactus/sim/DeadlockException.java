package tactus.sim;

/** Thrown when nothing can move and work remains; the message says what waits for what. */
public final class DeadlockException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  DeadlockException(String message) {
    super(message);
  }
}
