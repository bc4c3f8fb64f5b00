package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.scratchpad.OnlineAllocator.Eviction;
import tactus.dataflow.scratchpad.PlanCheck.Rules;
import tactus.hw.memory.Allocator;

/**
 * Plans which tensors are in the scratchpad, and where. Every plan has passed {@link PlanCheck}.
 * Limits are numbers of states, not time, so the same problem gives the same plan everywhere.
 */
public final class ResidencyPlanner {

  /** States kept at each step where there is no proof to be had. */
  private static final int BEAM = 16;

  private final ResidencyProblem problem;
  private final Instance instance;
  private final long budget;
  private final SearchEffort effort;
  private long work;

  private ResidencyPlanner(ResidencyProblem problem, long budget, SearchEffort effort) {
    this.problem = problem;
    this.instance = new Instance(problem);
    // The end of the scratchpad that no aligned tensor can use.
    this.budget = budget / problem.alignmentBytes() * problem.alignmentBytes();
    this.effort = effort;
  }

  /**
   * {@return a plan}
   *
   * @param problem what is planned
   * @param budgetBytes bytes of the scratchpad
   * @param allocator how; a fixed order is the default one
   * @param effort how long to search
   * @throws ResidencyException if an operator's operands do not fit
   */
  public static ResidencySolution plan(
      ResidencyProblem problem, long budgetBytes, Allocator allocator, SearchEffort effort) {
    return plan(problem, budgetBytes, allocator, problem.defaultOrder(), effort);
  }

  /**
   * {@return a plan}
   *
   * @param problem what is planned
   * @param budgetBytes bytes of the scratchpad
   * @param allocator how
   * @param order the order if the allocator does not choose one, a topological one
   * @param effort how long to search
   * @throws ResidencyException if an operator's operands do not fit
   */
  public static ResidencySolution plan(
      ResidencyProblem problem,
      long budgetBytes,
      Allocator allocator,
      List<Integer> order,
      SearchEffort effort) {
    requireFit(problem, budgetBytes);
    ResidencyPlanner planner = new ResidencyPlanner(problem, budgetBytes, effort);
    return switch (allocator) {
      case COSMA -> planner.solve(null);
      case COSMA_FIXED -> planner.solve(order);
      case GREEDY -> planner.online(order, allocator, Eviction.FEWEST_BYTES);
      case BELADY -> planner.online(order, allocator, Eviction.FURTHEST_USE);
      case FIRST_FIT -> planner.firstFit(order);
    };
  }

  /**
   * {@return the least non-compulsory bytes if tensors had no addresses: a lower bound}
   *
   * @param problem what is planned
   * @param budgetBytes bytes of the scratchpad
   * @param order a fixed order, or null if it is free
   * @param effort how long to search
   */
  public static CapacityBound capacityBound(
      ResidencyProblem problem,
      long budgetBytes,
      @Nullable List<Integer> order,
      SearchEffort effort) {
    requireFit(problem, budgetBytes);
    ResidencyPlanner planner = new ResidencyPlanner(problem, budgetBytes, effort);
    CapacitySearch.Outcome outcome =
        new CapacitySearch(planner.instance, planner.budget, order, null, effort.capacityStates())
            .run();
    return new CapacityBound(outcome.lowerBound(), outcome.isComplete());
  }

  /**
   * {@return the order with the least peak of live bytes, M_P}
   *
   * @param problem what is planned
   * @param effort how long to search
   */
  public static PeakBound leastPeak(ResidencyProblem problem, SearchEffort effort) {
    PeakSearch.Outcome outcome = new PeakSearch(new Instance(problem)).run(effort.capacityStates());
    return new PeakBound(outcome.order(), outcome.peak(), outcome.lowerBound());
  }

  /**
   * A bound on bytes moved.
   *
   * @param bytes no plan moves fewer
   * @param isExact whether these suffice if tensors had no addresses
   */
  public record CapacityBound(long bytes, boolean isExact) {}

  /**
   * The order with the least peak.
   *
   * @param order the operator of each step
   * @param bytes its peak of live bytes
   * @param lowerBound no order has a lower peak
   */
  public record PeakBound(List<Integer> order, long bytes, long lowerBound) {

    /** Copies the list. */
    public PeakBound {
      order = List.copyOf(order);
    }
  }

  /**
   * Throws if no plan exists.
   *
   * @param problem what is planned
   * @param budgetBytes bytes of the scratchpad
   * @throws ResidencyException with the least budget that works, if an operator's operands do not
   *     fit
   */
  public static void requireFit(ResidencyProblem problem, long budgetBytes) {
    long align = problem.alignmentBytes();
    long least = problem.leastBytes();
    if (align > budgetBytes) {
      throw new ResidencyException(
          "alignment ("
              + align
              + " B) must not exceed the budget ("
              + budgetBytes
              + " B); the least budget that works is "
              + least
              + " B");
    }
    long usable = budgetBytes / align * align;
    for (int t = 0; t < problem.tensors().size(); t++) {
      if (problem.alignedBytes(t) > usable) {
        PlannedTensor tensor = problem.tensors().get(t);
        throw new ResidencyException(
            "tensor "
                + tensor.name()
                + " ("
                + problem.alignedBytes(t)
                + " B) is larger than the budget ("
                + budgetBytes
                + " B); the least budget that works is "
                + least
                + " B");
      }
    }
    for (int o = 0; o < problem.operators().size(); o++) {
      if (problem.operandBytes(o) > usable) {
        throw new ResidencyException(
            "operator "
                + problem.operators().get(o).name()
                + " takes "
                + problem.operandBytes(o)
                + " B for its operands, and the budget is "
                + budgetBytes
                + " B; the least budget that works is "
                + least
                + " B");
      }
    }
  }

  private ResidencySolution online(List<Integer> order, Allocator allocator, Eviction eviction) {
    ResidencyPlan plan = OnlineAllocator.plan(instance, budget, order, eviction);
    PlanCheck.checked(plan, Rules.BETWEEN_STEPS);
    return new ResidencySolution(plan, allocator, 0, order.size(), "online best fit");
  }

  private ResidencySolution firstFit(List<Integer> order) {
    ResidencyPlan plan = FirstFitArena.plan(instance, budget, order);
    PlanCheck.checked(plan, Rules.BETWEEN_STEPS);
    return new ResidencySolution(
        plan, Allocator.FIRST_FIT, 0, order.size(), "offline arena, largest first");
  }

  private ResidencySolution solve(@Nullable List<Integer> fixed) {
    Allocator allocator = fixed == null ? Allocator.COSMA : Allocator.COSMA_FIXED;
    Search search = new Search();
    if (fixed == null) {
      // The default order first, then that with the least peak: where one needs no spill, nothing
      // is left to prove.
      List<List<Integer>> orders = new ArrayList<>(List.of(problem.defaultOrder()));
      search.inOrder(orders.get(0));
      if (!search.isDone()) {
        List<Integer> least = new PeakSearch(instance).run(effort.capacityStates()).order();
        if (!least.equals(orders.get(0))) {
          orders.add(least);
          search.inOrder(least);
        }
      }
      if (!search.isDone()) {
        search.free(orders);
      }
      search.finish(null, orders);
    } else {
      search.bound = search.inOrder(fixed);
      search.finish(fixed, List.of(fixed));
    }
    ResidencyPlan plan = PlanCheck.checked(search.best(), Rules.STEPWISE);
    return new ResidencySolution(plan, allocator, search.bound, work, search.method);
  }

  /** The best plan so far, and the bound. */
  private final class Search {
    private long bound;
    private @Nullable ResidencyPlan plan;
    private String method = "";

    ResidencyPlan best() {
      ResidencyPlan found = plan;
      if (found == null) {
        throw new IllegalStateException(problem.name() + ": no plan was found");
      }
      return found;
    }

    boolean isDone() {
      return bytes() <= bound;
    }

    private long bytes() {
      ResidencyPlan found = plan;
      return found == null ? Long.MAX_VALUE : found.bytes();
    }

    private void offer(Optional<ResidencyPlan> found, String how) {
      if (found.isPresent() && found.get().bytes() < bytes()) {
        plan = found.get();
        method = how;
      }
    }

    /** Plans in an order; {@return a lower bound for it} */
    long inOrder(List<Integer> order) {
      CapacitySearch.Outcome outcome = capacity(order, null, effort.capacityStates());
      if (outcome.isComplete()) {
        offer(place(outcome), "capacity bound of an order, then addresses");
      }
      return outcome.lowerBound();
    }

    void free(List<List<Integer>> orders) {
      CapacitySearch.Outcome outcome = capacity(null, null, effort.capacityStates());
      bound = outcome.lowerBound();
      if (isDone()) {
        return;
      }
      if (outcome.isComplete()) {
        offer(place(outcome), "capacity bound of all orders, then addresses");
        return;
      }
      for (List<Integer> order : orders) {
        byWindows(order);
      }
    }

    /** Cuts the order where least is live, until windows are small enough to be searched. */
    private void byWindows(List<Integer> order) {
      for (int most = 64; most >= 8 && !isDone(); most /= 2) {
        int[] windows = Windows.of(instance, order, most);
        CapacitySearch.Outcome outcome = capacity(null, windows, effort.capacityStates());
        if (outcome.isComplete()) {
          offer(place(outcome), "divide and conquer, then addresses");
          return;
        }
      }
    }

    /** What is left if the capacity bound was not met: baselines, then everything together. */
    void finish(@Nullable List<Integer> fixed, List<List<Integer>> orders) {
      if (isDone()) {
        return;
      }
      for (List<Integer> order : orders) {
        offer(
            new PlacedSearch(instance, budget, order, null, bytes(), effort.placedStates())
                .beam(BEAM),
            "beam search of addresses and spills");
        for (Eviction eviction : Eviction.values()) {
          offerBaseline(OnlineAllocator.plan(instance, budget, order, eviction));
        }
        offerBaseline(FirstFitArena.plan(instance, budget, order));
      }
      Addresses addresses = Addresses.of(instance, budget);
      if (!isDone() && addresses.isComplete()) {
        PlacedSearch.Outcome exact =
            new PlacedSearch(
                    instance, budget, fixed, addresses.sums(), bytes(), effort.placedStates())
                .run();
        offer(exact.plan(), "search of order, addresses and spills");
        bound = Math.max(bound, Math.min(bytes(), exact.lowerBound()));
      }
    }

    private void offerBaseline(ResidencyPlan baseline) {
      if (PlanCheck.violation(baseline, Rules.STEPWISE).isEmpty()) {
        offer(Optional.of(baseline), "a baseline");
      }
    }
  }

  private CapacitySearch.Outcome capacity(
      @Nullable List<Integer> order, int @Nullable [] windows, long states) {
    CapacitySearch.Outcome outcome =
        new CapacitySearch(instance, budget, order, windows, states).run();
    work += outcome.labels();
    return outcome;
  }

  private Optional<ResidencyPlan> place(CapacitySearch.Outcome outcome) {
    List<Stay> stays = StayBuilder.stays(instance, outcome.order(), outcome.kept());
    return new StayPlacer(instance, budget, stays, effort.placerNodes())
        .place()
        .map(placed -> StayBuilder.plan(instance, budget, outcome.order(), placed));
  }
}
