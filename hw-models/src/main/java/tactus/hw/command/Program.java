package tactus.hw.command;

import java.util.Arrays;
import java.util.List;

/**
 * The commands of a run in program order, with explicit dependences, and what they are for.
 *
 * @param name name of the workload
 * @param operators the operators the commands belong to, in execution order
 * @param commands the commands; a dependence always points to an earlier one, so no program can
 *     deadlock
 * @param allocations buffers of the scratchpad over time
 */
public record Program(
    String name,
    List<ProgramOperator> operators,
    List<Command> commands,
    List<Allocation> allocations) {
  public Program {
    operators = List.copyOf(operators);
    commands = List.copyOf(commands);
    allocations = List.copyOf(allocations);
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      if (command.operator() < 0 || command.operator() >= operators.size()) {
        throw new IllegalArgumentException(
            "command "
                + i
                + ": operator ("
                + command.operator()
                + ") must be below "
                + operators.size());
      }
      Dependences dependences = command.dependences();
      if (dependences.size() > 0 && dependences.get(dependences.size() - 1) >= i) {
        throw new IllegalArgumentException(
            "command " + i + ": dependences (" + dependences + ") must point to earlier commands");
      }
    }
    for (Allocation allocation : allocations) {
      if (allocation.lastCommand() >= commands.size()) {
        throw new IllegalArgumentException(
            allocation.name()
                + ": lastCommand ("
                + allocation.lastCommand()
                + ") must be below "
                + commands.size());
      }
    }
  }

  /** {@return the multiply-accumulates of each operator that are made, in the operators' order} */
  public List<Long> executedMacs() {
    long[] executed = new long[operators.size()];
    for (Command command : commands) {
      if (command instanceof MatMul product) {
        executed[product.operator()] =
            Math.addExact(executed[product.operator()], product.executedMacs());
      } else if (command instanceof StreamOp stream) {
        executed[stream.operator()] = Math.addExact(executed[stream.operator()], stream.macs());
      }
    }
    return Arrays.stream(executed).boxed().toList();
  }

  /** {@return the multiply-accumulates of all operators, with those that are skipped} */
  public long macs() {
    long sum = 0;
    for (ProgramOperator operator : operators) {
      sum = Math.addExact(sum, operator.macs());
    }
    return sum;
  }
}
