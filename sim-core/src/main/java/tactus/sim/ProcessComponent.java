package tactus.sim;

import tactus.sim.probe.Probe;

/**
 * A process run by the event queue: each step is an event at the process's local time. Its channels
 * may end at other processes or at any {@link Component} that follows their rules.
 */
public final class ProcessComponent extends Component {
  private static final int STEP = 0;

  private final Process process;
  private final Clock clock;
  private boolean scheduled;
  private boolean ended;

  /**
   * Puts a process on the event queue.
   *
   * @param simulation the simulation
   * @param name the component's name
   * @param process the process, which has not run yet
   * @param clock turns its local time and its channels' times, in cycles, into ticks
   */
  public ProcessComponent(Simulation simulation, String name, Process process, Clock clock) {
    super(simulation, name);
    this.process = process;
    this.clock = clock;
    for (Channel input : process.inputs()) {
      input.listen(null, this::changed);
    }
    for (Channel output : process.outputs()) {
      output.listen(this::changed, null);
    }
  }

  /** {@return the process} */
  public Process process() {
    return process;
  }

  @Override
  protected void start() {
    Probe probe = probe();
    if (probe != null) {
      process.inputs().forEach(channel -> channel.attach(probe, clock));
      process.outputs().forEach(channel -> channel.attach(probe, clock));
    }
    scheduleAt(process.time());
  }

  private void changed(Channel channel, long cycle) {
    if (channel == process.awaited() && !scheduled) {
      scheduleAt(Math.max(cycle, process.time()));
    }
  }

  private void scheduleAt(long cycle) {
    scheduled = true;
    schedule(Math.max(now(), clock.tickOf(cycle)), STEP);
  }

  @Override
  protected void react(int tag, long argument) {
    scheduled = false;
    process.goOn();
    switch (process.advance(1)) {
      case STEPS_DONE -> scheduleAt(process.time());
      case BLOCKED -> {
        if (process.canGoOn()) {
          scheduleAt(process.time());
        }
      }
      case ROUND_DONE, ENDED -> ended = true;
    }
  }

  @Override
  protected String waitsFor() {
    return ended ? "" : process.waitsFor();
  }
}
