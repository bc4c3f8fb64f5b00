package tactus.hw;

import tactus.sim.Clock;
import tactus.sim.Component;
import tactus.sim.Phase;
import tactus.sim.Simulation;

/**
 * An engine that is stepped at each edge of the core clock while it is busy: a matrix engine or the
 * vector engine, in reference fidelity. Commands are handed to it in program order as they become
 * ready.
 */
abstract class ClockedEngine extends Component {

  private static final int STEP = 0;

  private final Clock clock;
  private final ProgramControl control;
  private int complete;
  private boolean stepPlanned;
  private boolean busy;

  ClockedEngine(Simulation simulation, String name, Clock clock, ProgramControl control) {
    super(simulation, name);
    this.clock = clock;
    this.control = control;
  }

  /** Hands over a command that is ready in the current cycle, in the phase {@link Phase#ARRIVE}. */
  final void offer(int command) {
    take(command);
    busy = true;
    if (!stepPlanned) {
      stepPlanned = true;
      schedule(now(), STEP);
    }
  }

  @Override
  protected final void react(int tag, long argument) {
    stepPlanned = false;
    long cycle = clock.cycleAt(now());
    busy = step(cycle);
    while (complete < completeCommands()) {
      control.complete(completed(complete), cycle + 1);
      complete++;
    }
    if (busy) {
      stepPlanned = true;
      schedule(clock.tickOf(cycle + 1), STEP);
    }
  }

  @Override
  protected final String waitsFor() {
    return busy ? "its next cycle" : "";
  }

  /** Takes the next command in program order. */
  abstract void take(int command);

  /** {@return whether a command is still to be completed after the cycle} */
  abstract boolean step(long cycle);

  /** {@return how many commands are complete} */
  abstract int completeCommands();

  /** {@return the number of a completed command, whose timing is now known} */
  abstract int completed(int position);
}
