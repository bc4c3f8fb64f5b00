package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.AttentionShape;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.StreamMapping;
import tactus.hw.command.Operand;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TilePlace;

/**
 * Steps of an attention on the stream fabric. A unit is a block of query rows of some neighbouring
 * groups, each in a head lane of its own; there is a step for each tile of its keys.
 */
final class StreamSteps {

  private final Context context;
  private final Task.Attention task;
  private final StreamMapping mapping;
  private final AttentionShape shape;
  private final AttentionTensors tensors;
  private final int operator;
  private final long queryBytes;
  private final long keyBytes;
  private final long valueBytes;
  private final long outBytes;
  private final int slots;
  private final long stagingStart;
  private long units;

  private StreamSteps(Context context, Task.Attention task, StreamMapping mapping) {
    this.context = context;
    this.task = task;
    this.mapping = mapping;
    this.shape = mapping.shape();
    this.tensors = new AttentionTensors(context, task, shape);
    this.operator = tensors.operator(2);
    Layouts layouts = context.layouts;
    queryBytes = layouts.align(layouts.tokens(mapping.rowTile(), shape.width(), shape.queryBits()));
    keyBytes = layouts.align(layouts.tokens(mapping.keyTile(), shape.width(), shape.keyBits()));
    valueBytes = keyBytes;
    outBytes = layouts.align(layouts.tokens(mapping.rowTile(), shape.width(), shape.outBits()));
    slots = mapping.overlapped() ? 2 : 1;
    stagingStart =
        context.workStart()
            + (shape.queriesInDram() ? (long) slots * mapping.groupTile() * queryBytes : 0);
  }

  static void add(Context context, Task.Attention task, StreamMapping mapping, List<Step> steps) {
    new StreamSteps(context, task, mapping).add(steps);
  }

  private void add(List<Step> steps) {
    for (long group = 0; group < shape.groups(); group += mapping.groupTile()) {
      int groups = (int) Math.min(mapping.groupTile(), shape.groups() - group);
      for (long row = 0; row < shape.queries(); row += mapping.rowTile()) {
        long rows = Math.min(mapping.rowTile(), shape.queries() - row);
        new Unit(units++, group, groups, row, rows).add(steps);
      }
    }
  }

  /** A block of query rows. */
  private final class Unit {
    private final long slot;
    private final long group;
    private final int groups;
    private final long row;
    private final long rows;

    Unit(long index, long group, int groups, long row, long rows) {
      this.slot = index % slots;
      this.group = group;
      this.groups = groups;
      this.row = row;
      this.rows = rows;
    }

    void add(List<Step> steps) {
      Fetch queries =
          context.isResident(task.queries())
              ? null
              : tensors.loadQueries(
                  group,
                  groups,
                  row,
                  rows,
                  groups * queryBytes,
                  context.workStart() + slot * mapping.groupTile() * queryBytes);
      for (long first = 0; first < shape.keys(); first += mapping.keyTile()) {
        long end = Math.min(shape.keys(), first + mapping.keyTile());
        steps.add(
            new KeysStep(
                this,
                queries,
                tensors.load(true, group, groups, first, end, groups * keyBytes, mapping.keep()),
                tensors.load(false, group, groups, first, end, groups * valueBytes, mapping.keep()),
                first,
                end));
      }
    }

    /** The buffers of the result: one that stays, or one for each group that is stored. */
    List<Buffer> out(ProgramWriter writer) {
      List<Buffer> buffers = new ArrayList<>();
      if (context.isResident(task.out())) {
        buffers.add(context.residentBuffer(task.out(), writer));
        return buffers;
      }
      String name = context.values(task.out()).tensor.tensor().name();
      for (int i = 0; i < groups; i++) {
        long address = stagingStart + (slot * mapping.groupTile() + i) * outBytes;
        buffers.add(writer.place(name, address, outBytes));
      }
      return buffers;
    }

    void finish(ProgramWriter writer, List<Buffer> buffers, int command) {
      Values made = context.values(task.out());
      CommandSet done = writer.newSet();
      done.add(command, writer.streamQueue());
      for (int i = 0; i < groups; i++) {
        Rectangle part = tensors.queries(made.tensor, group + i, row, rows);
        if (context.isResident(task.out())) {
          made.pieces.add(part, command, writer.streamQueue());
        } else {
          context.storeLater(
              writer, task.out(), operator, buffers.get(i), done, part, rows * shape.width());
        }
      }
    }
  }

  /** Query rows and a tile of their keys. */
  private final class KeysStep extends Step {
    private final Unit unit;
    private final @Nullable Fetch queries;
    private final @Nullable Fetch keys;
    private final @Nullable Fetch values;
    private final long first;
    private final long end;

    KeysStep(
        Unit unit,
        @Nullable Fetch queries,
        @Nullable Fetch keys,
        @Nullable Fetch values,
        long first,
        long end) {
      super(present(queries, keys, values));
      this.unit = unit;
      this.queries = queries;
      this.keys = keys;
      this.values = values;
      this.first = first;
      this.end = end;
    }

    @Override
    void write(ProgramWriter writer) {
      CommandSet waits = writer.newSet();
      Buffer query =
          tensors.waitForQueries(queries, unit.group, unit.groups, unit.row, unit.rows, waits);
      Buffer key = tensors.waitFor(keys, true, unit.group, unit.groups, first, end, waits);
      Buffer value = tensors.waitFor(values, false, unit.group, unit.groups, first, end, waits);
      boolean last = end == shape.keys();
      List<Buffer> out = last ? unit.out(writer) : List.of();
      for (Buffer buffer : out) {
        waits.addAll(buffer.before());
      }
      long queryRow = unit.group * shape.queries() + unit.row;
      long keyRow = unit.group * shape.keys() + first;
      int command =
          writer.stream(
              new StreamOp(
                  operator,
                  waits.toDependences(),
                  unit.groups,
                  unit.rows,
                  end - first,
                  Math.toIntExact(shape.width()),
                  operand(query, queries == null ? queryRow : 0, shape.queryBits()),
                  operand(key, keys == null ? keyRow : 0, shape.keyBits()),
                  operand(value, values == null ? keyRow : 0, shape.keyBits()),
                  last
                      ? operand(
                          out.get(0),
                          context.isResident(task.out()) ? queryRow : 0,
                          shape.outBits())
                      : new Operand(0, shape.outBits()),
                  first > 0,
                  last,
                  new TilePlace(unit.group, unit.row, 0, first)));
      query.use(command, writer.streamQueue());
      key.use(command, writer.streamQueue());
      value.use(command, writer.streamQueue());
      tensors.use(true, first, command, writer.streamQueue());
      tensors.use(false, first, command, writer.streamQueue());
      for (Buffer buffer : out) {
        buffer.use(command, writer.streamQueue());
      }
      if (last) {
        unit.finish(writer, out, command);
      }
    }

    private Operand operand(Buffer buffer, long row, int bits) {
      long offset = context.layouts.tokens(row, shape.width(), bits);
      return new Operand(context.inside(buffer, offset), bits);
    }
  }
}
