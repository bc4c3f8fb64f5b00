package tactus.sim;

import org.jspecify.annotations.Nullable;
import tactus.sim.probe.Counter;
import tactus.sim.probe.Probe;
import tactus.sim.probe.Trace;

/**
 * What a probe sees of the events: how many each component handled and, in a trace, each one as an
 * instant on its component's track with its tag as the argument.
 */
final class EventWatch {

  private final Counter[] handled;
  private final int[] tracks;
  private final @Nullable Trace trace;
  private final int label;

  EventWatch(Probe probe, Component[] components) {
    trace = probe.trace();
    label = trace == null ? 0 : trace.label("event");
    handled = new Counter[components.length];
    tracks = new int[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].name();
      handled[i] = probe.statistics().counter(name + ".events");
      tracks[i] = trace == null ? 0 : trace.track(name);
    }
  }

  /** Sees an event that is about to happen. */
  void see(long tick, int component, int tag) {
    handled[component].increment();
    if (trace != null) {
      trace.instant(tracks[component], label, tick, tag);
    }
  }
}
