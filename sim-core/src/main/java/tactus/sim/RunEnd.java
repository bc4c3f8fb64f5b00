package tactus.sim;

/**
 * How a call of {@link Simulation#run()} ended.
 *
 * @param reason why it ended
 * @param tick the current tick then
 * @param events events handled since the simulation was made
 */
public record RunEnd(Reason reason, long tick, long events) {

  /** Why a run ended. */
  public enum Reason {
    /** Nothing was left to do. */
    FINISHED,
    /** The tick given as the limit was reached. */
    LIMIT,
    /** It was cancelled. */
    CANCELLED
  }
}
