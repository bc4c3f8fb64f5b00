package tactus.hw.matrix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.memory.ScratchpadSpec;

/**
 * An array that is switched between dataflows, register by register. Only a drained array is
 * switched, so no value is in any register that both dataflows use; what stays are the sums in the
 * accumulators. A command that takes the dataflow that the array is set to goes to it at once; one
 * that takes another waits until every command before it is complete, then for the interconnect.
 */
final class SwitchedArray implements CycleArray {

  private static final long NEVER = -1;

  private final int switchCycles;
  private final Accumulators accumulators = new Accumulators();
  private final Map<Dataflow, SystolicArray> arrays = new EnumMap<>(Dataflow.class);
  private final ArrayDeque<Offer> waiting = new ArrayDeque<>();

  /** The commands that were handed over. */
  private final List<HandedOver> commands = new ArrayList<>();

  /** The array as it is set; null before the first command, which finds it as it needs it. */
  private @Nullable SystolicArray set;

  /** The first cycle of a switch that is under way, or {@link #NEVER}. */
  private long switchStart = NEVER;

  private record Offer(MatMul command, MatMulData data) {}

  /**
   * Where a command went.
   *
   * @param array the array that executes it
   * @param index its position among that one's commands
   * @param switchStart the first cycle of a switch that was for it, or {@link #NEVER}
   */
  private record HandedOver(SystolicArray array, int index, long switchStart) {}

  SwitchedArray(MatrixEngineSpec spec, ScratchpadSpec scratchpad, ColumnArithmetic arithmetic) {
    switchCycles = spec.interconnect().switchCycles();
    for (Dataflow dataflow : spec.interconnect().dataflows()) {
      arrays.put(
          dataflow, SystolicArray.of(spec.setTo(dataflow), scratchpad, arithmetic, accumulators));
    }
  }

  @Override
  public void offer(MatMul command, MatMulData data) {
    waiting.add(new Offer(command, data));
  }

  @Override
  public void step(long cycle) {
    handOver(cycle);
    SystolicArray array = set;
    if (array != null && switchStart == NEVER) {
      array.step(cycle);
    }
  }

  /** Hands over the commands at the head of the queue that take the dataflow now set. */
  private void handOver(long cycle) {
    while (!waiting.isEmpty()) {
      SystolicArray wanted = array(waiting.element().command());
      SystolicArray now = set;
      long switched = NEVER;
      if (now != null && now != wanted) {
        if (now.isBusy()) {
          return;
        }
        if (switchStart == NEVER) {
          switchStart = cycle;
        }
        if (cycle < switchStart + switchCycles) {
          return;
        }
        switched = switchStart;
        switchStart = NEVER;
      }
      set = wanted;
      Offer next = waiting.remove();
      commands.add(new HandedOver(wanted, wanted.commandsOffered(), switched));
      wanted.offer(next.command(), next.data());
    }
  }

  private SystolicArray array(MatMul command) {
    SystolicArray array = command.dataflow().map(arrays::get).orElse(null);
    if (array == null) {
      throw new IllegalArgumentException(
          "dataflow (" + command.dataflow() + ") must be one of " + arrays.keySet());
    }
    return array;
  }

  @Override
  public boolean isBusy() {
    return !waiting.isEmpty() || arrays.values().stream().anyMatch(SystolicArray::isBusy);
  }

  @Override
  public boolean isInFlight() {
    return switchStart != NEVER || arrays.values().stream().anyMatch(SystolicArray::isInFlight);
  }

  @Override
  public int commandsComplete() {
    int sum = 0;
    for (SystolicArray array : arrays.values()) {
      sum += array.commandsComplete();
    }
    return sum;
  }

  @Override
  public MatMulActivity activity(int command) {
    HandedOver where = commands.get(command);
    MatMulActivity activity = where.array().activity(where.index());
    return where.switchStart() == NEVER
        ? activity
        : activity.switchedFrom(where.switchStart(), switchCycles);
  }

  @Override
  public double accumulator(long index) {
    return accumulators.sum(index);
  }
}
