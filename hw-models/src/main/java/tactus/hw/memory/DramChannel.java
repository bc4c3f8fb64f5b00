package tactus.hw.memory;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import tactus.sim.Component;
import tactus.sim.Phase;
import tactus.sim.Simulation;
import tactus.sim.probe.Level;
import tactus.sim.probe.Probe;

/**
 * A channel of the DRAM in reference fidelity: a queue, a data bus that serves one burst at a time,
 * and the way back. It works in ticks and has no clock.
 */
final class DramChannel extends Component {

  private static final int BUS_FREE = 0;
  private static final int COMPLETE = 1;

  private final DramSpec spec;
  private final ReferenceDmaEngine dma;
  private final ArrayDeque<Burst> waiting = new ArrayDeque<>();
  private final ArrayDeque<Burst> returning = new ArrayDeque<>();
  private @Nullable Burst served;
  private @Nullable Level queue;

  DramChannel(Simulation simulation, String name, DramSpec spec, ReferenceDmaEngine dma) {
    super(simulation, name);
    this.spec = spec;
    this.dma = dma;
  }

  /** {@return whether a burst may be issued now} */
  boolean hasRoom() {
    return waiting.size() < spec.queueDepth();
  }

  /** Takes a burst that is issued now. */
  void issue(Burst burst) {
    if (!hasRoom()) {
      throw new IllegalStateException(
          this + ": waiting bursts (" + waiting.size() + ") must be below " + spec.queueDepth());
    }
    if (served == null) {
      serve(burst);
    } else {
      waiting.add(burst);
      noteQueue();
    }
  }

  private void noteQueue() {
    if (queue != null) {
      queue.set(now(), waiting.size());
    }
  }

  @Override
  protected void start() {
    Probe probe = probe();
    queue = probe == null ? null : probe.statistics().level(name() + ".queue");
  }

  @Override
  protected void react(int tag, long argument) {
    if (tag == COMPLETE) {
      dma.completed(returning.remove());
      return;
    }
    Burst burst = served;
    if (burst == null) {
      throw new IllegalStateException(this + ": the bus became free twice");
    }
    burst.transfer.countService(now() - spec.burstTicks(), now());
    returning.add(burst);
    schedule(now() + spec.latencyTicks(), Phase.ARRIVE, COMPLETE, 0);
    served = null;
    Burst next = waiting.poll();
    if (next != null) {
      noteQueue();
      serve(next);
      dma.roomAppeared();
    }
  }

  @Override
  protected String waitsFor() {
    return waiting.isEmpty() ? "" : "its bus, with " + waiting.size() + " bursts in its queue";
  }

  private void serve(Burst burst) {
    served = burst;
    schedule(now() + spec.burstTicks(), Phase.ARRIVE, BUS_FREE, 0);
  }
}
