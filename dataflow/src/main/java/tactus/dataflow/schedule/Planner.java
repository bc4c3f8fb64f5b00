package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.dataflow.tiling.Choices;
import tactus.dataflow.tiling.Emphasis;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.Mapping;
import tactus.dataflow.tiling.SparseOperands;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.ScratchpadSpec;

/**
 * The family of plans of a task list. It holds, for each point of view and budgets of a fixed
 * ladder up to the scratchpad's capacity, the plan with the least estimate: for all powers of two,
 * and for those in between with which the estimate is better than with less. No bandwidth and no
 * number of banks or ports has an influence on it, and a larger scratchpad only adds plans: whoever
 * takes the fastest of the family is never slower on a better machine.
 */
public final class Planner {

  private static final long LEAST_BUDGET = 256;
  private static final long LARGEST_BUDGET = 1L << 40;

  /** What the next larger budget's estimate must be of the last one's to be worth a simulation. */
  private static final double GAIN = 0.95;

  private static final double[] RESIDENT_SHARES = {0, 0.125, 0.25, 0.5, 0.75};
  private static final double[] RING_SHARES = {0.25, 0.5, 0.75};

  private final TaskList tasks;
  private final Layouts layouts;
  private final Mappings mappings;
  private final ScratchpadSpec scratchpad;
  private final long capacityBytes;

  /** Of engines that are switched, planners that take one dataflow for all products. */
  private final List<Planner> ofOneDataflow = new ArrayList<>();

  private final Map<Long, Grouped> placements = new LinkedHashMap<>();
  private final Map<Choice, Optional<Plan>> choices = new LinkedHashMap<>();

  private record Choice(long budget, int emphasis) {}

  /** Tasks that have the same mappings, with how many there are. */
  private static final class Grouped {
    final Placement placement;
    final int[] groupOfTask;
    final List<Choices<? extends Mapping>> groups;
    final int[] counts;
    final @Nullable ResidencySolution residency;

    Grouped(
        Placement placement,
        int[] groupOfTask,
        List<Choices<? extends Mapping>> groups,
        int[] counts,
        @Nullable ResidencySolution residency) {
      this.placement = placement;
      this.groupOfTask = groupOfTask;
      this.groups = groups;
      this.counts = counts;
      this.residency = residency;
    }
  }

  /**
   * Makes a planner.
   *
   * @param tasks what is to be planned
   * @param machine the machine
   */
  public Planner(TaskList tasks, MachineSpec machine) {
    this.tasks = tasks;
    this.layouts = new Layouts(machine, SparseOperands.patterns(tasks.graph()));
    this.mappings = new Mappings(tasks, machine, layouts);
    this.scratchpad = machine.scratchpad();
    this.capacityBytes = scratchpad.capacityBytes();
    List<Dataflow> dataflows = machine.dataflowChoices();
    if (dataflows.size() > 1) {
      dataflows.forEach(
          dataflow -> ofOneDataflow.add(new Planner(tasks, machine.forcedTo(dataflow))));
    }
  }

  /**
   * {@return the family of plans, those with the largest budget first; empty if nothing fits} Where
   * engines are switched, it also has the families of one dataflow each, whose layouts take less.
   */
  public List<Plan> plans() {
    if (ofOneDataflow.isEmpty()) {
      return own();
    }
    Set<Plan> plans = new LinkedHashSet<>(own());
    ofOneDataflow.forEach(planner -> plans.addAll(planner.plans()));
    return new ArrayList<>(plans);
  }

  private List<Plan> own() {
    if (scratchpad.allocator().isPresent()) {
      List<Plan> planned = planned(scratchpad.allocator().get());
      if (planned.stream().anyMatch(plan -> !plansShared(plan))) {
        return planned;
      }
      // Without activations between tasks, or room for one, there is nothing for it to plan, or
      // only weights and caches.
      planned.addAll(own(capacityBytes));
      return planned;
    }
    return own(capacityBytes);
  }

  /**
   * {@return the family of plans of the same machine with another capacity of the scratchpad, those
   * with the largest budget first; empty if nothing fits} Plans of both are the same objects.
   *
   * @param capacityBytes the other capacity
   */
  public List<Plan> plans(long capacityBytes) {
    if (ofOneDataflow.isEmpty()) {
      return own(capacityBytes);
    }
    // What takes one dataflow everywhere may be in two families.
    Set<Plan> plans = new LinkedHashSet<>(own(capacityBytes));
    ofOneDataflow.forEach(planner -> plans.addAll(planner.plans(capacityBytes)));
    return new ArrayList<>(plans);
  }

  private List<Plan> own(long capacityBytes) {
    List<Plan> plans = new ArrayList<>();
    for (int emphasis = 0; emphasis < Emphasis.ALL.size(); emphasis++) {
      double least = Double.POSITIVE_INFINITY;
      for (long budget : ladder(capacityBytes)) {
        Choice choice = new Choice(budget, emphasis);
        Optional<Plan> plan =
            choices.computeIfAbsent(choice, key -> best(key.budget(), key.emphasis()));
        if (plan.isPresent()) {
          // Whether a budget belongs to the family depends on smaller ones only.
          boolean isOctave = Long.bitCount(budget) == 1;
          if (isOctave || plan.get().estimatedCycles() < GAIN * least) {
            plans.add(plan.get());
            least = Math.min(least, plan.get().estimatedCycles());
          }
        }
      }
    }
    Collections.reverse(plans);
    return plans;
  }

  /** Whether an allocator's plan has weights or caches. */
  private static boolean plansShared(Plan plan) {
    ResidencyProblem problem = plan.residency().orElseThrow().plan().problem();
    return problem.producers().contains(-1);
  }

  /** Plans whose tensors an allocator keeps, each as a whole, while a task uses them. */
  private List<Plan> planned(Allocator allocator) {
    List<Plan> plans = new ArrayList<>();
    TaskResidency residency = new TaskResidency(tasks, layouts, mappings, scratchpad);
    for (ResidencySolution solution : residency.solutions(allocator)) {
      Grouped grouped = group(residency.placement(solution), solution);
      long resident = grouped.placement.top();
      for (int emphasis = 0; emphasis < Emphasis.ALL.size(); emphasis++) {
        Mapping[] best = null;
        long bestRing = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double share : RING_SHARES) {
          long ring = layouts.alignDown((long) ((capacityBytes - resident) * share));
          Mapping[] chosen = new Mapping[grouped.counts.length];
          long work = capacityBytes - resident - ring;
          double estimate = choose(grouped, emphasis, ring, work, least, chosen);
          if (estimate < least) {
            least = estimate;
            best = chosen;
            bestRing = ring;
          }
        }
        if (best != null) {
          plans.add(plan(capacityBytes, emphasis, grouped, best, bestRing, least));
        }
      }
    }
    return plans;
  }

  /** Budgets of the ladder up to a capacity, the smallest first. */
  static List<Long> ladder(long capacityBytes) {
    List<Long> budgets = new ArrayList<>();
    for (long octave = LEAST_BUDGET; octave <= capacityBytes; octave *= 2) {
      for (long half = 2; half < 4; half++) {
        long budget = octave / 2 * half;
        if (budget <= capacityBytes) {
          budgets.add(budget);
        }
      }
    }
    return budgets;
  }

  private Optional<Plan> best(long budget, int emphasis) {
    Grouped bestGroups = null;
    Mapping[] bestMappings = null;
    long bestRing = 0;
    double bestEstimate = Double.POSITIVE_INFINITY;
    long lastTop = -1;
    for (double share : RESIDENT_SHARES) {
      Grouped grouped = grouped(layouts.alignDown((long) (budget * share)));
      long resident = grouped.placement.top();
      if (resident == lastTop) {
        continue;
      }
      lastTop = resident;
      for (double ringShare : RING_SHARES) {
        long ring = layouts.alignDown((long) ((budget - resident) * ringShare));
        Mapping[] chosen = new Mapping[grouped.counts.length];
        double estimate =
            choose(grouped, emphasis, ring, budget - resident - ring, bestEstimate, chosen);
        if (estimate < bestEstimate) {
          bestEstimate = estimate;
          bestGroups = grouped;
          bestMappings = chosen;
          bestRing = ring;
        }
      }
    }
    if (bestGroups == null || bestMappings == null) {
      return Optional.empty();
    }
    return Optional.of(plan(budget, emphasis, bestGroups, bestMappings, bestRing, bestEstimate));
  }

  private static double choose(
      Grouped grouped, int emphasis, long ring, long work, double limit, Mapping[] chosen) {
    double sum = 0;
    for (int group = 0; group < chosen.length && sum < limit; group++) {
      Optional<? extends Mapping> mapping = grouped.groups.get(group).best(emphasis, ring, work);
      if (mapping.isEmpty()) {
        return Double.POSITIVE_INFINITY;
      }
      chosen[group] = mapping.get();
      sum += chosen[group].estimate(Emphasis.ALL.get(emphasis)) * grouped.counts[group];
    }
    return sum;
  }

  private Plan plan(
      long budget, int emphasis, Grouped grouped, Mapping[] chosen, long ring, double estimate) {
    Placement placement = grouped.placement;
    List<Long> addresses = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int tensor = 0; tensor < placement.addresses().length; tensor++) {
      boolean stays = placement.resident()[tensor];
      addresses.add(stays ? placement.addresses()[tensor] : -1L);
      sizes.add(stays ? placement.sizes()[tensor] : 0L);
    }
    List<Mapping> all = new ArrayList<>();
    for (int group : grouped.groupOfTask) {
      all.add(chosen[group]);
    }
    return new Plan(
        budget,
        Emphasis.ALL.get(emphasis),
        placement.top(),
        ring,
        addresses,
        sizes,
        all,
        estimate,
        Optional.ofNullable(grouped.residency));
  }

  private Grouped grouped(long limit) {
    return placements.computeIfAbsent(limit, this::group);
  }

  private Grouped group(long limit) {
    return group(Placement.of(tasks, layouts, limit), null);
  }

  private Grouped group(Placement placement, @Nullable ResidencySolution residency) {
    Map<Choices<? extends Mapping>, Integer> indices = new LinkedHashMap<>();
    List<Choices<? extends Mapping>> groups = new ArrayList<>();
    int[] groupOfTask = new int[tasks.tasks().size()];
    int[] counts = new int[groupOfTask.length];
    for (int i = 0; i < groupOfTask.length; i++) {
      Choices<? extends Mapping> choices = mappings.of(tasks.tasks().get(i), placement.resident());
      Integer known = indices.putIfAbsent(choices, groups.size());
      if (known == null) {
        groups.add(choices);
      }
      groupOfTask[i] = known == null ? groups.size() - 1 : known;
      counts[groupOfTask[i]]++;
    }
    return new Grouped(
        placement, groupOfTask, groups, Arrays.copyOf(counts, groups.size()), residency);
  }

  /** {@return the index of the task whose least space is largest, to blame if no plan fits} */
  public int neediest() {
    Grouped grouped = grouped(0);
    int neediest = 0;
    for (int i = 1; i < grouped.groupOfTask.length; i++) {
      if (leastBytes(i) > leastBytes(neediest)) {
        neediest = i;
      }
    }
    return neediest;
  }

  /**
   * {@return the least bytes of scratchpad that a task needs by itself}
   *
   * @param task its index in the task list
   */
  public long leastBytes(int task) {
    Grouped grouped = grouped(0);
    return grouped.groups.get(grouped.groupOfTask[task]).leastBytes();
  }

  /**
   * {@return the least budget of the ladder above a capacity with which there is a plan, if any}
   *
   * @param capacityBytes the capacity
   */
  public OptionalLong leastCapacityBytes(long capacityBytes) {
    for (long budget : ladder(LARGEST_BUDGET)) {
      if (budget > capacityBytes && fits(budget)) {
        return OptionalLong.of(budget);
      }
    }
    return OptionalLong.empty();
  }

  private boolean fits(long budget) {
    return best(budget, 0).isPresent()
        || ofOneDataflow.stream().anyMatch(planner -> planner.fits(budget));
  }
}
