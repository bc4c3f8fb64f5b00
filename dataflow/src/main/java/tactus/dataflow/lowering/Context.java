package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Plan;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.schedule.TaskList;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.EngineSplit;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.SparseOperands;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.workload.Operator;
import tactus.workload.TensorKind;

/** What all tasks of a program share while they are lowered. */
final class Context {

  /** Tensors start on borders of this many bytes in DRAM. */
  private static final long DRAM_ALIGNMENT = 4096;

  final Layouts layouts;
  final EngineSplit split;
  final Plan plan;
  final TaskList tasks;
  private final List<Values> values = new ArrayList<>();
  private final Operators operators;
  private final boolean isSwitched;

  Context(MachineSpec machine, TaskList tasks, Plan plan, Operators operators) {
    this.layouts = new Layouts(machine, SparseOperands.patterns(tasks.graph()));
    this.split = new EngineSplit(machine);
    this.plan = plan;
    this.tasks = tasks;
    this.operators = operators;
    this.isSwitched = machine.isSwitched();
    placeInDram();
  }

  /**
   * Gives every tensor a place in DRAM, even if it is never stored; states of a cache share one.
   */
  private void placeInDram() {
    int[] before = new int[tasks.tensors().size()];
    Arrays.fill(before, -1);
    for (Task task : tasks.tasks()) {
      if (task instanceof Task.Append append && append.before() >= 0) {
        before[append.cache()] = append.before();
      }
    }
    long[] bytes = new long[before.length];
    int[] roots = new int[before.length];
    for (int i = 0; i < before.length; i++) {
      int root = i;
      while (before[root] >= 0) {
        root = before[root];
      }
      roots[i] = root;
      PlacedTensor tensor = tasks.tensors().get(i);
      long size = tensor.rows() * Layouts.packed(tensor.columns(), tensor.bits());
      bytes[root] = Math.max(bytes[root], size);
    }
    long next = 0;
    long[] addresses = new long[before.length];
    Pieces[] pieces = new Pieces[before.length];
    for (int i = 0; i < before.length; i++) {
      if (roots[i] == i) {
        addresses[i] = next;
        next += (bytes[i] + DRAM_ALIGNMENT - 1) / DRAM_ALIGNMENT * DRAM_ALIGNMENT;
        pieces[i] = new Pieces();
      }
    }
    for (int i = 0; i < before.length; i++) {
      values.add(new Values(tasks.tensors().get(i), addresses[roots[i]], pieces[roots[i]]));
    }
  }

  /** {@return what a product says of the dataflow its mapping has chosen} */
  Optional<Dataflow> setting(Dataflow dataflow) {
    return isSwitched ? Optional.of(dataflow) : Optional.empty();
  }

  Values values(int tensor) {
    return values.get(tensor);
  }

  int operator(Operator operator) {
    return operators.indexOf(operator);
  }

  boolean isResident(int tensor) {
    return plan.isResident(tensor);
  }

  long ringStart() {
    return plan.residentBytes();
  }

  long workStart() {
    return plan.residentBytes() + plan.ringBytes();
  }

  /** {@return the buffer of a tensor that stays, placed when its first part is made} */
  Buffer residentBuffer(int tensor, ProgramWriter writer) {
    Values where = values.get(tensor);
    if (!where.isResident()) {
      where.stay(
          writer.place(
              where.tensor.tensor().name(),
              plan.addresses().get(tensor),
              plan.sizes().get(tensor)));
    }
    return where.buffer();
  }

  /** Ends the buffers of tensors that no later task reads. */
  void endAfter(int task, List<Integer> tensors) {
    for (int tensor : tensors) {
      Values where = values.get(tensor);
      if (where.isResident() && where.tensor.lastConsumer() == task) {
        where.buffer().close();
      }
    }
  }

  static TrafficClass trafficClass(TensorKind kind) {
    return switch (kind) {
      case WEIGHT -> TrafficClass.WEIGHT;
      case KV_CACHE -> TrafficClass.KV_CACHE;
      case INPUT, ACTIVATION, OUTPUT -> TrafficClass.ACTIVATION;
    };
  }

  /** Adds the load of a part of a tensor that lies in DRAM row after row. */
  void addLoad(Fetch fetch, int tensor, long row, long rows, long column, long columns) {
    Values from = values.get(tensor);
    PlacedTensor shape = from.tensor;
    long stride = Layouts.packed(shape.columns(), shape.bits());
    long rowBytes = Layouts.packed(columns, shape.bits());
    boolean inside =
        row + rows <= shape.rows() && column + columns <= shape.columns() && stride >= rowBytes;
    if (inside) {
      fetch.loads.add(
          new Fetch.Load(
              trafficClass(shape.tensor().kind()),
              from.dramAddress + row * stride + Layouts.packed(column, shape.bits()),
              rows,
              rowBytes,
              stride));
      addSource(fetch, tensor, new Rectangle(row, row + rows, column, column + columns));
    } else {
      // The operator sees the tensor in another shape, or repeats it: so many bytes, in one row.
      fetch.loads.add(
          new Fetch.Load(
              trafficClass(shape.tensor().kind()),
              from.dramAddress,
              1,
              Layouts.packed(rows * columns, shape.bits()),
              Layouts.packed(rows * columns, shape.bits())));
      addSource(fetch, tensor, Rectangle.ALL);
    }
  }

  /** Notes that what a fetch reads is written by a task of this program, if it is. */
  void addSource(Fetch fetch, int tensor, Rectangle part) {
    Values from = values.get(tensor);
    if (from.tensor.producer() >= 0) {
      fetch.sources.add(new Fetch.Source(from, part));
    }
  }

  /** Stores a part of a tensor from a buffer that ends with it. */
  void storeLater(
      ProgramWriter writer,
      int tensor,
      int operator,
      Buffer buffer,
      CommandSet waits,
      Rectangle part,
      long elements) {
    Values to = values.get(tensor);
    PlacedTensor shape = to.tensor;
    long rows = part.endRow() - part.firstRow();
    long columns = part.endColumn() - part.firstColumn();
    long stride = Layouts.packed(shape.columns(), shape.bits());
    boolean inside =
        part.endRow() <= shape.rows()
            && part.endColumn() <= shape.columns()
            && rows * columns == elements;
    to.storesToCome++;
    writer.storeLater(
        () -> {
          to.storesToCome--;
          int command =
              writer.transfer(
                  Transfer.Direction.STORE,
                  operator,
                  waits,
                  trafficClass(shape.tensor().kind()),
                  inside
                      ? to.dramAddress
                          + part.firstRow() * stride
                          + Layouts.packed(part.firstColumn(), shape.bits())
                      : to.dramAddress,
                  inside ? rows : 1,
                  Layouts.packed(inside ? columns : elements, shape.bits()),
                  inside ? stride : Layouts.packed(elements, shape.bits()),
                  buffer.address());
          buffer.useTransfer(command);
          buffer.close();
          to.pieces.add(inside ? part : Rectangle.ALL, command, Pieces.TRANSFER);
        });
  }

  /** {@return an address inside a buffer, a word's first byte} */
  long inside(Buffer buffer, long offset) {
    long last = Math.max(0, layouts.alignDown(buffer.bytes() - 1));
    return buffer.address() + Math.min(layouts.alignDown(offset), last);
  }
}
