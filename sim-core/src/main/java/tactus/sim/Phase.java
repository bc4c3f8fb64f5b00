package tactus.sim;

/**
 * The part of a tick in which an event happens; within a tick, events happen in this order.
 *
 * <p>Phases separate what is visible from what is being worked out. Within one phase of one tick
 * the order of events must not decide any result.
 */
public enum Phase {
  /** What was sent earlier becomes visible. */
  ARRIVE,
  /** Components react and work out what comes next. */
  WORK,
  /** What was worked out in this tick becomes state. */
  COMMIT,
  /** Watchers look at the settled state. */
  OBSERVE;

  /** Number of phases. */
  static final int COUNT = values().length;
}
