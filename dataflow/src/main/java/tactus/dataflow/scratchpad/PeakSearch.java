package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The order of operators with the least peak of live bytes, M_P. Best first over sets of operators
 * that are done. One whose result fits below the peak so far, and that frees at least as many bytes
 * as it makes, runs at once: putting it later in any plan never helps.
 */
final class PeakSearch {

  /**
   * What a search found.
   *
   * @param lowerBound no order has a lower peak
   * @param order an order
   * @param peak its peak
   */
  record Outcome(long lowerBound, List<Integer> order, long peak) {}

  private record Label(
      BitKey done,
      @Nullable Label parent,
      int operator,
      int depth,
      long live,
      long peak,
      long seq) {}

  private final Instance instance;
  private final Map<BitKey, Long> best = new LinkedHashMap<>();
  private final PriorityQueue<Label> open =
      new PriorityQueue<>(
          Comparator.comparingLong(Label::peak)
              .thenComparingInt(label -> -label.depth())
              .thenComparingLong(Label::seq));
  private long seq;

  PeakSearch(Instance instance) {
    this.instance = instance;
  }

  /** {@return the best order found with that many states; the default one if none is better} */
  Outcome run(long labelLimit) {
    List<Integer> standard = instance.problem.defaultOrder();
    long standardPeak = instance.problem.peakLiveBytes(instance.problem.defaultOrder());
    long least = instance.problem.leastBytes();
    open.add(new Label(new BitKey(Bits.of(instance.operators)), null, -1, 0, 0, least, seq++));
    while (true) {
      Label label = open.remove();
      long[] done = label.done().words();
      Long known = best.get(label.done());
      if (known != null && known < label.peak()) {
        continue;
      }
      if (label.peak() >= standardPeak) {
        return new Outcome(standardPeak, standard, standardPeak);
      }
      if (label.depth() == instance.operators) {
        return new Outcome(label.peak(), order(label), label.peak());
      }
      if (seq >= labelLimit) {
        return greedy(label, standard, standardPeak);
      }
      List<Integer> ready = new ArrayList<>();
      for (int o = 0; o < instance.operators; o++) {
        if (instance.isReady(o, done)) {
          ready.add(o);
        }
      }
      List<Label> next = new ArrayList<>();
      for (int o : ready) {
        Label made = after(label, o);
        if (made.peak() == label.peak() && made.live() <= label.live()) {
          next = List.of(made);
          break;
        }
        next.add(made);
      }
      for (Label made : next) {
        Long before = best.get(made.done());
        if (before == null || made.peak() < before) {
          best.put(made.done(), made.peak());
          open.add(made);
        }
      }
    }
  }

  private Label after(Label label, int operator) {
    long[] done = label.done().words().clone();
    Bits.add(done, operator);
    long made = label.live();
    for (int t : instance.operands[operator]) {
      boolean appears =
          instance.isExternal(t)
              ? !instance.wasRead(t, label.done().words())
              : instance.producer[t] == operator;
      made += appears ? instance.size[t] : 0;
    }
    long live = made;
    for (int t : instance.operands[operator]) {
      live -= instance.isRead(t, done) ? 0 : instance.size[t];
    }
    return new Label(
        new BitKey(done),
        label,
        operator,
        label.depth() + 1,
        live,
        Math.max(label.peak(), made),
        seq++);
  }

  /** Goes on from a state, always with the operator after which least is live. */
  private Outcome greedy(Label from, List<Integer> standard, long standardPeak) {
    Label label = from;
    while (label.depth() < instance.operators) {
      Label best = null;
      for (int o = 0; o < instance.operators; o++) {
        if (instance.isReady(o, label.done().words())) {
          Label made = after(label, o);
          if (best == null
              || made.peak() < best.peak()
              || (made.peak() == best.peak() && made.live() < best.live())) {
            best = made;
          }
        }
      }
      if (best == null) {
        throw new IllegalStateException("an operator must be ready");
      }
      label = best;
    }
    return label.peak() < standardPeak
        ? new Outcome(from.peak(), order(label), label.peak())
        : new Outcome(from.peak(), standard, standardPeak);
  }

  private List<Integer> order(Label last) {
    List<Integer> order = new ArrayList<>();
    Label label = last;
    for (int step = instance.operators - 1; step >= 0; step--) {
      order.add(label.operator());
      Label parent = label.parent();
      if (parent == null) {
        throw new IllegalStateException("a path must have a label for each step");
      }
      label = parent;
    }
    Collections.reverse(order);
    return order;
  }
}
