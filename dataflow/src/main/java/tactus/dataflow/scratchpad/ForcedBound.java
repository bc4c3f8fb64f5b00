package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bytes that every continuation of a state still moves. A tensor is forced at an operator if it is
 * live there in every order: made by an ancestor and read by a descendant, but not by the operator.
 * A pair of tensors is forced if one of them is live: the first is made by an ancestor and read by
 * an operator that makes the second, which a descendant reads; whether that operator runs before or
 * after is open. Where operands and what is forced exceed the budget, some of it is absent, and
 * each absent tensor is retrieved afterwards and has been spilled before.
 *
 * <p>Costs of several operators add up if no absence is counted twice: two operators with the same
 * tensor are both counted only if some reader of it always runs between them. Then the retrievals
 * differ, and the spill is counted with the first one only. A live tensor that is absent now is
 * retrieved once; at the next operator that forces it, it may be absent for nothing more.
 */
final class ForcedBound {

  private static final int MOST_EXACT = 4;

  /**
   * What is forced at an operator.
   *
   * @param tensor a tensor
   * @param reader the operator that makes the other one of a pair, or -1 if there is none
   * @param other the other one, or -1
   * @param size bytes of the smaller one
   */
  private record Item(int tensor, int reader, int other, long size) {}

  /** An operator at which something is absent. */
  private record Candidate(int operator, List<Item> items, long missing, long cost) {}

  private final Instance instance;
  private final long[][] ancestors;
  private final List<Candidate> chosen = new ArrayList<>();

  /**
   * For each chosen operator and item, the chosen operators before with the same tensors, or -1.
   */
  private final int[][][] before;

  ForcedBound(Instance instance, long budget) {
    this.instance = instance;
    ancestors = ancestors(instance);
    List<Candidate> candidates = new ArrayList<>();
    for (int o = 0; o < instance.operators; o++) {
      List<Item> items = items(o);
      long over = instance.operandBytes[o] - budget;
      long[] costs = new long[items.size()];
      for (int i = 0; i < costs.length; i++) {
        Item item = items.get(i);
        over += item.size();
        costs[i] = 2 * instance.weight[item.tensor()];
        if (item.other() >= 0) {
          costs[i] = Math.min(costs[i], 2 * instance.weight[item.other()]);
        }
      }
      if (over > 0) {
        candidates.add(new Candidate(o, items, over, cheapest(items, costs, over)));
      }
    }
    candidates.sort(
        Comparator.comparingLong((Candidate c) -> -c.cost()).thenComparingInt(Candidate::operator));
    for (Candidate candidate : candidates) {
      if (chosen.stream()
          .allMatch(other -> areApart(candidate, other) || areApart(other, candidate))) {
        chosen.add(candidate);
      }
    }
    chosen.sort(Comparator.comparingInt(Candidate::operator));
    before = new int[chosen.size()][][];
    int[] latest = new int[instance.tensors];
    Arrays.fill(latest, -1);
    for (int i = 0; i < before.length; i++) {
      Candidate candidate = chosen.get(i);
      before[i] = new int[candidate.items().size()][2];
      for (int j = 0; j < before[i].length; j++) {
        Item item = candidate.items().get(j);
        before[i][j][0] = latest[item.tensor()];
        before[i][j][1] = item.other() < 0 ? -1 : latest[item.other()];
      }
      for (Item item : candidate.items()) {
        latest[item.tensor()] = candidate.operator();
        if (item.other() >= 0) {
          latest[item.other()] = candidate.operator();
        }
      }
    }
  }

  private static long[][] ancestors(Instance instance) {
    long[][] all = new long[instance.operators][];
    for (int o = 0; o < instance.operators; o++) {
      all[o] = Bits.of(instance.operators);
      for (int p : instance.predecessors[o]) {
        Bits.add(all[o], p);
        for (int w = 0; w < all[o].length; w++) {
          all[o][w] |= all[p][w];
        }
      }
    }
    return all;
  }

  private boolean isBefore(int first, int second) {
    return Bits.has(ancestors[second], first);
  }

  private List<Item> items(int operator) {
    List<Item> plain = new ArrayList<>();
    List<Item> pairs = new ArrayList<>();
    Set<Integer> others = new LinkedHashSet<>();
    for (int t = 0; t < instance.tensors; t++) {
      if (instance.isExternal(t)
          || !isBefore(instance.producer[t], operator)
          || isOperand(operator, t)) {
        continue;
      }
      if (isReadAfter(t, operator)) {
        plain.add(new Item(t, -1, -1, instance.size[t]));
        continue;
      }
      Item best = null;
      for (int reader : instance.consumers[t]) {
        if (reader == operator || isBefore(reader, operator)) {
          continue;
        }
        for (int made : instance.outputs[reader]) {
          long size = Math.min(instance.size[t], instance.size[made]);
          if (isReadAfter(made, operator)
              && !others.contains(made)
              && (best == null || size > best.size())) {
            best = new Item(t, reader, made, size);
          }
        }
      }
      if (best != null) {
        others.add(best.other());
        pairs.add(best);
      }
    }
    plain.addAll(pairs);
    return plain;
  }

  private boolean isOperand(int operator, int tensor) {
    for (int t : instance.operands[operator]) {
      if (t == tensor) {
        return true;
      }
    }
    return false;
  }

  private boolean isReadAfter(int tensor, int operator) {
    for (int reader : instance.consumers[tensor]) {
      if (isBefore(operator, reader)) {
        return true;
      }
    }
    return false;
  }

  /** Whether each tensor that is absent at the first is read before the second one runs. */
  private boolean areApart(Candidate first, Candidate second) {
    boolean isOrdered = isBefore(first.operator(), second.operator());
    for (Item item : first.items()) {
      if (has(second, item.tensor())) {
        boolean isRead =
            item.reader() < 0
                ? isReadBetween(item.tensor(), first.operator(), second.operator())
                // Absent as the first of a pair, it is yet to be read by the pair's operator.
                : isBefore(item.reader(), second.operator());
        if (!isOrdered || !isRead) {
          return false;
        }
      }
      if (item.other() >= 0
          && has(second, item.other())
          && !(isOrdered && isReadBetween(item.other(), first.operator(), second.operator()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(Candidate candidate, int tensor) {
    for (Item item : candidate.items()) {
      if (item.tensor() == tensor || item.other() == tensor) {
        return true;
      }
    }
    return false;
  }

  private boolean isReadBetween(int tensor, int first, int second) {
    for (int reader : instance.consumers[tensor]) {
      if (isBefore(first, reader) && isBefore(reader, second)) {
        return true;
      }
    }
    return false;
  }

  /** {@return bytes that a state with these operators done and these tensors still moves} */
  long bytes(long[] done, long[] resident, long[] copies) {
    long sum = 0;
    for (int t = Bits.next(copies, 0); t >= 0; t = Bits.next(copies, t + 1)) {
      boolean comesBack =
          !Bits.has(resident, t) && (!instance.isExternal(t) || instance.wasRead(t, done));
      sum += comesBack && instance.isRead(t, done) ? instance.weight[t] : 0;
    }
    for (int i = 0; i < before.length; i++) {
      Candidate candidate = chosen.get(i);
      if (Bits.has(done, candidate.operator())) {
        continue;
      }
      long[] costs = new long[before[i].length];
      for (int j = 0; j < costs.length; j++) {
        Item item = candidate.items().get(j);
        long other =
            item.other() < 0
                ? Long.MAX_VALUE
                : cost(item.other(), before[i][j][1], done, resident, copies);
        costs[j] =
            item.reader() >= 0 && Bits.has(done, item.reader())
                ? other
                : Math.min(other, cost(item.tensor(), before[i][j][0], done, resident, copies));
      }
      sum += cheapest(candidate.items(), costs, candidate.missing());
    }
    return sum;
  }

  /** What it costs more that a tensor is absent at an operator. */
  private long cost(int tensor, int earlier, long[] done, long[] resident, long[] copies) {
    long weight = instance.weight[tensor];
    if (earlier >= 0 && !Bits.has(done, earlier)) {
      return weight;
    }
    if (!Bits.has(copies, tensor)) {
      return 2 * weight;
    }
    return Bits.has(resident, tensor) ? weight : 0;
  }

  /** The least cost of items of so many bytes together; of many items, a bound below it. */
  private static long cheapest(List<Item> items, long[] costs, long bytes) {
    if (costs.length <= MOST_EXACT) {
      long best = Long.MAX_VALUE;
      for (int set = 1; set < 1 << costs.length; set++) {
        long size = 0;
        long cost = 0;
        for (int j = 0; j < costs.length; j++) {
          if ((set >> j & 1) != 0) {
            size += items.get(j).size();
            cost += costs[j];
          }
        }
        if (size >= bytes) {
          best = Math.min(best, cost);
        }
      }
      // Operands alone that exceed the budget are told of elsewhere.
      return best == Long.MAX_VALUE ? 0 : best;
    }
    boolean[] taken = new boolean[costs.length];
    long rest = bytes;
    long sum = 0;
    while (rest > 0) {
      int best = -1;
      for (int j = 0; j < taken.length; j++) {
        if (!taken[j]
            && (best < 0
                || (double) costs[j] / items.get(j).size()
                    < (double) costs[best] / items.get(best).size())) {
          best = j;
        }
      }
      if (best < 0) {
        return sum;
      }
      taken[best] = true;
      long size = items.get(best).size();
      // The last one only in part: rounded down, so the sum stays a bound.
      sum += rest >= size ? costs[best] : (long) ((double) costs[best] / size * rest * (1 - 1e-9));
      rest -= size;
    }
    return sum;
  }
}
