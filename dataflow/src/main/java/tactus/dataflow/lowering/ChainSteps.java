package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.Functions;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.VectorMapping;
import tactus.hw.command.Operand;
import tactus.hw.command.TrafficClass;
import tactus.workload.Operator;
import tactus.workload.OperatorShape.VectorShape;

/** Steps of a chain of operators over the same rows: one for each block of rows. */
final class ChainSteps {

  private final Context context;
  private final Task.Chain task;
  private final VectorMapping mapping;
  private final boolean onceInRing;
  private final long stagingStart;
  private final long[] stagedBytes;
  private final long stagedSum;

  private ChainSteps(Context context, Task.Chain task, VectorMapping mapping) {
    this.context = context;
    this.task = task;
    this.mapping = mapping;
    onceInRing = mapping.shape().loadedRowBytes().isEmpty();
    stagingStart = context.workStart() + (onceInRing ? 0 : mapping.shape().onceSpace());
    List<Long> spaces = mapping.shape().stagedRowSpace();
    stagedBytes = new long[spaces.size()];
    long sum = 0;
    for (int i = 0; i < stagedBytes.length; i++) {
      stagedBytes[i] = context.layouts.align(spaces.get(i) * mapping.rowTile());
      sum += stagedBytes[i];
    }
    stagedSum = sum;
  }

  static void add(Context context, Task.Chain task, VectorMapping mapping, List<Step> steps) {
    new ChainSteps(context, task, mapping).add(steps);
  }

  private void add(List<Step> steps) {
    List<@Nullable Fetch> parameters = new ArrayList<>();
    long address = context.workStart();
    for (int i = 0; i < task.operators().size(); i++) {
      int tensor = task.parameters().get(i);
      Fetch fetch = null;
      if (tensor >= 0) {
        Values from = context.values(tensor);
        long bytes = from.tensor.tensor().bytes();
        fetch =
            new Fetch(
                from.tensor.tensor().name(),
                context.operator(task.operators().get(i)),
                bytes,
                onceInRing ? Fetch.RING : address);
        fetch.loads.add(new Fetch.Load(TrafficClass.WEIGHT, from.dramAddress, 1, bytes, bytes));
        address += context.layouts.align(bytes);
      }
      parameters.add(fetch);
    }
    for (long block = 0; block < mapping.rowTiles(); block++) {
      long row = block * mapping.rowTile();
      long rows = Math.min(mapping.rowTile(), mapping.shape().rows() - row);
      List<Fetch> needs = new ArrayList<>();
      List<List<@Nullable Fetch>> operands = new ArrayList<>();
      for (int i = 0; i < task.operators().size(); i++) {
        Fetch parameter = parameters.get(i);
        if (parameter != null) {
          needs.add(parameter);
        }
        List<@Nullable Fetch> fetches = new ArrayList<>();
        for (int input : task.inputs().get(i)) {
          Fetch fetch = null;
          if (input >= 0 && !context.isResident(input)) {
            fetch = fetch(i, input, row, rows);
            needs.add(fetch);
          }
          fetches.add(fetch);
        }
        operands.add(fetches);
      }
      steps.add(new BlockStep(needs, parameters, operands, block, row, rows));
    }
  }

  private Fetch fetch(int member, int input, long row, long rows) {
    Operator operator = task.operators().get(member);
    VectorShape extents = (VectorShape) operator.shape();
    PlacedTensor tensor = context.values(input).tensor;
    long space =
        context.layouts.align(
            context.layouts.rows(mapping.rowTile(), extents.columns(), tensor.bits()));
    Fetch fetch = new Fetch(tensor.tensor().name(), context.operator(operator), space, Fetch.RING);
    context.addLoad(fetch, input, row, rows, 0, tensor.read(extents));
    return fetch;
  }

  private final class BlockStep extends Step {
    private final List<@Nullable Fetch> parameters;
    private final List<List<@Nullable Fetch>> operands;
    private final long block;
    private final long row;
    private final long rows;

    BlockStep(
        List<Fetch> needs,
        List<@Nullable Fetch> parameters,
        List<List<@Nullable Fetch>> operands,
        long block,
        long row,
        long rows) {
      super(needs);
      this.parameters = parameters;
      this.operands = operands;
      this.block = block;
      this.row = row;
      this.rows = rows;
    }

    @Override
    void write(ProgramWriter writer) {
      Layouts layouts = context.layouts;
      Buffer previous = null;
      long previousAddress = 0;
      int previousBits = 0;
      int previousCommand = -1;
      boolean previousInside = false;
      int staged = 0;
      long offset = stagingStart + (mapping.overlapped() ? block % 2 * stagedSum : 0);
      for (int i = 0; i < task.operators().size(); i++) {
        Operator operator = task.operators().get(i);
        VectorShape extents = (VectorShape) operator.shape();
        CommandSet waits = writer.newSet();
        List<Operand> in = new ArrayList<>();
        List<Buffer> read = new ArrayList<>();
        for (int j = 0; j < task.inputs().get(i).size(); j++) {
          int input = task.inputs().get(i).get(j);
          Fetch fetch = operands.get(i).get(j);
          if (input < 0 && previous != null) {
            waits.add(previousCommand, writer.vectorQueue());
            in.add(new Operand(previousAddress, previousBits));
            read.add(previous);
          } else if (fetch != null) {
            waits.addAll(fetch.commands());
            in.add(new Operand(fetch.buffer().address(), context.values(input).tensor.bits()));
            read.add(fetch.buffer());
          } else {
            Values values = context.values(input);
            boolean plain = values.tensor.rows() == mapping.shape().rows();
            values.pieces.addTo(waits, plain ? Rectangle.rows(row, row + rows) : Rectangle.ALL);
            long at = layouts.rows(plain ? row : 0, values.tensor.columns(), values.tensor.bits());
            in.add(new Operand(context.inside(values.buffer(), at), values.tensor.bits()));
            read.add(values.buffer());
          }
        }
        Fetch parameter = parameters.get(i);
        if (parameter != null) {
          waits.addAll(parameter.commands());
          read.add(parameter.buffer());
        }
        int out = task.outs().get(i);
        int bits = operator.output().type().bits();
        Buffer target;
        long address;
        if (out >= 0 && context.isResident(out)) {
          target = context.residentBuffer(out, writer);
          PlacedTensor tensor = context.values(out).tensor;
          boolean plain = tensor.rows() == mapping.shape().rows();
          address = context.inside(target, layouts.rows(plain ? row : 0, tensor.columns(), bits));
        } else {
          target = writer.place(operator.output().name(), offset, stagedBytes[staged]);
          address = target.address();
          offset += stagedBytes[staged++];
        }
        waits.addAll(target.before());
        int command =
            writer.vector(
                context.operator(operator),
                waits,
                Functions.of(operator.kind()),
                rows,
                extents.columns(),
                in.get(0),
                in.size() > 1 ? in.get(1) : in.get(0),
                new Operand(address, bits));
        for (Buffer buffer : read) {
          buffer.use(command, writer.vectorQueue());
        }
        target.use(command, writer.vectorQueue());
        if (previousInside && previous != null) {
          previous.close();
        }
        previousInside = out < 0;
        deliver(writer, i, out, target, command);
        previous = target;
        previousAddress = address;
        previousBits = bits;
        previousCommand = command;
      }
    }

    private void deliver(ProgramWriter writer, int i, int out, Buffer target, int command) {
      if (out < 0) {
        return;
      }
      Values values = context.values(out);
      PlacedTensor tensor = values.tensor;
      boolean plain = tensor.rows() == mapping.shape().rows();
      Rectangle part = plain ? Rectangle.rows(row, row + rows) : Rectangle.ALL;
      if (context.isResident(out)) {
        values.pieces.add(part, command, writer.vectorQueue());
        return;
      }
      CommandSet done = writer.newSet();
      done.add(command, writer.vectorQueue());
      long perRow = tensor.tensor().elements() / mapping.shape().rows();
      Rectangle stored =
          plain ? new Rectangle(row, row + rows, 0, tensor.columns()) : Rectangle.ALL;
      context.storeLater(
          writer,
          out,
          context.operator(task.operators().get(i)),
          target,
          done,
          stored,
          Math.max(1, perRow * rows));
    }
  }
}
