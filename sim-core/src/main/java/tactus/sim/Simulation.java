package tactus.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tactus.sim.probe.Probe;

/**
 * A discrete-event simulation: components, the events they schedule for each other, and the current
 * tick. A tick is 1 fs.
 *
 * <p>Events happen in the order (tick, phase, sequence of scheduling), so the same model always
 * gives the same results. A simulation is confined to one thread, except {@link #cancelRun}.
 */
public final class Simulation {

  /** Most events handled between two looks at the cancellation flag. */
  private static final int CHECK_INTERVAL = 1024;

  private final EventQueue queue;
  private final List<Component> components = new ArrayList<>();
  private final Map<String, Component> byName = new TreeMap<>();

  private volatile boolean cancelled;

  private long now;
  private long events;
  private int started;
  private boolean running;

  private @Nullable Probe probe;
  private @Nullable ProgressListener listener;
  private long listenerInterval = Long.MAX_VALUE;
  private long nextProgress = Long.MAX_VALUE;

  /** Makes an empty simulation at tick 0. */
  public Simulation() {
    this(new EventQueue());
  }

  private Simulation(EventQueue queue) {
    this.queue = queue;
  }

  /**
   * {@return an empty simulation in which events of the same tick and phase happen in a random
   * order}
   *
   * <p>For tests: no result may depend on that order.
   *
   * @param seed decides the order
   */
  public static Simulation shuffled(long seed) {
    return new Simulation(new EventQueue(new SplittableRandom(seed)));
  }

  /** {@return the current tick} */
  public long now() {
    return now;
  }

  /** {@return the events handled so far} */
  public long events() {
    return events;
  }

  /** {@return the components, in the order they were made} */
  public List<Component> components() {
    return List.copyOf(components);
  }

  /**
   * Schedules an event.
   *
   * @param target the component that will react
   * @param tick when, at least {@link #now()}
   * @param phase the phase of the tick
   * @param tag what happens then, one of the target's tags
   * @param argument a value that goes with it
   * @return a handle for {@link #cancel}
   */
  public long schedule(Component target, long tick, Phase phase, int tag, long argument) {
    if (tick < now) {
      throw new IllegalArgumentException(
          "tick (" + tick + " fs) must be at least the current tick (" + now + " fs): " + target);
    }
    return queue.push(tick, phase, target.id(), tag, argument);
  }

  /**
   * Takes back an event that has not happened yet.
   *
   * @param handle what {@link #schedule} returned
   * @return false if the event has already happened or was taken back
   */
  public boolean cancel(long handle) {
    return queue.cancel(handle);
  }

  /**
   * Asks for reports of progress.
   *
   * @param interval events between two reports, at least 1
   * @param progressListener is told
   */
  public void onProgress(long interval, ProgressListener progressListener) {
    if (interval < 1) {
      throw new IllegalArgumentException("interval (" + interval + " events) must be at least 1");
    }
    listener = progressListener;
    listenerInterval = interval;
    nextProgress = events + interval;
  }

  /**
   * Attaches a probe, which sees every event from here on.
   *
   * @param watcher the probe
   * @throws IllegalStateException if there is one already, or the simulation has begun
   */
  public void attach(Probe watcher) {
    if (probe != null || started > 0) {
      throw new IllegalStateException("a probe must be attached once, before the first run");
    }
    probe = watcher;
  }

  /** {@return what watches the simulation, null if nothing does} */
  public @Nullable Probe probe() {
    return probe;
  }

  /** Ends the run soon, within some thousand events, from any thread. A later run ends at once. */
  public void cancelRun() {
    cancelled = true;
  }

  /**
   * Runs until nothing is left to do.
   *
   * @return how the run ended
   * @throws DeadlockException if nothing can move and a component still waits for something
   */
  public RunEnd run() {
    return run(Long.MAX_VALUE);
  }

  /**
   * Runs until nothing is left to do before or at a tick. The current tick is then that tick,
   * unless nothing is left at all; the run may be continued.
   *
   * @param limit last tick whose events happen
   * @return how the run ended
   * @throws DeadlockException if nothing can move and a component still waits for something
   */
  public RunEnd run(long limit) {
    if (limit < now) {
      throw new IllegalArgumentException(
          "limit (" + limit + " fs) must be at least the current tick (" + now + " fs)");
    }
    if (running) {
      throw new IllegalStateException("run must not be called by a component");
    }
    running = true;
    try {
      return runComponents(limit);
    } finally {
      running = false;
    }
  }

  private RunEnd runComponents(long limit) {
    while (started < components.size()) {
      components.get(started++).start();
    }
    Component[] targets = components.toArray(new Component[0]);
    EventWatch watch = probe == null ? null : new EventWatch(probe, targets);
    while (true) {
      if (cancelled) {
        return end(RunEnd.Reason.CANCELLED);
      }
      long stop = Math.min(events + CHECK_INTERVAL, nextProgress);
      // Two loops, so that the one without a probe does not even ask whether there is one.
      boolean more =
          watch == null ? handle(targets, limit, stop) : handle(targets, limit, stop, watch);
      if (events == nextProgress) {
        report();
      }
      if (!more) {
        if (queue.isEmpty()) {
          checkDeadlock();
          return end(RunEnd.Reason.FINISHED);
        }
        now = limit;
        return end(RunEnd.Reason.LIMIT);
      }
    }
  }

  /** Handles events until the counter of events reaches a value; false if there are no more. */
  private boolean handle(Component[] targets, long limit, long stop) {
    long count = events;
    while (count < stop) {
      if ((limit != Long.MAX_VALUE && queue.nextTick() > limit) || !queue.poll()) {
        events = count;
        return false;
      }
      now = queue.tick();
      count++;
      targets[queue.target()].react(queue.tag(), queue.argument());
    }
    events = count;
    return true;
  }

  private boolean handle(Component[] targets, long limit, long stop, EventWatch watch) {
    while (events < stop) {
      if (queue.nextTick() > limit || !queue.poll()) {
        return false;
      }
      now = queue.tick();
      events++;
      watch.see(now, queue.target(), queue.tag());
      targets[queue.target()].react(queue.tag(), queue.argument());
    }
    return true;
  }

  private void report() {
    nextProgress = Math.addExact(events, listenerInterval);
    if (listener != null) {
      listener.progress(now, events);
    }
  }

  private RunEnd end(RunEnd.Reason reason) {
    return new RunEnd(reason, now, events);
  }

  private void checkDeadlock() {
    StringBuilder message = new StringBuilder();
    for (Component component : components) {
      String waitsFor = component.waitsFor();
      if (!waitsFor.isEmpty()) {
        message.append("\n  ").append(component.name()).append(" waits for ").append(waitsFor);
      }
    }
    if (message.length() > 0) {
      throw new DeadlockException("deadlock at tick " + now + " fs:" + message);
    }
  }

  int register(Component component) {
    if (running) {
      throw new IllegalStateException(component + " must be made before the simulation runs");
    }
    if (byName.putIfAbsent(component.name(), component) != null) {
      throw new IllegalArgumentException(
          "name (" + component.name() + ") must be unique in the simulation");
    }
    components.add(component);
    return components.size() - 1;
  }
}
