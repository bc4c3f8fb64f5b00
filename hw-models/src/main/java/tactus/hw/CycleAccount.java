package tactus.hw;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;

/**
 * Gives each cycle of a run to one cause and one operator, {@code docs/models/machine-timing.md}
 * section 7. The lead engine's own cycles are counted by its commands. What is left of the run is a
 * list of gaps, and each further cause takes from it, in order of precedence, the cycles in which
 * one of its commands is at work; of several commands the one that began first takes a cycle.
 */
final class CycleAccount {

  private final MachineSpec spec;
  private final Program program;
  private final CommandTiming[] timings;
  private final long cycles;
  private final long[][] stacks;
  private final Spans spans = new Spans();
  private Spans gaps = new Spans();
  private Spans left = new Spans();

  private CycleAccount(MachineSpec spec, Program program, CommandTiming[] timings, long cycles) {
    this.spec = spec;
    this.program = program;
    this.timings = timings;
    this.cycles = cycles;
    stacks = new long[program.operators().size()][CycleCause.values().length];
  }

  /** {@return the cycles of each operator by cause} */
  static List<CycleStack> stacks(
      MachineSpec spec, Program program, CommandTiming[] timings, long cycles) {
    CycleAccount account = new CycleAccount(spec, program, timings, cycles);
    account.giveAll();
    List<CycleStack> stacks = new ArrayList<>();
    for (long[] stack : account.stacks) {
      stacks.add(CycleStack.of(stack));
    }
    return stacks;
  }

  private void giveAll() {
    gaps.add(0, cycles, 0);
    int lead = leadEngine();
    giveLead(lead);
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      if (commands.get(i) instanceof VectorOp) {
        addCommand(i);
      }
    }
    give(CycleCause.VECTOR);
    for (int i = 0; i < timings.length; i++) {
      if (commands.get(i) instanceof StreamOp) {
        addCommand(i);
      }
    }
    give(CycleCause.STREAM);
    for (int i = 0; i < timings.length; i++) {
      if (commands.get(i) instanceof MatMul product && product.engine() != lead) {
        addCommand(i);
      }
    }
    give(CycleCause.OTHER_ENGINE);
    giveTransfers();
    for (int i = 0; i < timings.length; i++) {
      addCommand(i);
    }
    giveToNext();
  }

  private int leadEngine() {
    long[] owned = new long[spec.matrixEngines().size()];
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      if (timings[i] instanceof MatMulTiming timing && commands.get(i) instanceof MatMul product) {
        owned[product.engine()] += timing.ownedCycles();
      }
    }
    int lead = 0;
    for (int engine = 1; engine < owned.length; engine++) {
      if (owned[engine] > owned[lead]) {
        lead = engine;
      }
    }
    return lead;
  }

  private void giveLead(int lead) {
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      if (timings[i] instanceof MatMulTiming timing
          && commands.get(i) instanceof MatMul product
          && product.engine() == lead) {
        long[] stack = stacks[product.operator()];
        stack[CycleCause.COMPUTE.ordinal()] += timing.streamCycles();
        stack[CycleCause.WEIGHT_LOAD.ordinal()] += timing.weightLoadCycles();
        stack[CycleCause.FILL_DRAIN.ordinal()] += timing.fillDrainCycles();
        stack[CycleCause.BANK_CONFLICT.ordinal()] += timing.bankConflictCycles();
        spans.add(timing.startCycle(), timing.endCycle(), product.operator());
      }
    }
    take(null);
  }

  private void giveTransfers() {
    List<Command> commands = program.commands();
    long period = spec.periodTicks();
    for (int i = 0; i < timings.length; i++) {
      if (timings[i] instanceof TransferTiming timing && isLoad(commands.get(i))) {
        long from = timing.firstServiceTick() / period;
        long to = (timing.lastServiceTick() + period - 1) / period;
        spans.add(from, to, commands.get(i).operator());
      }
    }
    give(CycleCause.DRAM_BANDWIDTH);
    addTransfers(false);
    give(CycleCause.STORE_DRAIN);
    addTransfers(true);
    give(CycleCause.DRAM_LATENCY);
  }

  /** Adds the cycles in which a load, or a store, is in flight or being set up. */
  private void addTransfers(boolean loads) {
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      Command command = commands.get(i);
      if (command instanceof Transfer && isLoad(command) == loads) {
        long ready = Laws.readyCycle(command, timings);
        spans.add(ready, ready + spec.dma().setupCycles(), command.operator());
        addCommand(i);
      }
    }
  }

  private static boolean isLoad(Command command) {
    return command instanceof Transfer transfer && transfer.direction() == Transfer.Direction.LOAD;
  }

  private void addCommand(int i) {
    CommandTiming timing = timings[i];
    spans.add(timing.startCycle(), timing.endCycle(), program.commands().get(i).operator());
  }

  private void give(CycleCause cause) {
    spans.sort();
    take(cause);
  }

  /** Takes the sorted spans' cycles out of the gaps and gives them to a cause, if there is one. */
  private void take(@Nullable CycleCause cause) {
    left.clear();
    int gap = 0;
    long begin = gaps.size() > 0 ? gaps.start(0) : 0;
    long covered = 0;
    for (int i = 0; i < spans.size() && gap < gaps.size(); i++) {
      long start = Math.max(spans.start(i), covered);
      long end = spans.end(i);
      if (start >= end) {
        continue;
      }
      covered = end;
      while (gap < gaps.size() && begin < end) {
        long gapEnd = gaps.end(gap);
        if (start < gapEnd) {
          long from = Math.max(begin, start);
          long to = Math.min(gapEnd, end);
          left.add(begin, from, 0);
          if (cause != null) {
            stacks[spans.owner(i)][cause.ordinal()] += to - from;
          }
          begin = to;
          if (to < gapEnd) {
            break;
          }
        } else {
          left.add(begin, gapEnd, 0);
        }
        gap++;
        begin = gap < gaps.size() ? gaps.start(gap) : begin;
      }
    }
    while (gap < gaps.size()) {
      left.add(begin, gaps.end(gap), 0);
      gap++;
      begin = gap < gaps.size() ? gaps.start(gap) : begin;
    }
    spans.clear();
    Spans taken = gaps;
    gaps = left;
    left = taken;
  }

  /** Gives what is left to the command that starts next. */
  private void giveToNext() {
    if (gaps.size() > 0) {
      spans.sort();
      int next = 0;
      for (int gap = 0; gap < gaps.size(); gap++) {
        while (spans.start(next) < gaps.end(gap)) {
          next++;
        }
        stacks[spans.owner(next)][CycleCause.DEPENDENCE.ordinal()] +=
            gaps.end(gap) - gaps.start(gap);
      }
    }
  }
}
