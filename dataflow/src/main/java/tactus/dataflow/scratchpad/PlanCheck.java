package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Replays a plan step by step and says what is wrong with it. It shares no code with the searches
 * that make plans.
 */
public final class PlanCheck {

  /** Which moves a step allows. */
  public enum Rules {
    /** Those of the integer program: a step that spills a tensor does not retrieve it. */
    STEPWISE,
    /**
     * Also to write a tensor out and bring it back elsewhere between two steps, as allocators do.
     */
    BETWEEN_STEPS
  }

  private final ResidencyPlan plan;
  private final ResidencyProblem problem;
  private final Rules rules;

  private PlanCheck(ResidencyPlan plan, Rules rules) {
    this.plan = plan;
    this.problem = plan.problem();
    this.rules = rules;
  }

  /**
   * {@return the first thing that is wrong with a plan, if any}
   *
   * @param plan the plan
   * @param rules which moves are allowed
   */
  public static Optional<String> violation(ResidencyPlan plan, Rules rules) {
    return new PlanCheck(plan, rules).replay();
  }

  /** {@return a plan that is right} */
  static ResidencyPlan checked(ResidencyPlan plan, Rules rules) {
    violation(plan, rules)
        .ifPresent(
            what -> {
              throw new IllegalStateException(plan.problem().name() + ": wrong plan: " + what);
            });
    return plan;
  }

  private Optional<String> replay() {
    int steps = problem.operators().size();
    if (plan.order().size() != steps) {
      return Optional.of("it has " + plan.order().size() + " steps for " + steps + " operators");
    }
    List<List<Stay>> starts = new ArrayList<>();
    List<List<Integer>> spilled = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      starts.add(new ArrayList<>());
      spilled.add(new ArrayList<>());
    }
    for (Stay stay : plan.stays()) {
      if (stay.firstStep() < 0 || stay.lastStep() < stay.firstStep() || stay.lastStep() >= steps) {
        return Optional.of(name(stay.tensor()) + " has steps outside of the plan");
      }
      starts.get(stay.firstStep()).add(stay);
    }
    for (ResidencyPlan.Spill spill : plan.spills()) {
      spilled.get(spill.step()).add(spill.tensor());
    }
    List<Integer> producers = problem.producers();
    boolean[] done = new boolean[steps];
    boolean[] appeared = new boolean[problem.tensors().size()];
    boolean[] inDram = new boolean[problem.tensors().size()];
    for (int t = 0; t < inDram.length; t++) {
      inDram[t] = producers.get(t) < 0;
    }
    // Tensors that are in the scratchpad, by address, and the stay of each tensor.
    TreeMap<Long, Stay> arena = new TreeMap<>();
    Map<Integer, Stay> there = new TreeMap<>();
    for (int step = 0; step < steps; step++) {
      int operator = plan.order().get(step);
      PlannedOperator runs = problem.operators().get(operator);
      String at = "at step " + step + " (" + runs.name() + "), ";
      if (done[operator]) {
        return Optional.of(at + "the operator runs again");
      }
      final int now = step;
      Map<Integer, Stay> before = new TreeMap<>(there);
      there.values().removeIf(stay -> stay.lastStep() < now);
      arena.values().removeIf(stay -> stay.lastStep() < now);
      for (int t : spilled.get(step)) {
        if (!before.containsKey(t) || there.containsKey(t)) {
          return Optional.of(at + name(t) + " is spilled but does not leave just then");
        }
        if (inDram[t]) {
          return Optional.of(at + name(t) + " is spilled again");
        }
        inDram[t] = true;
      }
      for (Stay stay : starts.get(step)) {
        int t = stay.tensor();
        boolean made = runs.outputs().contains(t);
        boolean loaded = producers.get(t) < 0 && !appeared[t] && runs.inputs().contains(t);
        if (stay.isRetrieved() == (made || loaded)) {
          return Optional.of(at + name(t) + " is not charged as it should be");
        }
        if (stay.isRetrieved()) {
          if (!inDram[t]) {
            return Optional.of(at + name(t) + " is retrieved but was not spilled");
          }
          if (rules == Rules.STEPWISE && spilled.get(step).contains(t)) {
            return Optional.of(at + name(t) + " is both spilled and retrieved");
          }
        } else if (appeared[t]) {
          return Optional.of(at + name(t) + " appears a second time");
        }
        appeared[t] = true;
        long end = stay.address() + problem.tensors().get(t).bytes();
        if (stay.address() < 0
            || end > plan.budgetBytes()
            || stay.address() % problem.alignmentBytes() != 0) {
          return Optional.of(
              at + name(t) + " lies at " + stay.address() + ", outside of the budget or askew");
        }
        Map.Entry<Long, Stay> below = arena.lowerEntry(end);
        if (below != null && endOf(below.getValue()) > stay.address()) {
          return Optional.of(at + name(t) + " overlaps " + name(below.getValue().tensor()));
        }
        if (there.put(t, stay) != null) {
          return Optional.of(at + name(t) + " is there twice");
        }
        arena.put(stay.address(), stay);
      }
      for (int t : runs.operands()) {
        if (!there.containsKey(t)) {
          return Optional.of(at + name(t) + " is not in the scratchpad");
        }
      }
      for (int t : runs.inputs()) {
        if (producers.get(t) >= 0 && !done[producers.get(t)]) {
          return Optional.of(at + name(t) + " is not made yet");
        }
      }
      done[operator] = true;
    }
    return Optional.empty();
  }

  private long endOf(Stay stay) {
    return stay.address() + problem.tensors().get(stay.tensor()).bytes();
  }

  private String name(int tensor) {
    return problem.tensors().get(tensor).name();
  }
}
