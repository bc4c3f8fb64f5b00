package tactus.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tactus.concurrent.Background;
import tactus.dataflow.lowering.Lowering;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.TaskList;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Program;

/**
 * Simulates plans, a fixed number at a time, and keeps the fastest: of equally fast ones that with
 * the least traffic, then the one that entered first. Neither the winner nor the number of
 * simulations depends on how many threads there are.
 */
final class PlanRace {

  private static final int LANES = 2;

  /**
   * A plan with its program and its cycles; empty cycles are more than those of the best so far.
   */
  private record Finisher(Plan plan, Program program, OptionalLong cycles) {}

  /**
   * The fastest plan.
   *
   * @param plan the plan
   * @param program its program
   * @param cycles its cycles
   */
  record Winner(Plan plan, Program program, long cycles) {}

  private final MachineSpec machine;
  private final TaskList tasks;
  private final Operators operators;
  private final List<Machine> lanes = new ArrayList<>();
  private final List<Plan> waiting = new ArrayList<>();
  private @Nullable Winner best;
  private int simulations;

  PlanRace(MachineSpec machine, TaskList tasks, Operators operators) {
    this.machine = machine;
    this.tasks = tasks;
    this.operators = operators;
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(new Machine(machine));
    }
  }

  /** Adds a plan, unless it cannot be as fast as one that was simulated. */
  void enter(Plan plan, long leastCycles) {
    if (leastCycles > limitCycles()) {
      return;
    }
    waiting.add(plan);
    if (waiting.size() == LANES) {
      run();
    }
  }

  /** {@return the fastest plan of those that entered, of which there must be one} */
  Winner finish() {
    run();
    Winner winner = best;
    if (winner == null) {
      throw new IllegalStateException(tasks.graph().name() + ": some plan must enter");
    }
    return winner;
  }

  /** {@return the number of plans that were simulated} */
  int simulations() {
    return simulations;
  }

  private long limitCycles() {
    Winner winner = best;
    return winner == null ? Long.MAX_VALUE : winner.cycles();
  }

  private void run() {
    long limit = limitCycles();
    List<Future<Finisher>> others = new ArrayList<>();
    for (int lane = 1; lane < waiting.size(); lane++) {
      Plan plan = waiting.get(lane);
      Machine simulated = lanes.get(lane);
      others.add(Background.start("plan", () -> simulate(plan, simulated, limit)));
    }
    if (!waiting.isEmpty()) {
      consider(simulate(waiting.get(0), lanes.get(0), limit));
    }
    for (Future<Finisher> other : others) {
      consider(Background.result(other));
    }
    simulations += waiting.size();
    waiting.clear();
  }

  private Finisher simulate(Plan plan, Machine simulated, long limitCycles) {
    Program program = Lowering.lower(machine, tasks, plan, operators);
    return new Finisher(plan, program, simulated.cyclesWithin(program, limitCycles));
  }

  private void consider(Finisher finisher) {
    if (finisher.cycles().isEmpty()) {
      return;
    }
    long cycles = finisher.cycles().getAsLong();
    Winner winner = best;
    if (winner == null
        || cycles < winner.cycles()
        || (cycles == winner.cycles()
            && finisher.plan().trafficBytes() < winner.plan().trafficBytes())) {
      best = new Winner(finisher.plan(), finisher.program(), cycles);
    }
  }
}
