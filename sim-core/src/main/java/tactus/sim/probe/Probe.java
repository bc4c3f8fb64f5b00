package tactus.sim.probe;

import org.jspecify.annotations.Nullable;

/**
 * What watches a simulation: its statistics and, if wanted, its trace.
 *
 * <p>Components ask for their counters and tracks once, before the run, and keep them; what watches
 * nothing is null there, so that a run without a probe pays for one test that is never taken.
 * Confined to the thread of its simulation.
 */
public final class Probe {

  private final Statistics statistics = new Statistics();
  private final @Nullable Trace trace;

  private Probe(@Nullable Trace trace) {
    this.trace = trace;
  }

  /** {@return a probe that keeps statistics only} */
  public static Probe statisticsOnly() {
    return new Probe(null);
  }

  /** {@return a probe that keeps statistics and records a trace} */
  public static Probe withTrace() {
    return new Probe(new Trace());
  }

  /** {@return the statistics} */
  public Statistics statistics() {
    return statistics;
  }

  /** {@return the trace, null if none is recorded} */
  public @Nullable Trace trace() {
    return trace;
  }
}
