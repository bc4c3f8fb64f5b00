package tactus.explore.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tactus.concurrent.Background;
import tactus.dataflow.CompileException;
import tactus.explore.run.Bottleneck.WhatIf;
import tactus.explore.run.RunStages.GraphCompiler;
import tactus.hw.CommandTiming;
import tactus.hw.CommandTiming.VectorTiming;
import tactus.hw.CycleCause;
import tactus.hw.CycleStack;
import tactus.hw.Execution;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.workload.OperatorGraph;

/**
 * Finds what a run waits for most: what it would take on machines that have practically no end of
 * one resource. The cycle stack and the traffic say which resources may matter; only those are
 * tried, and they are chosen before any is, so the result does not depend on the number of threads.
 *
 * <p>Where a resource only makes commands shorter, the same program is timed again; where it asks
 * for other tiles, the graph is also compiled again.
 */
final class BottleneckSearch {

  /** A resource that fewer of the cycles wait for than one in this many is not tried. */
  private static final long LEAST_SHARE_TO_TIME = 50;

  /** The same for a resource that the graph must be compiled again for. */
  private static final long LEAST_SHARE_TO_COMPILE = 20;

  private final RunSpec spec;
  private final Execution execution;
  private final GraphCompiler compiler;

  private BottleneckSearch(RunSpec spec, Execution execution, GraphCompiler compiler) {
    this.spec = spec;
    this.execution = execution;
    this.compiler = compiler;
  }

  /**
   * {@return what a run waits for most}
   *
   * @param spec the run
   * @param execution what happened
   * @param compiler compiles the graph for other machines, on several threads
   */
  static Bottleneck of(RunSpec spec, Execution execution, GraphCompiler compiler) {
    BottleneckSearch search = new BottleneckSearch(spec, execution, compiler);
    List<Resource> plausible = search.plausible();
    List<Long> cycles = search.cyclesOf(plausible);
    List<WhatIf> tried = new ArrayList<>();
    for (int i = 0; i < plausible.size(); i++) {
      // What the machine can do with less of a resource, it can do with more.
      long best = Math.min(cycles.get(i), execution.cycles());
      tried.add(new WhatIf(plausible.get(i), best, (double) execution.cycles() / best));
    }
    tried.sort(Comparator.comparingLong(WhatIf::cycles).thenComparing(WhatIf::resource));
    return new Bottleneck(execution.cycles(), tried);
  }

  /** A resource and the cycles whose cause it may be. */
  private record Wait(Resource resource, long cycles) {}

  /** The resources that enough of the cycles may wait for. */
  private List<Resource> plausible() {
    return waits().stream()
        .filter(
            wait -> {
              long least =
                  wait.resource().keepsProgram() ? LEAST_SHARE_TO_TIME : LEAST_SHARE_TO_COMPILE;
              return wait.cycles() > execution.cycles() / least;
            })
        .map(Wait::resource)
        .toList();
  }

  private List<Wait> waits() {
    CycleStack stack = execution.cycleStack();
    long dram =
        stack.get(CycleCause.DRAM_BANDWIDTH)
            + stack.get(CycleCause.DRAM_LATENCY)
            + stack.get(CycleCause.STORE_DRAIN);
    long matrix =
        stack.get(CycleCause.COMPUTE)
            + stack.get(CycleCause.WEIGHT_LOAD)
            + stack.get(CycleCause.FILL_DRAIN)
            + stack.get(CycleCause.OTHER_ENGINE);
    long stream = stack.get(CycleCause.STREAM);
    long vector = stack.get(CycleCause.VECTOR);
    long ports =
        stack.get(CycleCause.BANK_CONFLICT) + stream + Math.min(vector, vectorBankConflicts());
    CompulsoryTraffic compulsory = CompulsoryTraffic.of(spec.workload().graph());
    // No schedule is shorter than the traffic that none avoids.
    long above = Math.max(0, execution.cycles() - compulsory.cycles(spec.machine()));
    return List.of(
        new Wait(Resource.DRAM_BANDWIDTH, dram),
        new Wait(
            Resource.SCRATCHPAD_CAPACITY,
            (long) (dram * compulsory.avoidableShare(execution.totalTraffic()))),
        new Wait(Resource.DRAM_LATENCY, dram),
        new Wait(Resource.MATRIX_ENGINE, Math.min(matrix, above)),
        new Wait(Resource.STREAM_FABRIC, Math.min(stream, above)),
        new Wait(Resource.VECTOR_LANES, Math.min(vector, above)),
        new Wait(Resource.SCRATCHPAD_PORTS, Math.min(ports, above)));
  }

  private long vectorBankConflicts() {
    long sum = 0;
    for (CommandTiming timing : execution.timings()) {
      if (timing instanceof VectorTiming vector) {
        sum += vector.bankConflictCycles();
      }
    }
    return sum;
  }

  private List<Long> cyclesOf(List<Resource> resources) {
    List<Long> cycles = new ArrayList<>();
    if (resources.size() < 2) {
      resources.forEach(resource -> cycles.add(cyclesWith(resource)));
      return cycles;
    }
    int threads = Math.min(resources.size(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, work -> Background.thread("what-if", work));
    try {
      List<Future<Long>> futures = new ArrayList<>();
      for (Resource resource : resources) {
        futures.add(pool.submit(() -> cyclesWith(resource)));
      }
      for (Future<Long> future : futures) {
        cycles.add(Background.result(future));
      }
      return cycles;
    } finally {
      pool.shutdownNow();
    }
  }

  private long cyclesWith(Resource resource) {
    OperatorGraph graph = spec.workload().graph();
    MachineSpec relieved = resource.relieved(spec.machine(), graph);
    long same =
        new Machine(relieved)
            .cyclesWithin(execution.program(), execution.cycles())
            .orElse(execution.cycles());
    if (resource.keepsProgram()) {
      return same;
    }
    try {
      return Math.min(same, compiler.compile(relieved, graph).execution().cycles());
    } catch (CompileException e) {
      // That the graph can be computed, the run itself has shown.
      return same;
    }
  }
}
