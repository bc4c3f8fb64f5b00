package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Order, addresses and spills together, best first over states: which operators are done, where
 * each live tensor lies, which have a copy in DRAM.
 *
 * <p>A tensor leaves only when its room is taken by one that an operator needs, or when the
 * operator needs itself and it is to come back at another address; one that is there can always
 * leave later for the same bytes. To be spilled and retrieved takes a step between at which it is
 * not there, so one without a copy can only move if the step before did not use it.
 */
final class PlacedSearch {

  private static final class Label {
    final @Nullable Label parent;
    final int operator;
    final int depth;
    final long[] done;

    /** For each tensor, its address or -1. */
    final long[] address;

    final long[] copies;

    /** Tensors that the last step used. */
    final long[] used;

    /** Tensors that came to an address at the last step, and the addresses. */
    final int[] placed;

    final long[] placedAt;

    final long cost;

    /** Bytes side by side that nothing takes. */
    final long largestGap;

    final long sequence;

    Label(
        @Nullable Label parent,
        int operator,
        long[] done,
        long[] address,
        long[] copies,
        long[] used,
        int[] placed,
        long[] placedAt,
        long cost,
        long largestGap,
        long sequence) {
      this.parent = parent;
      this.operator = operator;
      this.depth = parent == null ? 0 : parent.depth + 1;
      this.done = done;
      this.address = address;
      this.copies = copies;
      this.used = used;
      this.placed = placed;
      this.placedAt = placedAt;
      this.cost = cost;
      this.largestGap = largestGap;
      this.sequence = sequence;
    }
  }

  /**
   * What a search found.
   *
   * @param lowerBound no plan costs less, if all addresses were tried
   * @param isFinished whether it ended before its limit
   * @param plan the best plan, if one below the limit on costs was found
   */
  record Outcome(long lowerBound, boolean isFinished, Optional<ResidencyPlan> plan) {}

  /** Choices of addresses for each state it may look at, after which a search ends. */
  private static final long CHOICES = 100;

  /** Addresses that the states of a search hold together: what memory there is for them. */
  private static final long MOST_NUMBERS = 20_000_000;

  private final Instance instance;
  private final long budget;
  private final @Nullable List<Integer> fixedOrder;
  private final long @Nullable [] addresses;
  private final long costLimit;
  private final long labelLimit;
  private final long workLimit;
  private final Map<BitKey, Long> best = new LinkedHashMap<>();
  private final PriorityQueue<Label> open =
      new PriorityQueue<>(
          Comparator.comparingLong((Label label) -> label.cost)
              .thenComparingInt(label -> -label.depth)
              .thenComparingLong(label -> -label.largestGap)
              .thenComparingLong(label -> label.sequence));
  private long sequence;
  private long work;

  /**
   * Makes a search.
   *
   * @param fixedOrder the order of the operators, or null if it is free
   * @param addresses addresses to try, or null to try the ends of what is there
   * @param costLimit plans of this cost and above are of no interest
   * @param labelLimit states to look at, at most
   */
  PlacedSearch(
      Instance instance,
      long budget,
      @Nullable List<Integer> fixedOrder,
      long @Nullable [] addresses,
      long costLimit,
      long labelLimit) {
    this.instance = instance;
    this.budget = budget;
    this.fixedOrder = fixedOrder;
    this.addresses = addresses;
    this.costLimit = costLimit;
    this.labelLimit = labelLimit;
    this.workLimit = CHOICES * labelLimit;
  }

  /** {@return the best plan below the limit on costs} */
  Outcome run() {
    start();
    long most = Math.min(labelLimit, Math.max(1000, MOST_NUMBERS / instance.tensors));
    while (true) {
      Label label = open.poll();
      if (label == null) {
        return new Outcome(costLimit, true, Optional.empty());
      }
      Long known = best.get(key(label));
      if (known != null && known < label.cost) {
        continue;
      }
      if (label.depth == instance.operators) {
        return new Outcome(label.cost, true, Optional.of(plan(label)));
      }
      if (sequence >= most || work > workLimit) {
        return new Outcome(label.cost, false, Optional.empty());
      }
      expand(label);
    }
  }

  /** {@return a plan, if one was found with only so many states kept at each step} */
  Optional<ResidencyPlan> beam(int width) {
    start();
    for (int step = 0; step < instance.operators; step++) {
      List<Label> kept = new ArrayList<>();
      while (kept.size() < width && !open.isEmpty()) {
        kept.add(open.remove());
      }
      open.clear();
      best.clear();
      kept.forEach(this::expand);
    }
    return Optional.ofNullable(open.poll()).map(this::plan);
  }

  private void expand(Label label) {
    List<Integer> fixed = fixedOrder;
    if (fixed != null) {
      expand(label, fixed.get(label.depth));
      return;
    }
    for (int o = 0; o < instance.operators; o++) {
      if (instance.isReady(o, label.done)) {
        expand(label, o);
      }
    }
  }

  private void start() {
    long[] external = Bits.of(instance.tensors);
    for (int t = 0; t < instance.tensors; t++) {
      if (instance.isExternal(t)) {
        Bits.add(external, t);
      }
    }
    long[] nowhere = new long[instance.tensors];
    Arrays.fill(nowhere, -1);
    open.add(
        new Label(
            null,
            -1,
            Bits.of(instance.operators),
            nowhere,
            external,
            Bits.of(instance.tensors),
            new int[0],
            new long[0],
            0,
            budget,
            sequence++));
  }

  private static BitKey key(Label label) {
    int words = label.done.length;
    long[] all = new long[words + label.address.length + label.copies.length + label.used.length];
    System.arraycopy(label.done, 0, all, 0, words);
    System.arraycopy(label.address, 0, all, words, label.address.length);
    int at = words + label.address.length;
    for (int i = 0; i < label.copies.length; i++) {
      all[at + i] = label.copies[i];
      // What was used last only matters for tensors without a copy.
      all[at + label.copies.length + i] = label.used[i] & ~label.copies[i];
    }
    return new BitKey(all);
  }

  private void expand(Label label, int operator) {
    List<Integer> items = new ArrayList<>();
    List<Integer> movable = new ArrayList<>();
    long cost = label.cost;
    for (int t : instance.operands[operator]) {
      if (label.address[t] < 0) {
        items.add(t);
        boolean isFree =
            instance.producer[t] == operator
                || (instance.isExternal(t) && !instance.wasRead(t, label.done));
        cost += isFree ? 0 : instance.weight[t];
      } else if (Bits.has(label.copies, t) || !Bits.has(label.used, t)) {
        movable.add(t);
      }
    }
    move(label, operator, items, movable, 0, label.copies.clone(), cost);
  }

  /** Chooses which of the operands that are there come back at another address. */
  private void move(
      Label label,
      int operator,
      List<Integer> items,
      List<Integer> movable,
      int next,
      long[] copies,
      long cost) {
    if (cost >= costLimit || ++work > workLimit) {
      return;
    }
    if (next == movable.size()) {
      if (items.isEmpty()) {
        add(label, operator, label.address.clone(), List.of(), copies, cost);
        return;
      }
      long[] pinned = label.address.clone();
      items.forEach(t -> pinned[t] = -1);
      place(label, operator, items, 0, pinned, copies, cost);
      return;
    }
    move(label, operator, items, movable, next + 1, copies, cost);
    int t = movable.get(next);
    long[] spilled = copies.clone();
    Bits.add(spilled, t);
    long extra = instance.weight[t] * (Bits.has(copies, t) ? 1 : 2);
    List<Integer> more = new ArrayList<>(items);
    more.add(t);
    move(label, operator, more, movable, next + 1, spilled, cost + extra);
  }

  /** Chooses an address for each tensor that needs one; what is idle makes room. */
  private void place(
      Label label,
      int operator,
      List<Integer> items,
      int next,
      long[] address,
      long[] copies,
      long cost) {
    if (cost >= costLimit || ++work > workLimit) {
      return;
    }
    if (next == items.size()) {
      add(label, operator, address, items, copies, cost);
      return;
    }
    int t = items.get(next);
    for (long candidate : candidates(t, address)) {
      long end = candidate + instance.size[t];
      if (end > budget) {
        continue;
      }
      boolean isFree = true;
      long[] made = address.clone();
      long[] spilled = copies;
      long sum = cost;
      for (int other = 0; other < made.length && isFree; other++) {
        if (made[other] >= 0
            && made[other] < end
            && candidate < made[other] + instance.size[other]) {
          if (isOperand(operator, other)) {
            isFree = false;
          } else {
            made[other] = -1;
            if (!Bits.has(spilled, other)) {
              spilled = spilled.clone();
              Bits.add(spilled, other);
              sum += instance.weight[other];
            }
          }
        }
      }
      if (isFree) {
        made[t] = candidate;
        place(label, operator, items, next + 1, made, spilled, sum);
      }
    }
  }

  private boolean isOperand(int operator, int tensor) {
    for (int t : instance.operands[operator]) {
      if (t == tensor) {
        return true;
      }
    }
    return false;
  }

  private long[] candidates(int tensor, long[] address) {
    long[] all = addresses;
    if (all != null) {
      return all;
    }
    long align = instance.problem.alignmentBytes();
    TreeSet<Long> ends = new TreeSet<>();
    ends.add(0L);
    ends.add((budget - instance.size[tensor]) / align * align);
    for (int t = 0; t < address.length; t++) {
      if (address[t] >= 0) {
        ends.add(address[t] + instance.size[t]);
        if (address[t] >= instance.size[tensor]) {
          ends.add(address[t] - instance.size[tensor]);
        }
      }
    }
    return ends.stream().mapToLong(Long::longValue).toArray();
  }

  private void add(
      Label label, int operator, long[] address, List<Integer> items, long[] copies, long cost) {
    int[] placed = items.stream().mapToInt(Integer::intValue).toArray();
    long[] placedAt = items.stream().mapToLong(t -> address[t]).toArray();
    long[] done = label.done.clone();
    Bits.add(done, operator);
    long[] left = copies.clone();
    long[] used = Bits.of(instance.tensors);
    for (int t : instance.operands[operator]) {
      if (instance.isRead(t, done)) {
        Bits.add(used, t);
      } else {
        address[t] = -1;
        Bits.remove(left, t);
      }
    }
    Label made =
        new Label(
            label,
            operator,
            done,
            address,
            left,
            used,
            placed,
            placedAt,
            cost,
            largestGap(address),
            sequence++);
    BitKey key = key(made);
    Long known = best.get(key);
    if (known == null || cost < known) {
      best.put(key, cost);
      open.add(made);
    }
  }

  private long largestGap(long[] address) {
    TreeMap<Long, Long> spans = new TreeMap<>();
    for (int t = 0; t < address.length; t++) {
      if (address[t] >= 0) {
        spans.put(address[t], address[t] + instance.size[t]);
      }
    }
    long largest = 0;
    long from = 0;
    for (Map.Entry<Long, Long> span : spans.entrySet()) {
      largest = Math.max(largest, span.getKey() - from);
      from = span.getValue();
    }
    return Math.max(largest, budget - from);
  }

  private ResidencyPlan plan(Label last) {
    List<Label> path = new ArrayList<>();
    for (Label label = last; label.parent != null; label = label.parent) {
      path.add(label);
    }
    Collections.reverse(path);
    List<Integer> order = path.stream().map(label -> label.operator).toList();
    List<Stay> stays = new ArrayList<>();
    int[] first = new int[instance.tensors];
    int[] lastUse = new int[instance.tensors];
    long[] where = new long[instance.tensors];
    Arrays.fill(where, -1);
    boolean[] appeared = new boolean[instance.tensors];
    boolean[] retrieved = new boolean[instance.tensors];
    for (int step = 0; step < path.size(); step++) {
      Label label = path.get(step);
      int operator = order.get(step);
      for (int t = 0; t < instance.tensors; t++) {
        if (where[t] >= 0 && label.address[t] != where[t] && !isOperand(operator, t)) {
          stays.add(new Stay(t, where[t], first[t], lastUse[t], retrieved[t]));
          where[t] = -1;
        }
      }
      for (int i = 0; i < label.placed.length; i++) {
        int t = label.placed[i];
        if (where[t] >= 0) {
          stays.add(new Stay(t, where[t], first[t], lastUse[t], retrieved[t]));
        }
        where[t] = label.placedAt[i];
        first[t] = step;
        retrieved[t] = appeared[t];
        appeared[t] = true;
      }
      for (int t : instance.operands[operator]) {
        lastUse[t] = step;
      }
      for (int t : instance.operands[operator]) {
        if (!instance.isRead(t, label.done)) {
          stays.add(new Stay(t, where[t], first[t], step, retrieved[t]));
          where[t] = -1;
        }
      }
    }
    return StayBuilder.plan(instance, budget, order, stays);
  }
}
