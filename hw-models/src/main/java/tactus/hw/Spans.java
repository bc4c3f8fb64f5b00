package tactus.hw;

import java.util.Arrays;

/** Half-open ranges of cycles, each with a number of its own; a growing list of primitives. */
final class Spans {

  private long[] starts = new long[64];
  private long[] ends = new long[64];
  private int[] owners = new int[64];
  private int size;

  int size() {
    return size;
  }

  long start(int i) {
    return starts[i];
  }

  long end(int i) {
    return ends[i];
  }

  int owner(int i) {
    return owners[i];
  }

  void clear() {
    size = 0;
  }

  /** Adds a range; an empty one is left out. */
  void add(long start, long end, int owner) {
    if (start >= end) {
      return;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      owners = Arrays.copyOf(owners, 2 * size);
    }
    starts[size] = start;
    ends[size] = end;
    owners[size] = owner;
    size++;
  }

  /** Sorts by start; equals keep their order. Lists that are nearly sorted are sorted quickly. */
  void sort() {
    int sorted = 1;
    while (sorted < size && starts[sorted - 1] <= starts[sorted]) {
      sorted++;
    }
    if (sorted >= size) {
      return;
    }
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(starts[a], starts[b]));
    long[] oldStarts = starts.clone();
    long[] oldEnds = ends.clone();
    int[] oldOwners = owners.clone();
    for (int i = 0; i < size; i++) {
      starts[i] = oldStarts[order[i]];
      ends[i] = oldEnds[order[i]];
      owners[i] = oldOwners[order[i]];
    }
  }
}
