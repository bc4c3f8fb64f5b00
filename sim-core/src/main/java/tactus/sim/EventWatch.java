package tactus.sim;

import org.jspecify.annotations.Nullable;
import tactus.sim.probe.Counter;
import tactus.sim.probe.Level;
import tactus.sim.probe.Probe;
import tactus.sim.probe.Trace;

/**
 * What a probe sees of the events: how many each component handled, how many were pending, and, in
 * a trace, each one as an instant on its component's track with its tag as the argument.
 */
final class EventWatch {

  private final Counter[] handled;
  private final int[] tracks;
  private final Level pending;
  private final @Nullable Trace trace;
  private final int label;

  EventWatch(Probe probe, Component[] components) {
    trace = probe.trace();
    label = trace == null ? 0 : trace.label("event");
    pending = probe.statistics().level("Simulation.pending");
    handled = new Counter[components.length];
    tracks = new int[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].name();
      handled[i] = probe.statistics().counter(name + ".events");
      tracks[i] = trace == null ? 0 : trace.track(name);
    }
  }

  /** Sees an event that is about to happen; the others are still pending. */
  void see(long tick, int component, int tag, int others) {
    handled[component].increment();
    pending.set(tick, others + 1L);
    if (trace != null) {
      trace.instant(tracks[component], label, tick, tag);
    }
  }
}
