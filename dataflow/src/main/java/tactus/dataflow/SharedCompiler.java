package tactus.dataflow;

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
 * Compiles one graph for many machines, on many threads, with the results of {@link Compiler}: same
 * plan, same program, same execution. What machines have in common is worked out once:
 *
 * <ul>
 *   <li>machines that differ in DRAM, DMA engine, capacity, arithmetic or name have the same plans
 *       for a budget of scratchpad, and the same program of each plan, since neither the planner
 *       nor the lowering looks at these;
 *   <li>machines that differ in capacity, arithmetic or name take the same cycles for a program,
 *       since the engines do not look at these;
 *   <li>with an allocator of the scratchpad both hold for machines of one capacity only.
 * </ul>
 *
 * <p>Whoever compiles machines of one family one after the other gets the most out of it: only a
 * few families are kept.
 */
public final class SharedCompiler {

  /** Families that are kept: those that threads work on, and some that one comes back to. */
  private static final int KEPT_FAMILIES = 3;

  /** Commands of programs that a family keeps, some 200 bytes each. */
  private static final long KEPT_COMMANDS = 1_000_000;

  /** Executions that a family keeps. */
  private static final int KEPT_EXECUTIONS = 8;

  // Any legal values: those whose parts decide nothing in the planner and the lowering.
  private static final DramSpec ANY_DRAM = new DramSpec(1, 64, 64, 1, 1, 1);
  private static final DmaSpec ANY_DMA = new DmaSpec(1, 0);

  private final OperatorGraph graph;
  private final Map<MachineSpec, Family> families = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable TaskList tasks;

  /**
   * Creates the compiler of a graph.
   *
   * @param graph the graph
   */
  public SharedCompiler(OperatorGraph graph) {
    this.graph = graph;
  }

  /**
   * {@return what {@link Compiler#compile} returns, but that fewer plans may have been simulated}
   *
   * @param machine the machine
   * @throws CompileException if the graph cannot be computed on the machine
   */
  public Compilation compile(MachineSpec machine) {
    try {
      return family(machine).compile(machine);
    } catch (ArithmeticException e) {
      throw new CompileException(graph.name() + " is too large: its bytes do not fit 63 bits");
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

  private synchronized Family family(MachineSpec machine) {
    MachineSpec key = familyOf(machine);
    Family family = families.get(key);
    if (family == null) {
      if (tasks == null) {
        tasks = TaskList.of(graph);
      }
      family = new Family(tasks, machine);
      families.put(key, family);
      Iterator<Family> oldest = families.values().iterator();
      while (families.size() > KEPT_FAMILIES) {
        oldest.next();
        oldest.remove();
      }
    }
    return family;
  }

  /**
   * What is known of a plan's cycles on a machine.
   *
   * @param cycles the cycles, or a number that they are above
   * @param isExact which of them
   */
  private record Known(long cycles, boolean isExact) {}

  /** Machines that take the same time, and what is known of it. */
  private static final class Timing {
    final Map<Entry, Known> known = new ConcurrentHashMap<>();
    final Queue<Machine> idle = new ConcurrentLinkedQueue<>();

    Machine machine(MachineSpec spec) {
      Machine machine = idle.poll();
      return machine == null ? new Machine(spec) : machine;
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
      Timing timing = timings.computeIfAbsent(timingOf(machine), key -> new Timing());
      List<Candidate> candidates = Compiler.candidates(machine, tasks, plans);
      Race race = new Race(timing);
      for (Candidate candidate : candidates) {
        race.know(entry(candidate.plan()));
      }
      int simulated = 0;
      for (Candidate candidate : candidates) {
        simulated += race.enter(entry(candidate.plan()), candidate.leastCycles(), machine) ? 1 : 0;
      }
      Entry winner = race.winner(candidates);
      return new Compilation(
          execution(machine, timing, winner),
          Compiler.summaries(operators, tasks, winner.plan),
          winner.plan.text(),
          plans.size(),
          Math.max(1, simulated),
          Compiler.residency(winner.plan));
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
      boolean fits = keptCommands + commands <= KEPT_COMMANDS;
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
      Execution execution = new Machine(machine).run(program(winner), Fidelity.FAST);
      if (execution.timings().size() > KEPT_COMMANDS / KEPT_EXECUTIONS) {
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
     * so the winner does not depend on what was known before.
     */
    private final class Race {
      private final Timing timing;
      private long limitCycles = Long.MAX_VALUE;

      Race(Timing timing) {
        this.timing = timing;
      }

      void know(Entry entry) {
        Known known = timing.known.get(entry);
        if (known != null && known.isExact()) {
          limitCycles = Math.min(limitCycles, known.cycles());
        }
      }

      boolean enter(Entry entry, long leastCycles, MachineSpec machine) {
        know(entry); // Another thread may have found out since this race began.
        Known known = timing.known.get(entry);
        boolean isDecided = known != null && (known.isExact() || known.cycles() >= limitCycles);
        if (isDecided || leastCycles > limitCycles) {
          return false;
        }
        Machine simulated = timing.machine(machine);
        OptionalLong cycles = simulated.cyclesWithin(program(entry), limitCycles);
        timing.idle.add(simulated);
        // Another thread may know more meanwhile.
        timing.known.merge(
            entry,
            new Known(cycles.orElse(limitCycles), cycles.isPresent()),
            (old, now) ->
                old.isExact() || (!now.isExact() && old.cycles() > now.cycles()) ? old : now);
        limitCycles = Math.min(limitCycles, cycles.orElse(limitCycles));
        return true;
      }

      Entry winner(List<Candidate> candidates) {
        Entry best = null;
        for (Candidate candidate : candidates) {
          Entry entry = entry(candidate.plan());
          Known known = timing.known.get(entry);
          boolean isFastest = known != null && known.isExact() && known.cycles() == limitCycles;
          if (isFastest && (best == null || entry.plan.trafficBytes() < best.plan.trafficBytes())) {
            best = entry;
          }
        }
        if (best == null) {
          throw new IllegalStateException(graph.name() + ": some plan must be simulated");
        }
        return best;
      }
    }
  }
}
