package tactus.dataflow.lowering;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.dataflow.tiling.AttentionShape;
import tactus.dataflow.tiling.Layouts;
import tactus.hw.command.TrafficClass;

/**
 * Where the operands of an attention are: what is loaded of them for some neighbouring groups, and
 * whom their readers wait for.
 */
final class AttentionTensors {

  private record Kept(boolean isKey, long group, long first) {}

  private final Context context;
  private final Task.Attention task;
  private final AttentionShape shape;
  private final Heads heads;
  private final Map<Kept, Fetch> kept = new LinkedHashMap<>();

  AttentionTensors(Context context, Task.Attention task, AttentionShape shape) {
    this.context = context;
    this.task = task;
    this.shape = shape;
    this.heads = new Heads(shape, context.values(task.out()).tensor, task.keys().tokens());
  }

  /** {@return the program's operator of one of the attention's three} */
  int operator(int which) {
    return context.operator(task.operators().get(which));
  }

  /** {@return the part of queries or result that some query rows of a group are} */
  Rectangle queries(PlacedTensor tensor, long group, long row, long rows) {
    return heads.queries(tensor, group, row, rows);
  }

  /**
   * {@return the load of query rows to an address}
   *
   * @param group the first group
   * @param groups number of groups
   * @param row the first row of each
   * @param rows rows of each
   * @param bytes bytes in the scratchpad of all of them
   * @param address where to
   */
  Fetch loadQueries(long group, int groups, long row, long rows, long bytes, long address) {
    PlacedTensor tensor = context.values(task.queries()).tensor;
    Fetch fetch = new Fetch(tensor.tensor().name(), operator(0), bytes, address);
    Loads loads = new Loads(fetch, task.queries(), rows);
    for (int i = 0; i < groups; i++) {
      loads.add(heads.queries(tensor, group + i, row, rows));
    }
    loads.end();
    return fetch;
  }

  /**
   * {@return the load of keys or values, or null if all of them are in the scratchpad}
   *
   * @param isKey whether keys
   * @param group the first group
   * @param groups number of groups
   * @param first the first of the keys of each
   * @param end the one after the last
   * @param bytes bytes in the scratchpad of all of them
   * @param keep whether later readers get the same
   */
  @Nullable Fetch load(
      boolean isKey, long group, int groups, long first, long end, long bytes, boolean keep) {
    Task.KeyValues which = isKey ? task.keys() : task.values();
    boolean freshResident = context.isResident(which.fresh());
    long held = held(which);
    if (freshResident && (first >= which.earlier() || Math.min(end, which.earlier()) <= held)) {
      return null;
    }
    if (end <= held) {
      return null;
    }
    Kept key = new Kept(isKey, group, first);
    Fetch known = kept.get(key);
    if (keep && known != null) {
      return known;
    }
    PlacedTensor fresh = context.values(which.fresh()).tensor;
    Fetch fetch = new Fetch(fresh.tensor().name(), operator(isKey ? 0 : 2), bytes, Fetch.RING);
    for (int i = 0; i < groups; i++) {
      addEarlier(fetch, which, group + i, Math.max(first, held), Math.min(end, which.earlier()));
    }
    long from = Math.max(first, which.earlier());
    if (!freshResident && from < end) {
      Loads loads = new Loads(fetch, which.fresh(), end - from);
      for (int i = 0; i < groups; i++) {
        loads.add(
            heads.keys(fresh, group + i, from - which.earlier() + skipped(which), end - from));
      }
      loads.end();
    }
    if (keep) {
      kept.put(key, fetch);
    }
    return fetch;
  }

  /** {@return the keys of a group that are in the scratchpad since an earlier pass} */
  private long held(Task.KeyValues which) {
    return which.first() >= 0 && context.isResident(which.first()) ? which.firstKeys() : 0;
  }

  /**
   * Notes that a command read keys or values that are in the scratchpad since an earlier pass.
   *
   * @param isKey whether keys
   * @param first the first of the keys that it read
   * @param command the command
   * @param queue its engine
   */
  void use(boolean isKey, long first, int command, int queue) {
    Task.KeyValues which = isKey ? task.keys() : task.values();
    if (first < held(which)) {
      context.values(which.first()).buffer().use(command, queue);
    }
  }

  /** New tokens that a sliding window has left behind. */
  private long skipped(Task.KeyValues which) {
    return Math.max(0, which.tokens() + which.earlier() - shape.keys());
  }

  private void addEarlier(Fetch fetch, Task.KeyValues which, long group, long first, long end) {
    if (first >= end) {
      return;
    }
    Values cache = context.values(which.cache());
    long row = Layouts.packed(shape.width(), cache.tensor.bits());
    long place = group * shape.keys() + first;
    fetch.loads.add(
        new Fetch.Load(
            TrafficClass.KV_CACHE,
            cache.dramAddress + place * row,
            1,
            (end - first) * row,
            (end - first) * row));
    if (which.before() >= 0) {
      context.addSource(fetch, which.before(), Rectangle.ALL);
    }
  }

  /** Makes a command wait for query rows; {@return where they are}. */
  Buffer waitForQueries(
      @Nullable Fetch fetch, long group, int groups, long row, long rows, CommandSet set) {
    if (fetch != null) {
      set.addAll(fetch.commands());
      return fetch.buffer();
    }
    Values values = context.values(task.queries());
    for (int i = 0; i < groups; i++) {
      values.pieces.addTo(set, heads.queries(values.tensor, group + i, row, rows));
    }
    return values.buffer();
  }

  /** Makes a command wait for keys or values; {@return where they are}. */
  Buffer waitFor(
      @Nullable Fetch fetch,
      boolean isKey,
      long group,
      int groups,
      long first,
      long end,
      CommandSet set) {
    Task.KeyValues which = isKey ? task.keys() : task.values();
    Values fresh = context.values(which.fresh());
    if (context.isResident(which.fresh()) && end > which.earlier()) {
      long from = Math.max(first, which.earlier()) - which.earlier() + skipped(which);
      long count = end - Math.max(first, which.earlier());
      for (int i = 0; i < groups; i++) {
        fresh.pieces.addTo(set, heads.keys(fresh.tensor, group + i, from, count));
      }
    }
    boolean isHeld = first < held(which);
    if (isHeld) {
      context.values(which.first()).copy.addTo(set, Rectangle.ALL);
    }
    if (fetch != null) {
      set.addAll(fetch.commands());
      return fetch.buffer();
    }
    return isHeld ? context.values(which.first()).buffer() : fresh.buffer();
  }

  /** Loads of the same rows of neighbouring groups; those side by side are one. */
  private final class Loads {
    private final Fetch fetch;
    private final int tensor;
    private final long rows;
    private long firstRow = -1;
    private long column;
    private long columns;

    Loads(Fetch fetch, int tensor, long rows) {
      this.fetch = fetch;
      this.tensor = tensor;
      this.rows = rows;
    }

    void add(Rectangle part) {
      boolean known = part.endColumn() != Long.MAX_VALUE;
      long first = known ? part.firstColumn() : 0;
      if (known && part.firstRow() == firstRow && first == column + columns) {
        columns += shape.width();
        return;
      }
      end();
      firstRow = part.firstRow();
      column = first;
      columns = shape.width();
    }

    void end() {
      if (columns > 0) {
        context.addLoad(fetch, tensor, firstRow, rows, column, columns);
        columns = 0;
      }
    }
  }
}
