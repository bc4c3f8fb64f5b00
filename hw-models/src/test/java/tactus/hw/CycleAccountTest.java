package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;

/** The cycle stacks against the rule, cycle by cycle. */
class CycleAccountTest {

  @Property(tries = 1000)
  void run_anyProgram_stacksCycleByCycle(@ForAll long seed) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec spec = random.machine();
    Program program = random.program(spec);
    Execution execution = new Machine(spec).run(program, Fidelity.FAST);

    long[][] expected = new long[program.operators().size()][CycleCause.values().length];
    int lead = lead(spec, execution);
    for (int i = 0; i < execution.timings().size(); i++) {
      if (execution.timings().get(i) instanceof MatMulTiming timing && engine(program, i) == lead) {
        long[] stack = expected[program.commands().get(i).operator()];
        stack[0] += timing.streamCycles();
        stack[1] += timing.weightLoadCycles();
        stack[2] += timing.fillDrainCycles();
        stack[3] += timing.bankConflictCycles();
      }
    }
    for (long cycle = 0; cycle < execution.cycles(); cycle++) {
      add(spec, execution, lead, cycle, expected);
    }
    for (int operator = 0; operator < expected.length; operator++) {
      assertThat(execution.stacks().get(operator)).isEqualTo(CycleStack.of(expected[operator]));
    }
  }

  private static int engine(Program program, int i) {
    return program.commands().get(i) instanceof MatMul product ? product.engine() : -1;
  }

  private static int lead(MachineSpec spec, Execution execution) {
    int lead = -1;
    long most = -1;
    for (int engine = 0; engine < spec.matrixEngines().size(); engine++) {
      long owned = 0;
      for (int i = 0; i < execution.timings().size(); i++) {
        if (execution.timings().get(i) instanceof MatMulTiming timing
            && engine(execution.program(), i) == engine) {
          owned += timing.ownedCycles();
        }
      }
      if (owned > most) {
        most = owned;
        lead = engine;
      }
    }
    return lead;
  }

  private static void add(
      MachineSpec spec, Execution execution, int lead, long cycle, long[][] stacks) {
    CycleCause best = CycleCause.DEPENDENCE;
    long began = Long.MAX_VALUE;
    int owner = -1;
    Program program = execution.program();
    for (int i = 0; i < program.commands().size(); i++) {
      for (CycleCause cause : CycleCause.values()) {
        if (engine(program, i) == lead && isIn(execution.timings().get(i), cycle)) {
          return;
        }
        long start = start(spec, execution, i, lead, cause, cycle);
        if (start >= 0 && (cause.compareTo(best) < 0 || (cause == best && start < began))) {
          best = cause;
          began = start;
          owner = i;
        }
      }
    }
    stacks[program.commands().get(owner).operator()][best.ordinal()]++;
  }

  private static boolean isIn(CommandTiming timing, long cycle) {
    return timing.startCycle() <= cycle && cycle < timing.endCycle();
  }

  /** {@return since when a command can claim the cycle for a cause; -1 if it cannot} */
  private static long start(
      MachineSpec spec, Execution execution, int i, int lead, CycleCause cause, long cycle) {
    Command command = execution.program().commands().get(i);
    CommandTiming timing = execution.timings().get(i);
    long start = isIn(timing, cycle) ? timing.startCycle() : -1;
    boolean load =
        command instanceof Transfer transfer && transfer.direction() == Transfer.Direction.LOAD;
    return switch (cause) {
      case VECTOR -> command instanceof VectorOp ? start : -1;
      case STREAM -> command instanceof StreamOp ? start : -1;
      case OTHER_ENGINE ->
          command instanceof MatMul product && product.engine() != lead ? start : -1;
      case DRAM_BANDWIDTH -> load ? served(spec, (TransferTiming) timing, cycle) : -1;
      case STORE_DRAIN ->
          command instanceof Transfer && !load ? moved(spec, execution, i, cycle) : -1;
      case DRAM_LATENCY -> load ? moved(spec, execution, i, cycle) : -1;
      case DEPENDENCE -> timing.startCycle() > cycle ? timing.startCycle() : -1;
      default -> -1;
    };
  }

  private static long served(MachineSpec spec, TransferTiming timing, long cycle) {
    long begin = cycle * spec.periodTicks();
    boolean in =
        timing.firstServiceTick() < begin + spec.periodTicks() && begin < timing.lastServiceTick();
    return in ? timing.firstServiceTick() / spec.periodTicks() : -1;
  }

  private static long moved(MachineSpec spec, Execution execution, int i, long cycle) {
    long ready = 0;
    List<Command> commands = execution.program().commands();
    for (int d = 0; d < commands.get(i).dependences().size(); d++) {
      int before = commands.get(i).dependences().get(d);
      ready = Math.max(ready, execution.timings().get(before).endCycle());
    }
    if (ready <= cycle && cycle < ready + spec.dma().setupCycles()) {
      return ready;
    }
    CommandTiming timing = execution.timings().get(i);
    return isIn(timing, cycle) ? timing.startCycle() : -1;
  }
}
