package tactus.explore.price;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.stream.attention.StreamWork;

/**
 * The actions of a run, counted once for whoever prices it with different costs. Immutable.
 *
 * <p>Nothing here depends on capacity, arithmetic or prices, but for the bytes of a DRAM row.
 */
public final class RunActions {

  private final Execution execution;
  private final long rowBytes;
  private final ActionCount[] operators;
  private final Map<TrafficClass, ActionCount> transfers = new EnumMap<>(TrafficClass.class);

  private RunActions(Execution execution, long rowBytes) {
    this.execution = execution;
    this.rowBytes = rowBytes;
    this.operators = new ActionCount[execution.program().operators().size()];
    Arrays.fill(operators, ActionCount.NONE);
  }

  /**
   * {@return the actions of a run}
   *
   * @param execution what happened
   * @param machine the machine that ran
   * @param rowBytes bytes of a DRAM row
   */
  public static RunActions of(Execution execution, MachineSpec machine, long rowBytes) {
    RunActions actions = new RunActions(execution, rowBytes);
    Optional<StreamWork.Counter> counter = machine.streamFabric().map(StreamWork.Counter::new);
    List<Command> commands = execution.program().commands();
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      ActionCount count =
          ActionCount.of(command, execution.timings().get(i), machine, rowBytes, counter);
      int operator = command.operator();
      actions.operators[operator] = actions.operators[operator].plus(count);
      if (command instanceof Transfer transfer) {
        actions.transfers.merge(transfer.trafficClass(), count, ActionCount::plus);
      }
    }
    return actions;
  }

  /** {@return what happened} */
  public Execution execution() {
    return execution;
  }

  /** {@return bytes of the DRAM rows that were counted} */
  public long rowBytes() {
    return rowBytes;
  }

  /** {@return the actions of an operator} */
  ActionCount operator(int index) {
    return operators[index];
  }

  /** {@return the actions that moved each kind of data between DRAM and chip} */
  Map<TrafficClass, ActionCount> transfers() {
    return new EnumMap<>(transfers);
  }
}
