package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.dataflow.scratchpad.PlannedOperator;
import tactus.dataflow.scratchpad.PlannedTensor;
import tactus.dataflow.scratchpad.ResidencyPlan;
import tactus.dataflow.scratchpad.ResidencyPlanner;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.dataflow.scratchpad.SearchEffort;
import tactus.dataflow.scratchpad.Stay;
import tactus.dataflow.tiling.Layouts;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.Planned;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The residency problem of a task list: a task is an operator, and the tensors are the activations
 * that tasks pass on, with the bytes of their layout in the scratchpad and of their rows in DRAM;
 * if asked for, also weights and caches that several tasks read. Where the activations of a task do
 * not fit the budget together, the largest is left out: it lies in DRAM and is streamed, tile by
 * tile.
 */
final class TaskResidency {

  /** Shares of the scratchpad that are given to planned tensors; tiles take the rest. */
  private static final double[] SHARES = {0.25, 0.5, 0.625, 0.75, 0.875};

  /**
   * States for problems with weights and caches, which are long and have much to choose from: the
   * searches then rarely end, and what they find early is about as good.
   */
  private static final SearchEffort SHARED = new SearchEffort(20_000, 20_000, 2_000);

  private final TaskList tasks;
  private final Layouts layouts;
  private final ScratchpadSpec scratchpad;
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  /** For each tensor, its bytes in the scratchpad if it may be planned, else 0. */
  private final long[] sizes;

  /** For each tensor, its bytes in DRAM. */
  private final long[] bytes;

  /** Weights and caches that may be planned, those that are worth most for their room first. */
  private final List<Integer> read = new ArrayList<>();

  TaskResidency(TaskList tasks, Layouts layouts, Mappings mappings, ScratchpadSpec scratchpad) {
    this.tasks = tasks;
    this.layouts = layouts;
    this.scratchpad = scratchpad;
    sizes = new long[tasks.tensors().size()];
    bytes = new long[sizes.length];
    boolean hasActivations = scratchpad.plans().contains(Planned.ACTIVATIONS);
    for (int id = 0; id < sizes.length; id++) {
      PlacedTensor tensor = tasks.tensors().get(id);
      ids.put(tensor.tensor().name(), id);
      if (tensor.mayStay() && hasActivations) {
        sizes[id] = layouts.align(layouts.resident(tensor.rows(), tensor.columns(), tensor.bits()));
        bytes[id] = tensor.rows() * Layouts.packed(tensor.columns(), tensor.bits());
      }
    }
    for (SharedTensors.Shared tensor :
        SharedTensors.of(tasks, layouts, mappings, scratchpad.plans())) {
      sizes[tensor.id()] = tensor.size();
      bytes[tensor.id()] = tensor.bytes();
      read.add(tensor.id());
    }
  }

  /** {@return which activations stay whole while tasks use them} */
  private boolean[] activations(long budget) {
    boolean[] planned = new boolean[sizes.length];
    for (int id = 0; id < sizes.length; id++) {
      planned[id] = sizes[id] > 0 && tasks.tensors().get(id).mayStay();
    }
    for (Task task : tasks.tasks()) {
      long sum = 0;
      int largest = -1;
      do {
        if (largest >= 0) {
          planned[largest] = false;
        }
        sum = 0;
        largest = -1;
        for (int id : task.tensors()) {
          if (planned[id]) {
            sum += sizes[id];
            largest = largest < 0 || sizes[id] > sizes[largest] ? id : largest;
          }
        }
      } while (sum > budget);
    }
    return planned;
  }

  /**
   * {@return the same with weights and caches} As many as fit the budget together, and each of them
   * with all that its readers use; what does not is streamed as ever.
   */
  private boolean[] withShared(boolean[] activations, long budget) {
    boolean[] planned = activations.clone();
    long sum = 0;
    for (int id : read) {
      if (sum + sizes[id] <= budget) {
        planned[id] = true;
        if (fits(id, planned, budget)) {
          sum += sizes[id];
        } else {
          planned[id] = false;
        }
      }
    }
    return planned;
  }

  private boolean fits(int id, boolean[] planned, long budget) {
    for (Task task : tasks.tasks()) {
      if (task.tensors().contains(id)) {
        long sum = 0;
        for (int other : task.tensors()) {
          sum += planned[other] ? sizes[other] : 0;
        }
        if (sum > budget) {
          return false;
        }
      }
    }
    return true;
  }

  private ResidencyProblem problem(boolean[] planned) {
    int[] index = new int[sizes.length];
    List<PlannedTensor> list = new ArrayList<>();
    for (int id = 0; id < sizes.length; id++) {
      if (planned[id]) {
        index[id] = list.size();
        list.add(new PlannedTensor(tasks.tensors().get(id).tensor().name(), sizes[id], bytes[id]));
      }
    }
    List<PlannedOperator> operators = new ArrayList<>();
    for (int place = 0; place < tasks.tasks().size(); place++) {
      Task task = tasks.tasks().get(place);
      List<Integer> inputs = new ArrayList<>();
      List<Integer> outputs = new ArrayList<>();
      for (int id : task.tensors()) {
        if (planned[id]) {
          PlacedTensor tensor = tasks.tensors().get(id);
          boolean isMade = tensor.mayStay() && tensor.producer() == place;
          (isMade ? outputs : inputs).add(index[id]);
        }
      }
      operators.add(new PlannedOperator(task.operators().get(0).name(), inputs, outputs));
    }
    return new ResidencyProblem(tasks.graph().name(), operators, list, layouts.align(1));
  }

  /**
   * {@return solutions for several budgets}
   *
   * <p>Those of an allocator include those of the ones that it must not be worse than: of {@code
   * cosma} all others, of {@code cosma-fixed} all but {@code cosma}. Where weights and caches are
   * planned, those without them are there too.
   */
  List<ResidencySolution> solutions(Allocator allocator) {
    List<Allocator> family =
        switch (allocator) {
          case COSMA -> List.of(Allocator.values());
          case COSMA_FIXED ->
              List.of(
                  Allocator.COSMA_FIXED, Allocator.GREEDY, Allocator.BELADY, Allocator.FIRST_FIT);
          default -> List.of(allocator);
        };
    List<ResidencySolution> solutions = new ArrayList<>();
    for (double share : SHARES) {
      long budget = layouts.alignDown((long) (scratchpad.capacityBytes() * share));
      boolean[] activations = activations(budget);
      // An order of its own is not for tasks that meet in an activation that is not planned.
      boolean isFixed = hasOthers(activations);
      for (Allocator member : family) {
        Allocator planner = member == Allocator.COSMA && isFixed ? Allocator.COSMA_FIXED : member;
        if (planner == member || !family.contains(planner)) {
          add(activations, budget, planner, solutions);
          if (!read.isEmpty()) {
            add(withShared(activations, budget), budget, planner, solutions);
          }
        }
      }
    }
    return solutions;
  }

  /**
   * Adds the solution of a planner. Weights and caches that it loads anew for each use are left out
   * and it plans again, since they are as well streamed and take no room then.
   */
  private void add(
      boolean[] planned, long budget, Allocator planner, List<ResidencySolution> solutions) {
    boolean[] kept = planned;
    while (true) {
      ResidencyProblem problem = problem(kept);
      if (problem.tensors().isEmpty()) {
        return;
      }
      ResidencySolution solution =
          ResidencyPlanner.plan(
              problem, budget, planner, hasShared(kept) ? SHARED : SearchEffort.STANDARD);
      boolean[] useful = useful(kept, solution.plan());
      if (Arrays.equals(useful, kept)) {
        boolean isKnown =
            solutions.stream()
                .anyMatch(
                    other ->
                        other.plan().order().equals(solution.plan().order())
                            && other.plan().stays().equals(solution.plan().stays())
                            && other.plan().problem().equals(problem));
        if (!isKnown) {
          solutions.add(solution);
        }
        return;
      }
      kept = useful;
    }
  }

  private boolean hasShared(boolean[] planned) {
    for (int id : read) {
      if (planned[id]) {
        return true;
      }
    }
    return false;
  }

  /** {@return what is planned but weights and caches that no stay keeps for a second reader} */
  private boolean[] useful(boolean[] planned, ResidencyPlan plan) {
    boolean[] useful = planned.clone();
    for (int id : read) {
      useful[id] = false;
    }
    for (Stay stay : plan.stays()) {
      int readers = 0;
      for (int step = stay.firstStep(); step <= stay.lastStep(); step++) {
        int operator = plan.order().get(step);
        if (plan.problem().operators().get(operator).inputs().contains(stay.tensor())) {
          readers++;
        }
      }
      Integer id = ids.get(plan.problem().tensors().get(stay.tensor()).name());
      if (id != null && readers > 1) {
        useful[id] |= planned[id];
      }
    }
    return useful;
  }

  private boolean hasOthers(boolean[] planned) {
    for (Task task : tasks.tasks()) {
      if (task instanceof Task.Append) {
        return true;
      }
    }
    for (int id = 0; id < planned.length; id++) {
      if (tasks.tensors().get(id).mayStay() && !planned[id]) {
        return true;
      }
    }
    return false;
  }

  /** {@return where each tensor lies during its first stay} */
  Placement placement(ResidencySolution solution) {
    boolean[] resident = new boolean[sizes.length];
    long[] addresses = new long[sizes.length];
    long top = 0;
    ResidencyProblem problem = solution.plan().problem();
    for (Stay stay : solution.plan().stays()) {
      Integer id = ids.get(problem.tensors().get(stay.tensor()).name());
      if (id == null) {
        throw new IllegalStateException(stay + ": must be of a tensor of the task list");
      }
      if (!resident[id]) {
        resident[id] = true;
        addresses[id] = stay.address();
      }
      top = Math.max(top, stay.address() + sizes[id]);
    }
    return new Placement(resident, addresses, sizes, top);
  }
}
