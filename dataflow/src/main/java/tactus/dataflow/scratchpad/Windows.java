package tactus.dataflow.scratchpad;

import java.util.List;

/** Cuts an order into windows at the steps after which the fewest bytes are live. */
final class Windows {

  private final long[] liveAfter;
  private final int most;
  private final boolean[] isCut;

  private Windows(long[] liveAfter, int most) {
    this.liveAfter = liveAfter;
    this.most = most;
    this.isCut = new boolean[liveAfter.length];
  }

  /**
   * {@return for each operator, the number of its window}
   *
   * @param most operators of a window, at most
   */
  static int[] of(Instance instance, List<Integer> order, int most) {
    Windows windows = new Windows(live(instance, order), most);
    windows.cut(0, order.size());
    int[] numbers = new int[order.size()];
    int window = 0;
    for (int step = 0; step < numbers.length; step++) {
      numbers[order.get(step)] = window;
      window += windows.isCut[step] ? 1 : 0;
    }
    return numbers;
  }

  private static long[] live(Instance instance, List<Integer> order) {
    long[] done = Bits.of(instance.operators);
    long[] live = new long[order.size()];
    for (int step = 0; step < live.length; step++) {
      Bits.add(done, order.get(step));
      for (int t = 0; t < instance.tensors; t++) {
        boolean isThere =
            instance.isExternal(t)
                ? instance.wasRead(t, done)
                : Bits.has(done, instance.producer[t]);
        live[step] += isThere && instance.isRead(t, done) ? instance.size[t] : 0;
      }
    }
    return live;
  }

  /** Cuts the middle half of a range at its narrowest step until the range is small enough. */
  private void cut(int from, int to) {
    int count = to - from;
    if (count <= most) {
      return;
    }
    int best = from + count / 2 - 1;
    for (int step = from + count / 4; step < from + 3 * count / 4; step++) {
      if (liveAfter[step] < liveAfter[best]) {
        best = step;
      }
    }
    isCut[best] = true;
    cut(from, best + 1);
    cut(best + 1, to);
  }
}
