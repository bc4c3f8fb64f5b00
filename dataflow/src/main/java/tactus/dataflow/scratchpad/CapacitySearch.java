package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The least non-compulsory bytes if tensors had no addresses: at each step the operands and what is
 * kept beside them fit in the budget. A relaxation of the whole problem, so what it finds is a
 * lower bound.
 *
 * <p>Best first, by the bytes moved and what {@link ForcedBound} says is still to come, over
 * states: which operators are done, which live tensors are in the scratchpad, which have a copy in
 * DRAM. A tensor leaves only when its room is needed, since one that is there can still leave later
 * for the same bytes. State 1 dominates state 2 with the same operators done if it costs no more
 * even after paying, for each tensor that only 2 has in the scratchpad, a retrieval, and for each
 * of which only 2 has a copy, a spill: it can then do whatever 2 does.
 *
 * <p>An operator is run at once, without looking at others, if all it reads is there, its result
 * fits beside all that is there, the tensors it frees are each at least as large as all of its
 * results, and a spill and a retrieval of the results cost no more than what the freed ones would:
 * in any plan that runs it later the results can stand in for the freed tensors until then.
 */
final class CapacitySearch {

  /** Operators that are done. */
  private static final class Node {
    final long[] done;
    final int depth;
    final int[] ready;
    final List<Label> labels = new ArrayList<>(2);

    Node(long[] done, int depth, int[] ready) {
      this.done = done;
      this.depth = depth;
      this.ready = ready;
    }
  }

  private static final class Label {
    final Node node;
    final @Nullable Label parent;
    final int operator;
    final long[] resident;
    final long[] copies;
    final long cost;

    /** The cost, and what is still to come at least. */
    final long bound;

    final long residentBytes;
    final long sequence;
    boolean isDominated;

    Label(
        Node node,
        @Nullable Label parent,
        int operator,
        long[] resident,
        long[] copies,
        long cost,
        long bound,
        long residentBytes,
        long sequence) {
      this.node = node;
      this.parent = parent;
      this.operator = operator;
      this.resident = resident;
      this.copies = copies;
      this.cost = cost;
      this.bound = bound;
      this.residentBytes = residentBytes;
      this.sequence = sequence;
    }
  }

  /**
   * What a search found.
   *
   * @param lowerBound no order and no choice of what stays costs less
   * @param isComplete whether the bound is met
   * @param order the operator of each step, empty if no whole plan was found
   * @param kept for each step, the live tensors in the scratchpad after it
   * @param labels states looked at
   */
  record Outcome(
      long lowerBound, boolean isComplete, List<Integer> order, List<BitKey> kept, long labels) {}

  /** Choices of what leaves for each state it may look at, after which a search ends. */
  private static final long CHOICES = 100;

  private final Instance instance;
  private final long budget;
  private final @Nullable List<Integer> fixedOrder;
  private final int @Nullable [] windows;
  private final long labelLimit;
  private final ForcedBound forced;
  private final Map<BitKey, Node> nodes = new LinkedHashMap<>();
  private final PriorityQueue<Label> open =
      new PriorityQueue<>(
          Comparator.comparingLong((Label label) -> label.bound)
              .thenComparingInt(label -> -label.node.depth)
              .thenComparingLong(label -> label.sequence));
  private long sequence;
  private long choices;

  /**
   * Makes a search.
   *
   * @param fixedOrder the order of the operators, or null if it is free
   * @param windows for each operator, its window: those of a window come before those of the next;
   *     or null
   * @param labelLimit states to look at, at most
   */
  CapacitySearch(
      Instance instance,
      long budget,
      @Nullable List<Integer> fixedOrder,
      int @Nullable [] windows,
      long labelLimit) {
    this.instance = instance;
    this.budget = budget;
    this.fixedOrder = fixedOrder;
    this.windows = windows;
    this.labelLimit = labelLimit;
    this.forced = new ForcedBound(instance, budget);
  }

  Outcome run() {
    long[] none = Bits.of(instance.operators);
    List<Integer> first = new ArrayList<>();
    for (int o = 0; o < instance.operators; o++) {
      if (instance.isReady(o, none)) {
        first.add(o);
      }
    }
    Node start = new Node(none, 0, first.stream().mapToInt(Integer::intValue).toArray());
    long[] external = Bits.of(instance.tensors);
    for (int t = 0; t < instance.tensors; t++) {
      if (instance.isExternal(t)) {
        Bits.add(external, t);
      }
    }
    long[] resident = Bits.of(instance.tensors);
    long least = forced.bytes(none, resident, external);
    open.add(new Label(start, null, -1, resident, external, 0, least, 0, sequence++));
    long bound = 0;
    while (true) {
      Label label = open.poll();
      if (label == null) {
        throw new IllegalStateException(
            instance.problem.name() + ": budget (" + budget + ") must hold every operator");
      }
      if (label.isDominated) {
        continue;
      }
      bound = Math.max(bound, label.bound);
      if (label.node.depth == instance.operators) {
        return outcome(label);
      }
      if (sequence >= labelLimit) {
        return new Outcome(bound, false, List.of(), List.of(), sequence);
      }
      expand(label);
      if (choices > CHOICES * labelLimit) {
        // Some of what may follow the state is unknown, but nothing that costs less than its bound.
        return new Outcome(bound, false, List.of(), List.of(), sequence);
      }
    }
  }

  private Outcome outcome(Label last) {
    List<Integer> order = new ArrayList<>();
    List<BitKey> kept = new ArrayList<>();
    Label label = last;
    for (int step = instance.operators - 1; step >= 0; step--) {
      order.add(label.operator);
      kept.add(new BitKey(label.resident));
      Label parent = label.parent;
      if (parent == null) {
        throw new IllegalStateException("a path must have a label for each step");
      }
      label = parent;
    }
    Collections.reverse(order);
    Collections.reverse(kept);
    return new Outcome(last.cost, true, order, kept, sequence);
  }

  private void expand(Label label) {
    List<Integer> fixed = fixedOrder;
    if (fixed != null) {
      run(label, fixed.get(label.node.depth));
      return;
    }
    int[] candidates = label.node.ready;
    int[] window = windows;
    if (window != null) {
      int current = Arrays.stream(candidates).map(o -> window[o]).min().orElseThrow();
      candidates = Arrays.stream(candidates).filter(o -> window[o] == current).toArray();
    }
    for (int o : candidates) {
      if (isHarmless(label, o)) {
        run(label, o);
        return;
      }
    }
    for (int o : candidates) {
      run(label, o);
    }
  }

  /** Whether some best continuation runs an operator now. */
  private boolean isHarmless(Label label, int operator) {
    long made = 0;
    long madeWeight = 0;
    for (int t : instance.outputs[operator]) {
      made += instance.size[t];
      madeWeight += instance.weight[t];
    }
    long least = Long.MAX_VALUE;
    long freedWeight = 0;
    long passing = 0;
    for (int t : instance.inputs[operator]) {
      if (!Bits.has(label.resident, t)) {
        if (!instance.isExternal(t) || instance.consumers[t].length > 1) {
          return false;
        }
        // A weight that only this operator reads comes and goes with it.
        passing += instance.size[t];
        continue;
      }
      boolean freed = true;
      for (int reader : instance.consumers[t]) {
        if (reader != operator && !Bits.has(label.node.done, reader)) {
          freed = false;
          break;
        }
      }
      if (freed) {
        least = Math.min(least, instance.size[t]);
        freedWeight += (Bits.has(label.copies, t) ? 1 : 2) * instance.weight[t];
      }
    }
    return least != Long.MAX_VALUE
        && made <= least
        && 2 * madeWeight <= freedWeight
        && label.residentBytes + made + passing <= budget;
  }

  private void run(Label label, int operator) {
    long over = label.residentBytes - budget;
    long cost = label.cost;
    for (int t : instance.operands[operator]) {
      if (!Bits.has(label.resident, t)) {
        over += instance.size[t];
        if (instance.producer[t] != operator
            && !(instance.isExternal(t) && !instance.wasRead(t, label.node.done))) {
          cost += instance.weight[t];
        }
      }
    }
    if (over <= 0) {
      add(label, operator, new int[0], 0, cost);
      return;
    }
    int[] idle = new int[16];
    int count = 0;
    for (int t = Bits.next(label.resident, 0); t >= 0; t = Bits.next(label.resident, t + 1)) {
      boolean used = false;
      for (int operand : instance.operands[operator]) {
        used |= operand == t;
      }
      if (!used) {
        if (count == idle.length) {
          idle = Arrays.copyOf(idle, 2 * count);
        }
        idle[count++] = t;
      }
    }
    idle = Arrays.copyOf(idle, count);
    evict(label, operator, groups(label, idle), 0, over, new int[count], 0, cost);
  }

  /**
   * Idle tensors that are alike in all that is to come: size, weight, copy and readers. Which of
   * them leave does not matter, so the first ones do.
   */
  private List<int[]> groups(Label label, int[] idle) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int t : idle) {
      List<Integer> found = null;
      for (List<Integer> group : groups) {
        if (areAlike(label, group.get(0), t)) {
          found = group;
          break;
        }
      }
      if (found == null) {
        found = new ArrayList<>();
        groups.add(found);
      }
      found.add(t);
    }
    return groups.stream()
        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private boolean areAlike(Label label, int a, int b) {
    if (instance.size[a] != instance.size[b]
        || instance.weight[a] != instance.weight[b]
        || Bits.has(label.copies, a) != Bits.has(label.copies, b)) {
      return false;
    }
    int[] of = instance.consumers[a];
    int[] others = instance.consumers[b];
    int i = 0;
    int j = 0;
    while (true) {
      while (i < of.length && Bits.has(label.node.done, of[i])) {
        i++;
      }
      while (j < others.length && Bits.has(label.node.done, others[j])) {
        j++;
      }
      if (i == of.length || j == others.length) {
        return i == of.length && j == others.length;
      }
      if (of[i++] != others[j++]) {
        return false;
      }
    }
  }

  /** All sets of idle tensors that make room, without those that make more than another does. */
  private void evict(
      Label label,
      int operator,
      List<int[]> groups,
      int group,
      long over,
      int[] evicted,
      int count,
      long cost) {
    if (++choices > CHOICES * labelLimit) {
      return;
    }
    if (over <= 0) {
      for (int i = 0; i < count; i++) {
        if (over + instance.size[evicted[i]] <= 0) {
          return;
        }
      }
      add(label, operator, evicted, count, cost);
      return;
    }
    if (group == groups.size()) {
      return;
    }
    int[] members = groups.get(group);
    evict(label, operator, groups, group + 1, over, evicted, count, cost);
    long rest = over;
    long sum = cost;
    for (int i = 0; i < members.length && rest > 0; i++) {
      int t = members[i];
      evicted[count + i] = t;
      rest -= instance.size[t];
      sum += Bits.has(label.copies, t) ? 0 : instance.weight[t];
      evict(label, operator, groups, group + 1, rest, evicted, count + i + 1, sum);
    }
  }

  private void add(Label label, int operator, int[] evicted, int count, long cost) {
    Node node = after(label.node, operator);
    long[] resident = label.resident.clone();
    long[] copies = label.copies.clone();
    for (int i = 0; i < count; i++) {
      Bits.remove(resident, evicted[i]);
      Bits.add(copies, evicted[i]);
    }
    for (int t : instance.operands[operator]) {
      if (instance.isRead(t, node.done)) {
        Bits.add(resident, t);
      } else {
        Bits.remove(resident, t);
        Bits.remove(copies, t);
      }
    }
    for (Label other : node.labels) {
      if (cost >= other.cost + conversion(other, resident, copies)) {
        return;
      }
    }
    long bytes = 0;
    for (int t = Bits.next(resident, 0); t >= 0; t = Bits.next(resident, t + 1)) {
      bytes += instance.size[t];
    }
    long bound = Math.max(label.bound, cost + forced.bytes(node.done, resident, copies));
    Label made = new Label(node, label, operator, resident, copies, cost, bound, bytes, sequence++);
    node.labels.removeIf(
        other -> {
          other.isDominated = other.cost >= cost + conversion(made, other.resident, other.copies);
          return other.isDominated;
        });
    node.labels.add(made);
    open.add(made);
  }

  /** What a state pays at most to do what one with these tensors and copies does. */
  private long conversion(Label from, long[] resident, long[] copies) {
    long sum = 0;
    for (int w = 0; w < resident.length; w++) {
      for (long rest = resident[w] & ~from.resident[w]; rest != 0; rest &= rest - 1) {
        sum += instance.weight[w << 6 | Long.numberOfTrailingZeros(rest)];
      }
      for (long rest = copies[w] & ~from.copies[w]; rest != 0; rest &= rest - 1) {
        sum += instance.weight[w << 6 | Long.numberOfTrailingZeros(rest)];
      }
    }
    return sum;
  }

  private Node after(Node before, int operator) {
    long[] done = before.done.clone();
    Bits.add(done, operator);
    BitKey key = new BitKey(done);
    Node known = nodes.get(key);
    if (known != null) {
      return known;
    }
    int[] ready = new int[before.ready.length + 4];
    int count = 0;
    for (int o : before.ready) {
      if (o != operator) {
        ready[count++] = o;
      }
    }
    for (int t : instance.outputs[operator]) {
      for (int reader : instance.consumers[t]) {
        boolean isNew = instance.isReady(reader, done);
        for (int i = 0; i < count && isNew; i++) {
          isNew = ready[i] != reader;
        }
        if (isNew) {
          if (count == ready.length) {
            ready = Arrays.copyOf(ready, 2 * count);
          }
          ready[count++] = reader;
        }
      }
    }
    ready = Arrays.copyOf(ready, count);
    Arrays.sort(ready);
    Node node = new Node(done, before.depth + 1, ready);
    nodes.put(key, node);
    return node;
  }
}
