package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.dataflow.scratchpad.PlannedOperator;
import tactus.dataflow.scratchpad.PlannedTensor;
import tactus.dataflow.scratchpad.ResidencyPlanner;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.dataflow.scratchpad.SearchEffort;
import tactus.dataflow.scratchpad.Stay;
import tactus.dataflow.tiling.Layouts;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The residency problem of a task list: a task is an operator, and the tensors are the activations
 * that tasks pass on, with the bytes of their layout in the scratchpad and of their rows in DRAM.
 * Where those of a task do not fit the budget together, the largest is left out: it lies in DRAM
 * and is streamed, tile by tile.
 */
final class TaskResidency {

  /** Shares of the scratchpad that are given to activations; tiles take the rest. */
  private static final double[] SHARES = {0.25, 0.5, 0.625, 0.75, 0.875};

  private final TaskList tasks;
  private final Layouts layouts;
  private final ScratchpadSpec scratchpad;
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final long[] sizes;

  TaskResidency(TaskList tasks, Layouts layouts, ScratchpadSpec scratchpad) {
    this.tasks = tasks;
    this.layouts = layouts;
    this.scratchpad = scratchpad;
    sizes = new long[tasks.tensors().size()];
    for (int id = 0; id < sizes.length; id++) {
      PlacedTensor tensor = tasks.tensors().get(id);
      ids.put(tensor.tensor().name(), id);
      if (tensor.mayStay()) {
        sizes[id] = layouts.align(layouts.resident(tensor.rows(), tensor.columns(), tensor.bits()));
      }
    }
  }

  /** {@return which tensors stay whole while tasks use them} */
  private boolean[] planned(long budget) {
    boolean[] planned = new boolean[sizes.length];
    for (int id = 0; id < sizes.length; id++) {
      planned[id] = sizes[id] > 0;
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

  private ResidencyProblem problem(boolean[] planned) {
    int[] index = new int[sizes.length];
    List<PlannedTensor> list = new ArrayList<>();
    for (int id = 0; id < sizes.length; id++) {
      if (planned[id]) {
        index[id] = list.size();
        PlacedTensor tensor = tasks.tensors().get(id);
        long bytes = tensor.rows() * Layouts.packed(tensor.columns(), tensor.bits());
        list.add(new PlannedTensor(tensor.tensor().name(), sizes[id], bytes));
      }
    }
    List<PlannedOperator> operators = new ArrayList<>();
    for (int place = 0; place < tasks.tasks().size(); place++) {
      Task task = tasks.tasks().get(place);
      List<Integer> inputs = new ArrayList<>();
      List<Integer> outputs = new ArrayList<>();
      for (int id : task.tensors()) {
        if (planned[id]) {
          boolean isMade = tasks.tensors().get(id).producer() == place;
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
   * cosma} all others, of {@code cosma-fixed} all but {@code cosma}.
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
      boolean[] planned = planned(budget);
      ResidencyProblem problem = problem(planned);
      if (problem.tensors().isEmpty()) {
        continue;
      }
      // An order of its own is not for tasks that meet in a tensor that is not planned.
      boolean isFixed = hasOthers(planned);
      for (Allocator member : family) {
        Allocator planner = member == Allocator.COSMA && isFixed ? Allocator.COSMA_FIXED : member;
        if (planner == member || !family.contains(planner)) {
          ResidencySolution solution =
              ResidencyPlanner.plan(problem, budget, planner, SearchEffort.STANDARD);
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
        }
      }
    }
    return solutions;
  }

  private boolean hasOthers(boolean[] planned) {
    for (Task task : tasks.tasks()) {
      if (task instanceof Task.Append) {
        return true;
      }
    }
    for (int id = 0; id < planned.length; id++) {
      if (sizes[id] > 0 && !planned[id]) {
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
