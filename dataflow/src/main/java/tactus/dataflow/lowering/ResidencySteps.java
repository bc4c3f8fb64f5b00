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
import tactus.dataflow.tiling.ProductMapping;
import tactus.hw.command.Transfer;
import tactus.workload.TensorKind;

/**
 * Steps that move whole tensors as a residency plan says: a tensor that a task made is stored when
 * its first stay ends and another follows, and loaded when such a one begins; one that lies in DRAM
 * is loaded whenever a stay begins.
 */
final class ResidencySteps {

  /** A tensor that comes, or comes back. */
  private record Return(int tensor, long address) {}

  /** A tensor that leaves. */
  private record Leave(int tensor, boolean isSpilled) {}

  private final Context context;
  private final ResidencyPlan plan;

  /** For each tensor of the task list that is planned, its index in the plan. */
  private final Map<Integer, Integer> indices = new LinkedHashMap<>();

  private final List<List<Return>> returns = new ArrayList<>();
  private final List<List<Leave>> leaves = new ArrayList<>();

  ResidencySteps(Context context, ResidencyPlan plan) {
    this.context = context;
    this.plan = plan;
    List<Integer> producers = plan.problem().producers();
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
      indices.put(id, stay.tensor());
      boolean isInDram = producers.get(stay.tensor()) < 0;
      Stay before = latest.put(id, stay);
      if (before != null) {
        boolean isSpilled = !isInDram && !before.isRetrieved();
        leaves.get(before.lastStep()).add(new Leave(id, isSpilled));
      }
      if (before != null || isInDram) {
        returns.get(stay.firstStep()).add(new Return(id, stay.address()));
      }
    }
    // Others end with the last task that reads them.
    latest.forEach(
        (id, stay) -> {
          if (producers.get(stay.tensor()) < 0) {
            leaves.get(stay.lastStep()).add(new Leave(id, false));
          }
        });
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
              if (values.tensor.tensor().kind() == TensorKind.ACTIVATION) {
                CommandSet waits = writer.newSet();
                waits.addAll(buffer.before());
                move(writer, Transfer.Direction.LOAD, operator, waits, values, buffer);
              } else {
                values.copy.clear();
                for (Part part : parts(place, moved.tensor())) {
                  load(writer, operator, values, buffer, part);
                }
              }
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

  /**
   * A part of a tensor that lies in DRAM.
   *
   * @param where what it is of the matrix
   * @param from its first byte in DRAM, counted from the tensor's
   * @param bytes its bytes
   * @param space its first byte in the scratchpad, counted from the tensor's
   */
  private record Part(Rectangle where, long from, long bytes, long space) {}

  /**
   * The parts in which a tensor comes from DRAM: those of a weight are the tiles that the product
   * uses one after the other, so that it can start when the first is there.
   */
  private List<Part> parts(int place, int tensor) {
    long bytes = plan.problem().tensors().get(indices.getOrDefault(tensor, -1)).transferBytes();
    int index = plan.order().get(place);
    if (!(context.tasks.tasks().get(place) instanceof Task.Product)
        || !(context.plan.mappings().get(index) instanceof ProductMapping mapping)) {
      return List.of(new Part(Rectangle.ALL, 0, bytes, 0));
    }
    long k = mapping.shape().k();
    long n = mapping.shape().n();
    long space = context.plan.sizes().get(tensor);
    List<Part> parts = new ArrayList<>();
    long before = 0;
    long done = 0;
    for (long n0 = 0; n0 < n; n0 += mapping.nTile()) {
      long n1 = Math.min(n, n0 + mapping.nTile());
      for (long k0 = 0; k0 < k; k0 += mapping.kTile()) {
        long k1 = Math.min(k, k0 + mapping.kTile());
        done += (k1 - k0) * (n1 - n0);
        long end = done == k * n ? bytes : share(bytes, done, k * n);
        if (end == before) {
          // Tiles of less than a byte.
          return List.of(new Part(Rectangle.ALL, 0, bytes, 0));
        }
        long offset = share(space, before, bytes);
        parts.add(new Part(new Rectangle(k0, k1, n0, n1), before, end - before, offset));
        before = end;
      }
    }
    return parts;
  }

  private static long share(long all, long part, long whole) {
    return (long) ((double) part / (double) whole * (double) all);
  }

  private void load(ProgramWriter writer, int operator, Values values, Buffer buffer, Part part) {
    CommandSet waits = writer.newSet();
    waits.addAll(buffer.before());
    // A cache is written by appends.
    values.pieces.addTo(waits, Rectangle.ALL);
    int command =
        writer.transfer(
            Transfer.Direction.LOAD,
            operator,
            waits,
            Context.trafficClass(values.tensor.tensor().kind()),
            values.dramAddress + part.from(),
            1,
            part.bytes(),
            part.bytes(),
            context.inside(buffer, part.space()));
    buffer.useTransfer(command);
    values.copy.add(part.where(), command, Pieces.TRANSFER);
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
