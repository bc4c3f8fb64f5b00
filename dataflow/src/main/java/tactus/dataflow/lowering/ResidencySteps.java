package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.scratchpad.ResidencyPlan;
import tactus.dataflow.scratchpad.Stay;
import tactus.dataflow.tiling.Layouts;
import tactus.hw.command.Transfer;

/**
 * Steps that move whole tensors as a residency plan says: a tensor is stored when its first stay
 * ends and another follows, and loaded when such a one begins.
 */
final class ResidencySteps {

  /** A tensor that comes back. */
  private record Return(int tensor, long address) {}

  /** A tensor that leaves to come back later. */
  private record Leave(int tensor, boolean isSpilled) {}

  private final Context context;
  private final List<List<Return>> returns = new ArrayList<>();
  private final List<List<Leave>> leaves = new ArrayList<>();

  ResidencySteps(Context context, ResidencyPlan plan) {
    this.context = context;
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = 0; id < context.tasks.tensors().size(); id++) {
      ids.put(context.tasks.tensors().get(id).tensor().name(), id);
    }
    for (int place = 0; place < plan.order().size(); place++) {
      returns.add(new ArrayList<>());
      leaves.add(new ArrayList<>());
    }
    Map<Integer, Stay> latest = new LinkedHashMap<>();
    for (Stay stay : plan.stays()) {
      Integer id = ids.get(plan.problem().tensors().get(stay.tensor()).name());
      if (id == null) {
        throw new IllegalStateException(stay + ": must be of a tensor of the task list");
      }
      Stay before = latest.put(id, stay);
      if (before != null) {
        leaves.get(before.lastStep()).add(new Leave(id, !before.isRetrieved()));
        returns.get(stay.firstStep()).add(new Return(id, stay.address()));
      }
    }
  }

  /** Adds the loads before a task. */
  void addReturns(int place, List<Step> steps) {
    int operator = operator(place);
    for (Return moved : returns.get(place)) {
      steps.add(
          new Step(List.of()) {
            @Override
            void write(ProgramWriter writer) {
              Values values = context.values(moved.tensor());
              Buffer buffer =
                  writer.place(
                      values.tensor.tensor().name(),
                      moved.address(),
                      context.plan.sizes().get(moved.tensor()));
              CommandSet waits = writer.newSet();
              waits.addAll(buffer.before());
              move(writer, Transfer.Direction.LOAD, operator, waits, values, buffer);
              values.stay(buffer);
            }
          });
    }
  }

  /** Adds the stores after a task. */
  void addLeaves(int place, List<Step> steps) {
    int operator = operator(place);
    for (Leave moved : leaves.get(place)) {
      steps.add(
          new Step(List.of()) {
            @Override
            void write(ProgramWriter writer) {
              Values values = context.values(moved.tensor());
              Buffer buffer = values.buffer();
              if (moved.isSpilled()) {
                CommandSet waits = writer.newSet();
                move(writer, Transfer.Direction.STORE, operator, waits, values, buffer);
              }
              buffer.close();
            }
          });
    }
  }

  private int operator(int place) {
    Task task = context.tasks.tasks().get(place);
    return context.operator(task.operators().get(0));
  }

  /** Writes the transfer of a tensor, which whoever uses it afterwards waits for. */
  private static void move(
      ProgramWriter writer,
      Transfer.Direction direction,
      int operator,
      CommandSet waits,
      Values values,
      Buffer buffer) {
    values.pieces.addTo(waits, Rectangle.ALL);
    PlacedTensor tensor = values.tensor;
    long bytes = tensor.rows() * Layouts.packed(tensor.columns(), tensor.bits());
    int command =
        writer.transfer(
            direction,
            operator,
            waits,
            Context.trafficClass(tensor.tensor().kind()),
            values.dramAddress,
            1,
            bytes,
            bytes,
            buffer.address());
    buffer.useTransfer(command);
    values.pieces.replace(command);
  }
}
