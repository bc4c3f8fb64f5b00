package tactus.dataflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tactus.dataflow.Compilation.MappingSummary;
import tactus.dataflow.Compilation.Residency;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Planner;
import tactus.dataflow.schedule.TaskList;
import tactus.dataflow.tiling.Mapping;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;

/**
 * The compiler: an operator graph and a machine become a program.
 *
 * <p>It simulates the plans of a family and takes the fastest; of equally fast ones that with the
 * least DRAM traffic, then the first. See {@code docs/models/compiler.md}.
 */
public final class Compiler {

  /** Commands of the largest program that fits in a few gigabytes of memory. */
  private static final long MOST_COMMANDS = 10_000_000;

  private final MachineSpec machine;

  /**
   * Makes a compiler for a machine.
   *
   * @param machine the machine
   */
  public Compiler(MachineSpec machine) {
    this.machine = machine;
  }

  /**
   * {@return the best program of the family of plans, with its execution}
   *
   * @param graph what is to be computed
   * @throws CompileException if the graph cannot be computed on the machine
   */
  public Compilation compile(OperatorGraph graph) {
    try {
      return compile(graph, TaskList.of(graph));
    } catch (ArithmeticException e) {
      throw new CompileException(graph.name() + " is too large: its bytes do not fit 63 bits");
    }
  }

  private Compilation compile(OperatorGraph graph, TaskList tasks) {
    machine.streamFabric().ifPresent(fabric -> FabricFit.check(tasks, fabric));
    Planner planner = new Planner(tasks, machine);
    List<Plan> plans = planner.plans();
    if (plans.isEmpty()) {
      throw new CompileException(tooSmall(tasks, planner));
    }
    long leastCommands = plans.stream().mapToLong(Plan::commands).min().orElseThrow();
    if (leastCommands > MOST_COMMANDS) {
      throw new CompileException(
          graph.name()
              + " is too large: it takes at least "
              + leastCommands
              + " commands on this machine, and at most "
              + MOST_COMMANDS
              + " can be held");
    }
    Operators operators = Operators.of(tasks, machine);
    Bounds bounds = Bounds.of(machine, tasks);
    record Candidate(Plan plan, long leastCycles) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Plan plan : plans) {
      if (plan.commands() > MOST_COMMANDS) {
        continue;
      }
      candidates.add(new Candidate(plan, bounds.leastCycles(plan)));
    }
    // Likely winners first; the sort is stable, so that equals keep the family's order.
    candidates.sort(
        Comparator.comparingDouble(
            candidate ->
                Math.max((double) candidate.leastCycles(), candidate.plan().estimatedCycles())));
    PlanRace race = new PlanRace(machine, tasks, operators);
    for (Candidate candidate : candidates) {
      race.enter(candidate.plan(), candidate.leastCycles());
    }
    PlanRace.Winner winner = race.finish();
    Execution execution = new Machine(machine).run(winner.program(), Fidelity.FAST);
    return new Compilation(
        execution,
        summaries(operators, tasks, winner.plan()),
        winner.plan().text(),
        plans.size(),
        race.simulations(),
        winner
            .plan()
            .residency()
            .map(
                known ->
                    new Residency(known, winner.plan().trafficBytes() - known.plan().bytes())));
  }

  private String tooSmall(TaskList tasks, Planner planner) {
    int task = planner.neediest();
    String name = tasks.tasks().get(task).operators().get(0).name();
    String least =
        planner.leastCapacityBytes().isPresent()
            ? "; the least capacity that would do is "
                + planner.leastCapacityBytes().getAsLong()
                + " B"
            : "";
    return name
        + ": scratchpad (capacity "
        + machine.scratchpad().capacityBytes()
        + " B) is too small for its smallest tiles, which take "
        + planner.leastBytes(task)
        + " B"
        + least;
  }

  private static List<MappingSummary> summaries(Operators operators, TaskList tasks, Plan plan) {
    MappingSummary[] all = new MappingSummary[operators.list().size()];
    for (int i = 0; i < plan.mappings().size(); i++) {
      Mapping mapping = plan.mappings().get(i);
      for (Operator operator : tasks.tasks().get(i).operators()) {
        int index = operators.indexOf(operator);
        all[index] =
            new MappingSummary(
                operators.list().get(index).name(),
                mapping.tileText(),
                mapping.orderText(),
                mapping.tiles());
      }
    }
    return List.of(all);
  }
}
