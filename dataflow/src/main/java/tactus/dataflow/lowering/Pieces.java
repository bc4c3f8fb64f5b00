package tactus.dataflow.lowering;

import java.util.Arrays;
import tactus.dataflow.scratchpad.CommandSet;

/**
 * Which command made which rectangle of a tensor, so that readers wait for no more than they read.
 */
final class Pieces {

  private static final int FIELDS = 5;

  /** The queue of transfers, which are in none of the engines' queues. */
  static final int TRANSFER = -1;

  private long[] bounds = new long[FIELDS * 4];
  private int[] queues = new int[4];
  private int count;

  void add(Rectangle where, int command, int queue) {
    if (count == queues.length) {
      queues = Arrays.copyOf(queues, 2 * count);
      bounds = Arrays.copyOf(bounds, FIELDS * 2 * count);
    }
    int base = FIELDS * count;
    bounds[base] = where.firstRow();
    bounds[base + 1] = where.endRow();
    bounds[base + 2] = where.firstColumn();
    bounds[base + 3] = where.endColumn();
    bounds[base + 4] = command;
    queues[count++] = queue;
  }

  /** Forgets all commands. */
  void clear() {
    count = 0;
  }

  /** From now on a transfer of the whole tensor is what made it. */
  void replace(int transfer) {
    clear();
    add(Rectangle.ALL, transfer, TRANSFER);
  }

  /** Adds the commands that made any part of a rectangle. */
  void addTo(CommandSet set, Rectangle where) {
    for (int i = 0; i < count; i++) {
      int base = FIELDS * i;
      if (bounds[base] < where.endRow()
          && where.firstRow() < bounds[base + 1]
          && bounds[base + 2] < where.endColumn()
          && where.firstColumn() < bounds[base + 3]) {
        int command = (int) bounds[base + 4];
        if (queues[i] == TRANSFER) {
          set.addTransfer(command);
        } else {
          set.add(command, queues[i]);
        }
      }
    }
  }
}
