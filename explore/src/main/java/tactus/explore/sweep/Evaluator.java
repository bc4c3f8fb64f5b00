package tactus.explore.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.dataflow.Compilation;
import tactus.dataflow.CompileException;
import tactus.dataflow.SharedCompiler;
import tactus.explore.run.ContentHash;
import tactus.explore.run.ExecutionCounts;
import tactus.explore.run.RunFigures;
import tactus.explore.run.RunReader;
import tactus.explore.run.RunSpec;
import tactus.explore.run.Workloads;
import tactus.hw.MachineSpec;
import tactus.workload.OperatorGraph;

/**
 * Evaluates points of a sweep. Points that take the same time are evaluated together, and what
 * machines have in common is worked out once; every outcome is what a run by itself gives.
 * Thread-safe.
 */
final class Evaluator {

  private final SweepSpec sweep;
  private final DesignPoints points;
  private final Workloads workloads = new Workloads();
  private final ContentHash hash = new ContentHash();
  private final SharedCompiler compiler;

  Evaluator(SweepSpec sweep, DesignPoints points, int threads) {
    this.sweep = sweep;
    this.points = points;
    this.compiler = new SharedCompiler(threads);
  }

  /** A point with its run, or why there is none. */
  private record Prepared(
      DesignPoint point, Optional<RunSpec> spec, String configHash, String failure) {}

  /** Points whose runs take the same time, on machines of one capacity. */
  static final class Group {
    private final List<Prepared> members = new ArrayList<>();
  }

  private record GroupKey(OperatorGraph graph, MachineSpec machine) {}

  /**
   * {@return the points in groups of the same time, in families of the same plans, the fastest
   * memories first}
   *
   * @param numbers the points' numbers in the space
   */
  List<List<Group>> families(long[] numbers) {
    List<Prepared> all =
        IntStream.range(0, numbers.length)
            .parallel()
            .mapToObj(i -> prepare(points.point(numbers[i])))
            .toList();
    Map<Object, Group> groups = new LinkedHashMap<>();
    Map<GroupKey, Integer> timings = new LinkedHashMap<>();
    record Placed(Group group, long burstTicks, int timing, long capacity) {}
    Map<GroupKey, List<Placed>> families = new LinkedHashMap<>();
    List<List<Group>> sorted = new ArrayList<>();
    for (Prepared one : all) {
      if (one.spec().isEmpty()) {
        Group failed = new Group();
        failed.members.add(one);
        sorted.add(List.of(failed));
        continue;
      }
      OperatorGraph graph = one.spec().get().workload().graph();
      MachineSpec machine = one.spec().get().machine();
      GroupKey timing = new GroupKey(graph, SharedCompiler.timingOf(machine));
      long capacity = machine.scratchpad().capacityBytes();
      Group group = groups.get(List.of(timing, capacity));
      if (group == null) {
        group = new Group();
        groups.put(List.of(timing, capacity), group);
        timings.putIfAbsent(timing, timings.size());
        families
            .computeIfAbsent(
                new GroupKey(graph, SharedCompiler.familyOf(machine)), key -> new ArrayList<>())
            .add(new Placed(group, machine.dram().burstTicks(), timings.get(timing), capacity));
      }
      group.members.add(one);
    }
    for (List<Placed> family : families.values()) {
      family.sort(
          Comparator.comparingLong(Placed::burstTicks)
              .thenComparingInt(Placed::timing)
              .thenComparingLong(Placed::capacity));
      sorted.add(family.stream().map(Placed::group).toList());
    }
    return sorted;
  }

  private Prepared prepare(DesignPoint point) {
    if (point.failure().isPresent()) {
      return new Prepared(point, Optional.empty(), "", point.failure().get().toString());
    }
    try {
      ConfigDocument document = sweep.run().with(point.settings());
      RunSpec spec = RunReader.read(document.section(), sweep.file(), workloads);
      return new Prepared(point, Optional.of(spec), hash.of(document.section()), "");
    } catch (ConfigException e) {
      String message = e.problems().get(0).toString();
      return new Prepared(point, Optional.empty(), "", message);
    }
  }

  /**
   * Evaluates the points of a group.
   *
   * @param group the group
   * @param outcomes gets each
   */
  void evaluate(Group group, Consumer<Outcome> outcomes) {
    Prepared first = group.members.get(0);
    if (first.spec().isEmpty()) {
      outcomes.accept(failed(first, first.failure()));
      return;
    }
    RunSpec spec = first.spec().get();
    Compilation compilation;
    try {
      compilation = compiler.compile(spec.workload().graph(), spec.machine());
    } catch (CompileException e) {
      group.members.forEach(one -> outcomes.accept(failed(one, String.valueOf(e.getMessage()))));
      return;
    } catch (RuntimeException e) {
      // A broken law of one point is told there, and does not end the sweep.
      group.members.forEach(one -> outcomes.accept(failed(one, "fault of Tactus: " + e)));
      return;
    }
    ExecutionCounts counts = new ExecutionCounts(compilation.execution(), spec.machine());
    for (Prepared one : group.members) {
      // The machines take the same time, but what each costs is its own.
      RunSpec own = one.spec().orElse(spec);
      Measures measures = Measures.of(RunFigures.of(own, counts));
      boolean isFeasible = points.isFeasible(one.point(), measures.array());
      outcomes.accept(
          new Outcome(one.point(), measures, isFeasible, Optional.empty(), one.configHash()));
    }
  }

  /**
   * Evaluates the points of some groups elsewhere; those that fail there are evaluated here again,
   * so that their messages are the same.
   *
   * @param groups the groups
   * @param cluster where
   * @param outcomes gets each
   */
  void evaluate(List<Group> groups, PointCluster cluster, Consumer<Outcome> outcomes) {
    List<Prepared> ready =
        groups.stream()
            .flatMap(group -> group.members.stream())
            .filter(one -> one.spec().isPresent())
            .toList();
    double[][] measures = new double[0][];
    if (!ready.isEmpty()) {
      measures = cluster.measures(ready.stream().mapToLong(one -> one.point().number()).toArray());
    }
    Set<Prepared> done = new LinkedHashSet<>();
    for (int i = 0; i < measures.length; i++) {
      Prepared one = ready.get(i);
      if (measures[i].length > 0) {
        done.add(one);
        outcomes.accept(
            new Outcome(
                one.point(),
                Measures.of(measures[i]),
                points.isFeasible(one.point(), measures[i]),
                Optional.empty(),
                one.configHash()));
      }
    }
    for (Group group : groups) {
      Group rest = new Group();
      group.members.stream().filter(one -> !done.contains(one)).forEach(rest.members::add);
      if (!rest.members.isEmpty()) {
        evaluate(rest, outcomes);
      }
    }
  }

  private static Outcome failed(Prepared one, String message) {
    return new Outcome(one.point(), Measures.NONE, false, Optional.of(message), one.configHash());
  }
}
