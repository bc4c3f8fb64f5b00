package tactus.dataflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tactus.dataflow.Compilation.MappingSummary;
import tactus.dataflow.Compilation.Residency;
import tactus.dataflow.CompileException.Part;
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
      return compile(TaskList.of(graph));
    } catch (ArithmeticException e) {
      throw new CompileException(
          Part.GRAPH, graph.name() + " is too large: its bytes do not fit 63 bits");
    }
  }

  private Compilation compile(TaskList tasks) {
    machine.streamFabric().ifPresent(fabric -> FabricFit.check(tasks, fabric));
    Planner planner = new Planner(tasks, machine);
    List<Plan> plans = planner.plans();
    checkPlans(machine, tasks, planner, plans);
    Operators operators = Operators.of(tasks, machine);
    PlanRace race = new PlanRace(machine, tasks, operators);
    for (Candidate candidate : candidates(machine, tasks, plans)) {
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
        residency(winner.plan()));
  }

  /** {@return what an allocator keeps of a plan's tensors, if one does} */
  static Optional<Residency> residency(Plan plan) {
    return plan.residency()
        .map(
            known ->
                new Residency(
                    known,
                    plan.trafficBytes() - known.plan().bytes() - known.plan().firstLoadBytes()));
  }

  /**
   * A plan that may be simulated.
   *
   * @param plan the plan
   * @param leastCycles cycles that no program of it can go below
   */
  record Candidate(Plan plan, long leastCycles) {}

  /** {@return the plans whose programs can be held, likely winners first} */
  static List<Candidate> candidates(MachineSpec machine, TaskList tasks, List<Plan> plans) {
    Bounds bounds = Bounds.of(machine, tasks);
    List<Candidate> candidates = new ArrayList<>();
    for (Plan plan : plans) {
      if (plan.commands() <= MOST_COMMANDS) {
        candidates.add(new Candidate(plan, bounds.leastCycles(plan)));
      }
    }
    // The sort is stable, so that equals keep the family's order.
    candidates.sort(
        Comparator.comparingDouble(
            candidate ->
                Math.max((double) candidate.leastCycles(), candidate.plan().estimatedCycles())));
    return candidates;
  }

  /** Throws the reason if no plan can be made into a program. */
  static void checkPlans(MachineSpec machine, TaskList tasks, Planner planner, List<Plan> plans) {
    if (plans.isEmpty()) {
      throw new CompileException(Part.SCRATCHPAD, tooSmall(machine, tasks, planner));
    }
    long leastCommands = plans.stream().mapToLong(Plan::commands).min().orElseThrow();
    if (leastCommands > MOST_COMMANDS) {
      throw new CompileException(
          Part.GRAPH,
          tasks.graph().name()
              + " is too large: it takes at least "
              + leastCommands
              + " commands on this machine, and at most "
              + MOST_COMMANDS
              + " can be held");
    }
  }

  private static String tooSmall(MachineSpec machine, TaskList tasks, Planner planner) {
    int task = planner.neediest();
    String name = tasks.tasks().get(task).operators().get(0).name();
    OptionalLong least = planner.leastCapacityBytes(machine.scratchpad().capacityBytes());
    String enough =
        least.isPresent()
            ? "; the least capacity that would do is " + least.getAsLong() + " B"
            : "";
    return name
        + ": scratchpad (capacity "
        + machine.scratchpad().capacityBytes()
        + " B) is too small for its smallest tiles, which take "
        + planner.leastBytes(task)
        + " B"
        + enough;
  }

  static List<MappingSummary> summaries(Operators operators, TaskList tasks, Plan plan) {
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
