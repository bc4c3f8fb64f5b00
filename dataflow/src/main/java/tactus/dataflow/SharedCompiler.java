package tactus.dataflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.CompileException.Part;
import tactus.dataflow.Compiler.Candidate;
import tactus.dataflow.lowering.Lowering;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Planner;
import tactus.dataflow.schedule.TaskList;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Program;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.OperatorGraph;

/**
 * Compiles graphs for many machines, on many threads, with the results of {@link Compiler}: same
 * plan, same program, same execution. What machines have in common is worked out once:
 *
 * <ul>
 *   <li>machines that differ in DRAM, DMA engine, capacity, arithmetic or name have the same plans
 *       for a budget of scratchpad, and the same program of each plan, since neither the planner
 *       nor the lowering looks at these;
 *   <li>machines that differ in capacity, arithmetic or name take the same cycles for a program,
 *       since the engines do not look at these;
 *   <li>a machine with a better memory never takes longer for a program ({@code
 *       docs/models/machine-timing.md} section 1), so what is known of one bounds the other;
 *   <li>with an allocator of the scratchpad all that holds for machines of one capacity only.
 * </ul>
 *
 * <p>Whoever compiles machines of one family one after the other, on one thread, and the best
 * memories first, gets the most out of it: only a few families are kept.
 */
public final class SharedCompiler {

  /** Commands of programs that all families together keep, some 200 bytes each. */
  private static final long KEPT_COMMANDS = 3_000_000;

  /** Executions that a family keeps. */
  private static final int KEPT_EXECUTIONS = 8;

  // Any legal values: those whose parts decide nothing in the planner and the lowering.
  private static final DramSpec ANY_DRAM = new DramSpec(1, 64, 64, 1, 1, 1);
  private static final DmaSpec ANY_DMA = new DmaSpec(1, 0);

  private final int keptFamilies;
  private final Map<FamilyKey, Family> families = new LinkedHashMap<>(16, 0.75f, true);

  private record FamilyKey(OperatorGraph graph, MachineSpec machine) {}

  /**
   * Creates a compiler that knows nothing yet.
   *
   * @param threads threads that will use it, each with a family of its own, at least 1
   */
  public SharedCompiler(int threads) {
    // Those that threads work on, and one that is left behind slowly.
    keptFamilies = threads + 1;
  }

  /**
   * {@return what {@link Compiler#compile} returns, but that fewer plans may have been simulated}
   *
   * @param graph the graph
   * @param machine the machine
   * @throws CompileException if the graph cannot be computed on the machine
   */
  public Compilation compile(OperatorGraph graph, MachineSpec machine) {
    try {
      return family(graph, machine).compile(machine);
    } catch (ArithmeticException e) {
      throw new CompileException(
          Part.GRAPH, graph.name() + " is too large: its bytes do not fit 63 bits");
    }
  }

  /**
   * {@return what machines have in common that have the same plans and programs; equal machines
   * have equal ones}
   *
   * @param machine the machine
   */
  public static MachineSpec familyOf(MachineSpec machine) {
    return timingOf(machine).withDram(ANY_DRAM).withDma(ANY_DMA);
  }

  /**
   * {@return what machines have in common that take the same time for a program; equal machines
   * have equal ones}
   *
   * @param machine the machine
   */
  public static MachineSpec timingOf(MachineSpec machine) {
    ScratchpadSpec pad = machine.scratchpad();
    // An allocator plans for one capacity, and what it plans is no part of what another one does.
    ScratchpadSpec smallest =
        pad.allocator().isPresent()
            ? pad
            : new ScratchpadSpec(
                pad.wordBytes(), pad.banks(), pad.wordBytes(), pad.readPorts(), pad.writePorts());
    return new MachineSpec(
        "",
        machine.periodTicks(),
        machine.matrixEngines(),
        machine.vectorEngine(),
        smallest,
        machine.dma(),
        machine.dram(),
        Optional.empty(),
        machine.streamFabric());
  }

  /** {@return whether no program takes longer on one machine of a family than on another} */
  static boolean isAtLeastAsFast(MachineSpec machine, MachineSpec other) {
    return new Timing(machine).isAtLeastAsFastAs(new Timing(other));
  }

  private synchronized Family family(OperatorGraph graph, MachineSpec machine) {
    FamilyKey key = new FamilyKey(graph, familyOf(machine));
    Family family = families.get(key);
    if (family == null) {
      family = new Family(tasks(graph), machine);
      families.put(key, family);
      Iterator<Family> oldest = families.values().iterator();
      while (families.size() > keptFamilies) {
        oldest.next();
        oldest.remove();
      }
    }
    return family;
  }

  private TaskList tasks(OperatorGraph graph) {
    return families.values().stream()
        .map(family -> family.tasks)
        .filter(tasks -> tasks.graph().equals(graph))
        .findFirst()
        .orElseGet(() -> TaskList.of(graph));
  }

  /**
   * What is known of a plan's cycles on a machine.
   *
   * @param cycles the cycles, or a number that they are above
   * @param isExact which of them
   */
  private record Known(long cycles, boolean isExact) {

    /** {@return cycles that they are not below} */
    long least() {
      return isExact ? cycles : cycles + 1;
    }
  }

  /** Machines that take the same time, and what is known of it. */
  private static final class Timing {
    final DramSpec dram;
    final DmaSpec dma;
    final Map<Entry, Known> known = new ConcurrentHashMap<>();

    Timing(MachineSpec machine) {
      this.dram = machine.dram();
      this.dma = machine.dma();
    }

    /** {@return whether no program takes longer here than there} */
    boolean isAtLeastAsFastAs(Timing other) {
      return dram.channels() == other.dram.channels()
          && dram.burstBytes() == other.dram.burstBytes()
          && dram.interleaveBytes() == other.dram.interleaveBytes()
          && dram.burstTicks() <= other.dram.burstTicks()
          && dram.latencyTicks() <= other.dram.latencyTicks()
          && dram.queueDepth() >= other.dram.queueDepth()
          && dma.outstandingBursts() >= other.dma.outstandingBursts()
          && dma.setupCycles() <= other.dma.setupCycles();
    }
  }

  /** A plan of a family; compared by identity. */
  private static final class Entry {
    final Plan plan;
    @Nullable Program program;

    Entry(Plan plan) {
      this.plan = plan;
    }
  }

  private record ExecutionKey(Timing timing, Entry entry) {}

  /** Machines with the same plans and programs. */
  private final class Family {
    private final TaskList tasks;
    private final MachineSpec first;
    private final Planner planner;
    private final Operators operators;
    private final IdentityHashMap<Plan, Entry> entries = new IdentityHashMap<>();
    private final Map<MachineSpec, Timing> timings = new ConcurrentHashMap<>();
    private final Queue<Machine> idle = new ConcurrentLinkedQueue<>();
    private final Map<ExecutionKey, Execution> executions = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable List<Plan> allocated;
    private long keptCommands;

    Family(TaskList tasks, MachineSpec first) {
      this.tasks = tasks;
      this.first = first;
      this.planner = new Planner(tasks, first);
      this.operators = Operators.of(tasks, first);
    }

    Compilation compile(MachineSpec machine) {
      machine.streamFabric().ifPresent(fabric -> FabricFit.check(tasks, fabric));
      List<Plan> plans = plans(machine);
      Timing timing = timings.computeIfAbsent(timingOf(machine), key -> new Timing(machine));
      List<Candidate> candidates = Compiler.candidates(machine, tasks, plans);
      Race race = new Race(timing, candidates);
      int simulated = race.run(machine);
      Entry winner = race.winner();
      return new Compilation(
          execution(machine, timing, winner),
          Compiler.summaries(operators, tasks, winner.plan),
          winner.plan.text(),
          plans.size(),
          Math.max(1, simulated),
          Compiler.residency(winner.plan));
    }

    /** A machine that knows what others of the family have worked out, until it is given back. */
    private Machine machine(MachineSpec spec) {
      Machine machine = idle.poll();
      return machine == null ? new Machine(spec) : machine.as(spec);
    }

    private synchronized List<Plan> plans(MachineSpec machine) {
      if (machine.scratchpad().allocator().isPresent()) {
        return allocated(machine);
      }
      List<Plan> plans = planner.plans(machine.scratchpad().capacityBytes());
      Compiler.checkPlans(machine, tasks, planner, plans);
      return plans;
    }

    /** What the allocator plans takes long, and is the same for all machines of the family. */
    private List<Plan> allocated(MachineSpec machine) {
      List<Plan> plans = allocated;
      if (plans == null) {
        plans = planner.plans();
        allocated = plans;
      }
      Compiler.checkPlans(machine, tasks, planner, plans);
      return plans;
    }

    private synchronized Entry entry(Plan plan) {
      return entries.computeIfAbsent(plan, Entry::new);
    }

    /** Lowering takes longer than waiting for another thread that does the same. */
    Program program(Entry entry) {
      synchronized (entry) {
        Program known = entry.program;
        if (known != null) {
          return known;
        }
        Program program = Lowering.lower(first, tasks, entry.plan, operators);
        if (keep(program.commands().size())) {
          entry.program = program;
        }
        return program;
      }
    }

    private synchronized boolean keep(long commands) {
      boolean fits = keptCommands + commands <= KEPT_COMMANDS / keptFamilies;
      keptCommands += fits ? commands : 0;
      return fits;
    }

    private Execution execution(MachineSpec machine, Timing timing, Entry winner) {
      ExecutionKey key = new ExecutionKey(timing, winner);
      synchronized (executions) {
        Execution known = executions.get(key);
        if (known != null) {
          return known;
        }
      }
      Machine simulated = machine(machine);
      Execution execution = simulated.run(program(winner), Fidelity.FAST);
      idle.add(simulated);
      if (execution.timings().size() > KEPT_COMMANDS / keptFamilies / KEPT_EXECUTIONS) {
        return execution;
      }
      synchronized (executions) {
        executions.put(key, execution);
        Iterator<Execution> oldest = executions.values().iterator();
        while (executions.size() > KEPT_EXECUTIONS) {
          oldest.next();
          oldest.remove();
        }
      }
      return execution;
    }

    /**
     * The search for the fastest plan; of equally fast ones that with the least traffic, then the
     * first candidate. A plan that is left out or given up has more cycles than one that is known,
     * so the winner depends neither on what was known before nor on the order of simulations.
     */
    private final class Race {
      private final Timing timing;
      private final List<Entry> entries;
      private final long[] leastCycles;
      private final double[] guessedCycles;

      /** No plan with more cycles can win. */
      private long limitCycles = Long.MAX_VALUE;

      Race(Timing timing, List<Candidate> candidates) {
        this.timing = timing;
        entries = candidates.stream().map(candidate -> entry(candidate.plan())).toList();
        leastCycles = candidates.stream().mapToLong(Candidate::leastCycles).toArray();
        guessedCycles =
            candidates.stream()
                .mapToDouble(candidate -> candidate.plan().estimatedCycles())
                .toArray();
        for (Timing other : timings.values()) {
          boolean isFaster = other.isAtLeastAsFastAs(timing);
          boolean isSlower = timing.isAtLeastAsFastAs(other);
          for (int i = 0; i < leastCycles.length; i++) {
            Known known = other.known.get(entries.get(i));
            if (known != null && isFaster) {
              leastCycles[i] = Math.max(leastCycles[i], known.least());
              guessedCycles[i] = (double) leastCycles[i];
            }
            if (known != null && isSlower && known.isExact()) {
              limitCycles = Math.min(limitCycles, known.cycles());
            }
          }
        }
      }

      /** {@return how many plans it simulates until the winner is known} */
      int run(MachineSpec machine) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < leastCycles.length; i++) {
          order.add(i);
        }
        order.sort(
            Comparator.comparingDouble(i -> Math.max((double) leastCycles[i], guessedCycles[i])));
        int simulated = 0;
        Entry likely = entries.get(order.get(0));
        if (limitCycles == Long.MAX_VALUE && !timing.known.containsKey(likely)) {
          // It is likely to win, and then all that it did is asked for.
          long cycles = execution(machine, timing, likely).cycles();
          timing.known.put(likely, new Known(cycles, true));
          simulated++;
        }
        for (int i : order) {
          simulated += enter(entries.get(i), leastCycles[i], machine) ? 1 : 0;
        }
        return simulated;
      }

      private boolean enter(Entry entry, long least, MachineSpec machine) {
        Known known = timing.known.get(entry);
        if (known != null && known.isExact()) {
          limitCycles = Math.min(limitCycles, known.cycles());
          return false;
        }
        if (Math.max(least, known == null ? 0 : known.least()) > limitCycles) {
          return false;
        }
        Machine simulated = machine(machine);
        OptionalLong cycles = simulated.cyclesWithin(program(entry), slack(limitCycles));
        idle.add(simulated);
        // Another thread may know more meanwhile.
        timing.known.merge(
            entry,
            new Known(cycles.orElse(slack(limitCycles)), cycles.isPresent()),
            (old, now) ->
                old.isExact() || (!now.isExact() && old.cycles() > now.cycles()) ? old : now);
        limitCycles = Math.min(limitCycles, cycles.orElse(limitCycles));
        return true;
      }

      /** A slower plan is followed for a while, since that bounds it on slower memories too. */
      private static long slack(long cycles) {
        return cycles > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * cycles;
      }

      Entry winner() {
        Entry best = null;
        for (Entry entry : entries) {
          Known known = timing.known.get(entry);
          boolean isFastest = known != null && known.isExact() && known.cycles() == limitCycles;
          if (isFastest && (best == null || entry.plan.trafficBytes() < best.plan.trafficBytes())) {
            best = entry;
          }
        }
        if (best == null) {
          throw new IllegalStateException(
              tasks.graph().name() + ": a plan of " + limitCycles + " cycles must be simulated");
        }
        return best;
      }
    }
  }
}
