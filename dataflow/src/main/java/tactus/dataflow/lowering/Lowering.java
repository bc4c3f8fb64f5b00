package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.schedule.TaskList;
import tactus.dataflow.tiling.AttentionMapping;
import tactus.dataflow.tiling.Mapping;
import tactus.dataflow.tiling.ProductMapping;
import tactus.dataflow.tiling.StreamMapping;
import tactus.dataflow.tiling.VectorMapping;
import tactus.hw.MachineSpec;
import tactus.hw.command.Program;

/**
 * Writes the commands of a plan. Steps are written in order; after each, the loads of later steps,
 * of this task and the following ones, as far as there is room for them without waiting for a step
 * that is yet to come.
 */
public final class Lowering {

  private final Context context;
  private final ProgramWriter writer;
  private final List<Step> steps = new ArrayList<>();
  private final int[] lastStep;

  private Lowering(MachineSpec machine, TaskList tasks, Plan plan, Operators operators) {
    List<Integer> order =
        plan.residency()
            .map(solution -> solution.plan().order())
            .orElseGet(() -> IntStream.range(0, tasks.tasks().size()).boxed().toList());
    context =
        new Context(
            machine, plan.residency().isPresent() ? tasks.inOrder(order) : tasks, plan, operators);
    ResidencySteps residency =
        plan.residency().map(known -> new ResidencySteps(context, known.plan())).orElse(null);
    int engines = machine.matrixEngines().size();
    writer = new ProgramWriter(engines, context.ringStart(), plan.ringBytes());
    lastStep = new int[tasks.tasks().size()];
    for (int i = 0; i < lastStep.length; i++) {
      if (residency != null) {
        residency.addReturns(i, steps);
      }
      addSteps(tasks.tasks().get(order.get(i)), plan.mappings().get(order.get(i)), engines);
      if (residency != null) {
        residency.addLeaves(i, steps);
      }
      lastStep[i] = steps.size() - 1;
    }
  }

  /**
   * {@return the program of a plan}
   *
   * @param machine the machine
   * @param tasks what is computed
   * @param plan how
   * @param operators the program's operators
   */
  public static Program lower(MachineSpec machine, TaskList tasks, Plan plan, Operators operators) {
    Lowering lowering = new Lowering(machine, tasks, plan, operators);
    lowering.write();
    return new Program(
        tasks.graph().name(),
        operators.list(),
        lowering.writer.commands(),
        lowering.writer.allocations());
  }

  private void addSteps(Task task, Mapping mapping, int engines) {
    if (task instanceof Task.Product product) {
      ProductSteps.add(context, product, (ProductMapping) mapping, steps);
    } else if (task instanceof Task.Attention attention) {
      if (mapping instanceof StreamMapping onFabric) {
        StreamSteps.add(context, attention, onFabric, steps);
      } else {
        AttentionSteps.add(context, attention, (AttentionMapping) mapping, engines, steps);
      }
    } else if (task instanceof Task.Chain chain) {
      ChainSteps.add(context, chain, (VectorMapping) mapping, steps);
    } else if (task instanceof Task.Gather gather) {
      MemorySteps.addGather(context, gather, (VectorMapping) mapping, steps);
    } else if (task instanceof Task.Append append) {
      MemorySteps.addAppend(context, append, (VectorMapping) mapping, steps);
    }
  }

  private void write() {
    int task = 0;
    int ahead = 0;
    int aheadFetch = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      writer.startStep(i);
      loadAll(step, task);
      step.write(writer);
      for (Fetch fetch : step.needs()) {
        if (--fetch.uses == 0) {
          fetch.buffer().close();
        }
      }
      if (lastStep[task] == i) {
        context.endAfter(task, context.tasks.tasks().get(task).tensors());
        task++;
      }
      // Loads of later steps go before the stores of this one.
      if (ahead <= i) {
        ahead = i + 1;
        aheadFetch = 0;
      }
      while (ahead < steps.size()) {
        boolean sameTask = task < lastStep.length && ahead <= lastStep[task];
        aheadFetch = loadAhead(steps.get(ahead), aheadFetch, task, sameTask);
        if (aheadFetch < steps.get(ahead).needs().size()) {
          break;
        }
        ahead++;
        aheadFetch = 0;
      }
      writer.writeEarlierStores();
    }
    writer.writeAllStores();
  }

  /** Writes the loads of a step that must be written now. */
  private void loadAll(Step step, int task) {
    for (Fetch fetch : step.needs()) {
      if (!fetch.isLoaded()) {
        if (!isMade(fetch, task)) {
          writer.writeAllStores();
        }
        if (!writer.load(fetch)) {
          writer.writeAllStores();
          if (!writer.load(fetch)) {
            throw new IllegalStateException(
                fetch.name
                    + ": there must be room for "
                    + fetch.bytes
                    + " bytes: "
                    + context.plan.mappings().get(task)
                    + " of "
                    + context.plan.text());
          }
        }
      }
    }
  }

  /**
   * Writes loads of a later step from a position on; {@return the position it came to}. The work
   * area belongs to one task at a time.
   */
  private int loadAhead(Step step, int from, int task, boolean sameTask) {
    List<Fetch> needs = step.needs();
    for (int i = from; i < needs.size(); i++) {
      Fetch fetch = needs.get(i);
      boolean mayBePlaced = sameTask || fetch.fixedAddress == Fetch.RING;
      if (!fetch.isLoaded() && (!mayBePlaced || !isMade(fetch, task) || !writer.load(fetch))) {
        return i;
      }
    }
    return needs.size();
  }

  /** Whether all that a fetch reads was stored by tasks before the given one. */
  private boolean isMade(Fetch fetch, int task) {
    for (Fetch.Source source : fetch.sources) {
      if (source.values().tensor.producer() >= task || source.values().storesToCome > 0) {
        return false;
      }
    }
    Fetch after = fetch.after;
    return after == null || after.isLoaded();
  }
}
