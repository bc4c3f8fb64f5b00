package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.VectorMapping;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.workload.Operator;

/** Steps of tasks that only move bytes: one for each block of rows. */
final class MemorySteps {

  private MemorySteps() {}

  /** Adds the steps that pick rows of a table. */
  static void addGather(
      Context context, Task.Gather task, VectorMapping mapping, List<Step> steps) {
    Operator operator = task.operators().get(0);
    int index = context.operator(operator);
    Values indices = context.values(task.indices());
    long bytes = indices.tensor.tensor().bytes();
    Fetch picked = new Fetch(indices.tensor.tensor().name(), index, bytes, context.workStart());
    picked.loads.add(new Fetch.Load(TrafficClass.ACTIVATION, indices.dramAddress, 1, bytes, bytes));
    context.addSource(picked, task.indices(), Rectangle.ALL);
    PlacedTensor table = context.values(task.table()).tensor;
    PlacedTensor out = context.values(task.out()).tensor;
    long rowBytes = Layouts.packed(table.columns(), table.bits());
    // Nothing is known of the indices: the rows are spread evenly over the table.
    long stride = Math.max(1, table.rows() / mapping.shape().rows()) * rowBytes;
    for (long row = 0; row < mapping.shape().rows(); row += mapping.rowTile()) {
      long rows = Math.min(mapping.rowTile(), mapping.shape().rows() - row);
      Fetch.Load load =
          new Fetch.Load(
              Context.trafficClass(table.tensor().kind()),
              context.values(task.table()).dramAddress + row * stride,
              rows,
              rowBytes,
              stride);
      if (context.isResident(task.out())) {
        steps.add(new GatherStep(context, task, picked, load, index, row, rows));
      } else {
        long space =
            context.layouts.align(
                context.layouts.rows(mapping.rowTile(), out.columns(), out.bits()));
        Fetch fetch = new Fetch(out.tensor().name(), index, space, Fetch.RING);
        fetch.loads.add(load);
        fetch.after = picked;
        steps.add(new CopyStep(context, task.out(), picked, fetch, index, row, rows));
      }
    }
  }

  /** Adds the steps that append rows to a cache. */
  static void addAppend(
      Context context, Task.Append task, VectorMapping mapping, List<Step> steps) {
    Operator operator = task.operators().get(0);
    int index = context.operator(operator);
    PlacedTensor from = context.values(task.rows()).tensor;
    long columns = ((tactus.workload.OperatorShape.VectorShape) operator.shape()).columns();
    for (long row = 0; row < mapping.shape().rows(); row += mapping.rowTile()) {
      long rows = Math.min(mapping.rowTile(), mapping.shape().rows() - row);
      Fetch fetch = null;
      List<Fetch> needs = new ArrayList<>();
      if (!context.isResident(task.rows())) {
        long space =
            context.layouts.align(context.layouts.rows(mapping.rowTile(), columns, from.bits()));
        fetch = new Fetch(from.tensor().name(), index, space, Fetch.RING);
        context.addLoad(fetch, task.rows(), row, rows, 0, columns);
        needs.add(fetch);
      }
      long allRows = mapping.shape().rows();
      steps.add(new AppendStep(context, task, needs, fetch, row, rows, columns, allRows));
    }
  }

  /** Rows that go from the table straight to their place in the scratchpad. */
  private static final class GatherStep extends Step {
    private final Context context;
    private final Task.Gather task;
    private final Fetch picked;
    private final Fetch.Load load;
    private final int operator;
    private final long row;
    private final long rows;

    GatherStep(
        Context context,
        Task.Gather task,
        Fetch picked,
        Fetch.Load load,
        int operator,
        long row,
        long rows) {
      super(List.of(picked));
      this.context = context;
      this.task = task;
      this.picked = picked;
      this.load = load;
      this.operator = operator;
      this.row = row;
      this.rows = rows;
    }

    @Override
    void write(ProgramWriter writer) {
      Buffer target = context.residentBuffer(task.out(), writer);
      PlacedTensor out = context.values(task.out()).tensor;
      CommandSet waits = writer.newSet();
      waits.addAll(target.before());
      waits.addAll(picked.commands());
      long offset = context.layouts.rows(row, out.columns(), out.bits());
      int command =
          writer.transfer(
              Transfer.Direction.LOAD,
              operator,
              waits,
              load.trafficClass(),
              load.dramAddress(),
              load.rows(),
              load.rowBytes(),
              load.strideBytes(),
              context.inside(target, offset));
      target.useTransfer(command);
      picked.buffer().useTransfer(command);
      context
          .values(task.out())
          .pieces
          .add(Rectangle.rows(row, row + rows), command, Pieces.TRANSFER);
    }
  }

  /** Rows that go from DRAM to DRAM. */
  private static final class CopyStep extends Step {
    private final Context context;
    private final int out;
    private final Fetch fetch;
    private final int operator;
    private final long row;
    private final long rows;

    CopyStep(
        Context context, int out, Fetch picked, Fetch fetch, int operator, long row, long rows) {
      super(List.of(picked, fetch));
      this.context = context;
      this.out = out;
      this.fetch = fetch;
      this.operator = operator;
      this.row = row;
      this.rows = rows;
      // The store is one more use; it ends the buffer.
      fetch.uses++;
    }

    @Override
    void write(ProgramWriter writer) {
      PlacedTensor tensor = context.values(out).tensor;
      CommandSet waits = writer.newSet();
      waits.addAll(fetch.commands());
      context.storeLater(
          writer,
          out,
          operator,
          fetch.buffer(),
          waits,
          new Rectangle(row, row + rows, 0, tensor.columns()),
          rows * tensor.columns());
    }
  }

  /** Rows that are stored behind those that a cache has. */
  private static final class AppendStep extends Step {
    private final Context context;
    private final Task.Append task;
    private final @Nullable Fetch fetch;
    private final long row;
    private final long rows;
    private final long columns;
    private final long mappedRows;

    AppendStep(
        Context context,
        Task.Append task,
        List<Fetch> needs,
        @Nullable Fetch fetch,
        long row,
        long rows,
        long columns,
        long mappedRows) {
      super(needs);
      this.context = context;
      this.task = task;
      this.fetch = fetch;
      this.row = row;
      this.rows = rows;
      this.columns = columns;
      this.mappedRows = mappedRows;
    }

    @Override
    void write(ProgramWriter writer) {
      Values cache = context.values(task.cache());
      CommandSet waits = writer.newSet();
      Buffer from;
      long address;
      Fetch loaded = fetch;
      if (loaded != null) {
        waits.addAll(loaded.commands());
        from = loaded.buffer();
        address = from.address();
      } else {
        Values made = context.values(task.rows());
        made.pieces.addTo(waits, Rectangle.rows(row, row + rows));
        from = made.buffer();
        PlacedTensor tensor = made.tensor;
        address = context.inside(from, context.layouts.rows(row, tensor.columns(), tensor.bits()));
      }
      // A cache has the tokens of each head of each sequence together.
      List<Long> shape = cache.tensor.tensor().shape();
      long groups = shape.get(0);
      int bits = cache.tensor.bits();
      long elements = rows * columns;
      boolean even = elements % groups == 0;
      long bytes = Layouts.packed(even ? elements / groups : elements, bits);
      long stride = Layouts.packed(cache.tensor.tensor().elements() / groups, bits);
      boolean fits = even && stride >= bytes;
      // The new tokens are the last ones of the cache.
      long appended = mappedRows * columns / groups;
      long before =
          Layouts.packed(cache.tensor.tensor().elements() / groups - appended, bits)
              + Layouts.packed(row * columns / groups, bits);
      long offset = fits ? Math.max(0, Math.min(before, stride - bytes)) : 0;
      int command =
          writer.transfer(
              Transfer.Direction.STORE,
              context.operator(task.operators().get(0)),
              waits,
              TrafficClass.KV_CACHE,
              cache.dramAddress + offset,
              fits ? groups : 1,
              fits ? bytes : Layouts.packed(elements, bits),
              fits ? stride : Layouts.packed(elements, bits),
              address);
      from.useTransfer(command);
      cache.pieces.add(Rectangle.ALL, command, Pieces.TRANSFER);
    }
  }
}
