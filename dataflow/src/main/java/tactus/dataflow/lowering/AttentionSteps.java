package tactus.dataflow.lowering;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.AttentionMapping;
import tactus.dataflow.tiling.AttentionShape;
import tactus.dataflow.tiling.Layouts;
import tactus.hw.command.NmSparsity;
import tactus.hw.command.Operand;
import tactus.hw.command.TilePlace;
import tactus.hw.command.VectorFunction;

/**
 * Steps of an attention. A unit is a block of query rows of a group: its scores, their softmax, and
 * the context. The context of a unit is made after the scores of the next ones, one for each matrix
 * engine, so that the softmax has time. Units are dealt out to the engines in turn.
 */
final class AttentionSteps {

  private final Context context;
  private final Task.Attention task;
  private final AttentionMapping mapping;
  private final AttentionShape shape;
  private final AttentionTensors tensors;
  private final Layouts ofScores;
  private final Layouts ofContext;
  private final int engines;
  private final long queryBytes;
  private final long keyBytes;
  private final long valueBytes;
  private final long scoreBytes;
  private final long outBytes;
  private final int querySlots;
  private final long scoresStart;
  private final long stagingStart;
  private long stagedBlocks;

  private AttentionSteps(
      Context context, Task.Attention task, AttentionMapping mapping, int engines) {
    this.context = context;
    this.task = task;
    this.mapping = mapping;
    this.shape = mapping.shape();
    this.engines = engines;
    this.tensors = new AttentionTensors(context, task, shape);
    Layouts layouts = context.layouts;
    ofScores = layouts.of(mapping.scores());
    ofContext = layouts.of(mapping.context());
    long rows = mapping.rowTile();
    queryBytes = layouts.align(ofScores.left(rows, shape.width(), shape.queryBits()));
    keyBytes = layouts.align(ofScores.right(shape.width(), mapping.keyTile(), shape.keyBits()));
    valueBytes = layouts.align(ofContext.right(mapping.keyTile(), shape.width(), shape.keyBits()));
    scoreBytes =
        layouts.align(
            Math.max(
                ofScores.result(rows, shape.keys(), shape.scoreBits()),
                ofContext.left(rows, shape.keys(), shape.scoreBits())));
    outBytes = layouts.align(ofContext.result(rows, shape.width(), shape.outBits()));
    querySlots = shape.queriesInDram() ? (mapping.overlapped() ? 2 : 1) : 0;
    scoresStart = context.workStart() + querySlots * queryBytes;
    stagingStart = scoresStart + mapping.scoreSlots() * scoreBytes;
  }

  static void add(
      Context context,
      Task.Attention task,
      AttentionMapping mapping,
      int engines,
      List<Step> steps) {
    new AttentionSteps(context, task, mapping, engines).add(steps);
  }

  private void add(List<Step> steps) {
    long units = shape.groups() * mapping.rowTiles();
    int lag = mapping.scoreSlots() - 1;
    Unit[] underWay = new Unit[lag + 1];
    for (long i = 0; i < units + lag; i++) {
      if (i < units) {
        Unit unit = new Unit(i);
        underWay[(int) (i % underWay.length)] = unit;
        unit.addScores(steps);
      }
      if (i >= lag) {
        Unit unit = underWay[(int) ((i - lag) % underWay.length)];
        unit.addContext(steps);
      }
    }
  }

  /** The keys or values of a tile, or null if all of them are in the scratchpad. */
  private @Nullable Fetch keyValues(long group, long tile, boolean isKey) {
    long first = tile * mapping.keyTile();
    long end = Math.min(shape.keys(), first + mapping.keyTile());
    return tensors.load(isKey, group, 1, first, end, isKey ? keyBytes : valueBytes, mapping.keep());
  }

  private final class Unit {
    private final long index;
    private final long group;
    private final long row;
    private final long rows;
    private @Nullable Buffer scores;
    private @Nullable CommandSet softmaxed;
    private @Nullable CommandSet scored;
    private @Nullable Buffer out;

    Unit(long index) {
      this.index = index;
      this.group = index / mapping.rowTiles();
      this.row = index % mapping.rowTiles() * mapping.rowTile();
      this.rows = Math.min(mapping.rowTile(), shape.queries() - row);
    }

    int engine() {
      return (int) (index % engines);
    }

    void addScores(List<Step> steps) {
      Fetch queries = null;
      if (!context.isResident(task.queries())) {
        long address = context.workStart() + index % querySlots * queryBytes;
        queries = tensors.loadQueries(group, 1, row, rows, queryBytes, address);
      }
      for (long tile = 0; tile < mapping.keyTiles(); tile++) {
        Fetch keys = keyValues(group, tile, true);
        steps.add(new ScoresStep(this, Step.present(queries, keys), queries, keys, tile));
      }
    }

    void addContext(List<Step> steps) {
      for (long tile = 0; tile < mapping.keyTiles(); tile++) {
        Fetch values = keyValues(group, tile, false);
        steps.add(new ContextStep(this, Step.present(values), values, tile));
      }
    }

    Buffer scores(ProgramWriter writer) {
      Buffer buffer = scores;
      if (buffer == null) {
        long slot = index % mapping.scoreSlots();
        String name = task.operators().get(0).output().name();
        buffer = writer.place(name, scoresStart + slot * scoreBytes, scoreBytes);
        scores = buffer;
      }
      return buffer;
    }

    CommandSet scored(ProgramWriter writer) {
      CommandSet set = scored;
      if (set == null) {
        set = writer.newSet();
        scored = set;
      }
      return set;
    }
  }

  private final class ScoresStep extends Step {
    private final Unit unit;
    private final @Nullable Fetch queries;
    private final @Nullable Fetch keys;
    private final long tile;

    ScoresStep(
        Unit unit, List<Fetch> needs, @Nullable Fetch queries, @Nullable Fetch keys, long tile) {
      super(needs);
      this.unit = unit;
      this.queries = queries;
      this.keys = keys;
      this.tile = tile;
    }

    @Override
    void write(ProgramWriter writer) {
      long first = tile * mapping.keyTile();
      long end = Math.min(shape.keys(), first + mapping.keyTile());
      CommandSet waits = writer.newSet();
      Buffer left = tensors.waitForQueries(queries, unit.group, 1, unit.row, unit.rows, waits);
      long leftOffset =
          queries != null
              ? 0
              : ofScores.left(
                  unit.group * shape.queries() + unit.row, shape.width(), shape.queryBits());
      Buffer right = tensors.waitFor(keys, true, unit.group, 1, first, end, waits);
      long rightOffset =
          keys != null
              ? 0
              : ofScores.right(shape.width(), unit.group * shape.keys() + first, shape.keyBits());
      Buffer scores = unit.scores(writer);
      waits.addAll(scores.before());
      int command =
          writer.product(
              unit.engine(),
              tensors.operator(0),
              waits,
              unit.rows,
              shape.width(),
              end - first,
              new Operand(context.inside(left, leftOffset), shape.queryBits()),
              new Operand(context.inside(right, rightOffset), shape.keyBits()),
              new Operand(
                  context.inside(scores, ofScores.result(unit.rows, first, shape.scoreBits())),
                  shape.scoreBits()),
              false,
              true,
              new TilePlace(unit.group, unit.row, 0, first),
              NmSparsity.DENSE,
              Optional.empty(),
              0,
              Optional.empty(),
              context.setting(mapping.scores()));
      left.use(command, unit.engine());
      right.use(command, unit.engine());
      tensors.use(true, first, command, unit.engine());
      scores.use(command, unit.engine());
      unit.scored(writer).add(command, unit.engine());
      if (end == shape.keys()) {
        Operand all = new Operand(scores.address(), shape.scoreBits());
        int softmax =
            writer.vector(
                tensors.operator(1),
                unit.scored(writer),
                VectorFunction.SOFTMAX,
                unit.rows,
                shape.keys(),
                all,
                all,
                all);
        scores.use(softmax, writer.vectorQueue());
        CommandSet done = writer.newSet();
        done.add(softmax, writer.vectorQueue());
        unit.softmaxed = done;
      }
    }
  }

  private final class ContextStep extends Step {
    private final Unit unit;
    private final @Nullable Fetch values;
    private final long tile;

    ContextStep(Unit unit, List<Fetch> needs, @Nullable Fetch values, long tile) {
      super(needs);
      this.unit = unit;
      this.values = values;
      this.tile = tile;
    }

    @Override
    void write(ProgramWriter writer) {
      long first = tile * mapping.keyTile();
      long end = Math.min(shape.keys(), first + mapping.keyTile());
      boolean last = end == shape.keys();
      CommandSet waits = writer.newSet();
      CommandSet softmaxed = unit.softmaxed;
      if (softmaxed != null) {
        waits.addAll(softmaxed);
      }
      Buffer right = tensors.waitFor(values, false, unit.group, 1, first, end, waits);
      long rightOffset =
          values != null
              ? 0
              : ofContext.right(unit.group * shape.keys() + first, shape.width(), shape.keyBits());
      Buffer scores = unit.scores(writer);
      Operand out = new Operand(0, shape.outBits());
      Buffer outBuffer = null;
      if (last) {
        outBuffer = out(writer);
        waits.addAll(outBuffer.before());
        long offset =
            context.isResident(task.out())
                ? ofContext.result(
                    unit.group * shape.queries() + unit.row, shape.width(), shape.outBits())
                : 0;
        out = new Operand(context.inside(outBuffer, offset), shape.outBits());
      }
      int command =
          writer.product(
              unit.engine(),
              tensors.operator(2),
              waits,
              unit.rows,
              end - first,
              shape.width(),
              new Operand(
                  context.inside(scores, ofContext.left(unit.rows, first, shape.scoreBits())),
                  shape.scoreBits()),
              new Operand(context.inside(right, rightOffset), shape.keyBits()),
              out,
              first > 0,
              last,
              new TilePlace(unit.group, unit.row, first, 0),
              NmSparsity.DENSE,
              Optional.empty(),
              0,
              Optional.empty(),
              context.setting(mapping.context()));
      right.use(command, unit.engine());
      tensors.use(false, first, command, unit.engine());
      scores.use(command, unit.engine());
      if (outBuffer != null) {
        scores.close();
        outBuffer.use(command, unit.engine());
        Values made = context.values(task.out());
        Rectangle part = tensors.queries(made.tensor, unit.group, unit.row, unit.rows);
        if (context.isResident(task.out())) {
          made.pieces.add(part, command, unit.engine());
        } else {
          CommandSet done = writer.newSet();
          done.add(command, unit.engine());
          context.storeLater(
              writer,
              task.out(),
              tensors.operator(2),
              outBuffer,
              done,
              part,
              unit.rows * shape.width());
        }
      }
    }

    private Buffer out(ProgramWriter writer) {
      Buffer buffer = unit.out;
      if (buffer == null) {
        if (context.isResident(task.out())) {
          buffer = context.residentBuffer(task.out(), writer);
        } else {
          int slots = mapping.overlapped() ? 2 : 1;
          long address = stagingStart + stagedBlocks++ % slots * outBytes;
          String name = context.values(task.out()).tensor.tensor().name();
          buffer = writer.place(name, address, outBytes);
        }
        unit.out = buffer;
      }
      return buffer;
    }
  }
}
