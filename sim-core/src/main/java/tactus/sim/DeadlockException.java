package tactus.sim;

import java.util.List;

/** Thrown when nothing can move and work remains; the message says what waits for what. */
public final class DeadlockException extends IllegalStateException {

  private static final long serialVersionUID = 2;

  /**
   * A channel that is too short.
   *
   * @param channel its name
   * @param capacity the tokens it holds
   * @param sufficient the fewest tokens with which the run goes on
   */
  public record TooShort(String channel, long capacity, long sufficient)
      implements java.io.Serializable {}

  @SuppressWarnings("serial") // The lists are immutable ones of the JDK, which are serializable.
  private final List<TooShort> tooShort;

  DeadlockException(String message) {
    this(message, List.of());
  }

  DeadlockException(String message, List<TooShort> tooShort) {
    super(message);
    this.tooShort = List.copyOf(tooShort);
  }

  /** {@return the channels to deepen, empty if that is unknown or does not help} */
  public List<TooShort> tooShort() {
    return tooShort;
  }
}
