package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Bytes that every continuation of a state still moves. A tensor is forced at an operator if it is
 * live there in every order: made by an ancestor and read by a descendant, but not by the operator.
 * Where operands and forced tensors exceed the budget, some of the forced ones are absent, and each
 * of these is retrieved afterwards and has been spilled before.
 *
 * <p>Costs of several operators add up if no absence is counted twice: two operators with the same
 * forced tensor are both counted only if some reader of it always runs between them. Then the
 * retrievals differ, and the spill is counted with the first one only. A live tensor that is absent
 * now is retrieved once; at the next operator that forces it, it may be absent for nothing more.
 */
final class ForcedBound {

  private static final int MOST_EXACT = 4;

  /** An operator that might be counted. */
  private static final class Candidate {
    final int operator;
    final int[] forced;
    final long missing;
    final long cost;

    Candidate(int operator, int[] forced, long missing, long cost) {
      this.operator = operator;
      this.forced = forced;
      this.missing = missing;
      this.cost = cost;
    }
  }

  private final Instance instance;
  private final int[] operators;
  private final int[][] forced;
  private final long[] missing;

  /** For each counted operator and forced tensor, the counted operators before it that force it. */
  private final int[][] before;

  ForcedBound(Instance instance, long budget) {
    this.instance = instance;
    long[][] ancestors = new long[instance.operators][];
    for (int o = 0; o < instance.operators; o++) {
      ancestors[o] = Bits.of(instance.operators);
      for (int p : instance.predecessors[o]) {
        Bits.add(ancestors[o], p);
        for (int w = 0; w < ancestors[o].length; w++) {
          ancestors[o][w] |= ancestors[p][w];
        }
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int o = 0; o < instance.operators; o++) {
      int[] all = forcedAt(o, ancestors);
      long over = instance.operandBytes[o] - budget;
      long[] costs = new long[all.length];
      for (int i = 0; i < all.length; i++) {
        over += instance.size[all[i]];
        costs[i] = 2 * instance.weight[all[i]];
      }
      if (over > 0) {
        candidates.add(new Candidate(o, all, over, cheapest(all, costs, over)));
      }
    }
    candidates.sort(
        Comparator.comparingLong((Candidate c) -> -c.cost).thenComparingInt(c -> c.operator));
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate candidate : candidates) {
      boolean fits = true;
      for (Candidate other : chosen) {
        for (int t : candidate.forced) {
          if (contains(other.forced, t)
              && !isReadBetween(t, candidate.operator, other.operator, ancestors)
              && !isReadBetween(t, other.operator, candidate.operator, ancestors)) {
            fits = false;
          }
        }
      }
      if (fits) {
        chosen.add(candidate);
      }
    }
    chosen.sort(Comparator.comparingInt(c -> c.operator));
    operators = new int[chosen.size()];
    forced = new int[operators.length][];
    missing = new long[operators.length];
    before = new int[operators.length][];
    int[] latest = new int[instance.tensors];
    Arrays.fill(latest, -1);
    for (int i = 0; i < operators.length; i++) {
      operators[i] = chosen.get(i).operator;
      forced[i] = chosen.get(i).forced;
      missing[i] = chosen.get(i).missing;
      before[i] = new int[forced[i].length];
      for (int j = 0; j < forced[i].length; j++) {
        before[i][j] = latest[forced[i][j]];
        latest[forced[i][j]] = operators[i];
      }
    }
  }

  private static boolean contains(int[] all, int one) {
    for (int each : all) {
      if (each == one) {
        return true;
      }
    }
    return false;
  }

  private int[] forcedAt(int operator, long[][] ancestors) {
    int[] all = new int[8];
    int count = 0;
    for (int t = 0; t < instance.tensors; t++) {
      if (instance.isExternal(t)
          || !Bits.has(ancestors[operator], instance.producer[t])
          || contains(instance.operands[operator], t)) {
        continue;
      }
      boolean isReadLater = false;
      for (int reader : instance.consumers[t]) {
        isReadLater |= Bits.has(ancestors[reader], operator);
      }
      if (isReadLater) {
        if (count == all.length) {
          all = Arrays.copyOf(all, 2 * count);
        }
        all[count++] = t;
      }
    }
    return Arrays.copyOf(all, count);
  }

  private boolean isReadBetween(int tensor, int first, int second, long[][] ancestors) {
    for (int reader : instance.consumers[tensor]) {
      if (Bits.has(ancestors[reader], first) && Bits.has(ancestors[second], reader)) {
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
    for (int i = 0; i < operators.length; i++) {
      if (!Bits.has(done, operators[i])) {
        sum += bytesOf(i, done, resident, copies);
      }
    }
    return sum;
  }

  private long bytesOf(int index, long[] done, long[] resident, long[] copies) {
    int[] tensors = forced[index];
    long[] costs = new long[tensors.length];
    for (int j = 0; j < costs.length; j++) {
      int t = tensors[j];
      long weight = instance.weight[t];
      boolean isNext = before[index][j] < 0 || Bits.has(done, before[index][j]);
      if (!isNext) {
        costs[j] = weight;
      } else if (!Bits.has(copies, t)) {
        costs[j] = 2 * weight;
      } else {
        costs[j] = Bits.has(resident, t) ? weight : 0;
      }
    }
    return cheapest(tensors, costs, missing[index]);
  }

  /** The least cost of tensors of so many bytes together; of many tensors, a bound below it. */
  private long cheapest(int[] tensors, long[] costs, long bytes) {
    if (tensors.length <= MOST_EXACT) {
      long best = Long.MAX_VALUE;
      for (int set = 1; set < 1 << tensors.length; set++) {
        long size = 0;
        long cost = 0;
        for (int j = 0; j < tensors.length; j++) {
          if ((set >> j & 1) != 0) {
            size += instance.size[tensors[j]];
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
    boolean[] taken = new boolean[tensors.length];
    long rest = bytes;
    long sum = 0;
    while (rest > 0) {
      int best = -1;
      for (int j = 0; j < taken.length; j++) {
        if (!taken[j]
            && (best < 0
                || (double) costs[j] / instance.size[tensors[j]]
                    < (double) costs[best] / instance.size[tensors[best]])) {
          best = j;
        }
      }
      if (best < 0) {
        return sum;
      }
      taken[best] = true;
      long size = instance.size[tensors[best]];
      // The last one only in part: rounded down, so the sum stays a bound.
      sum += rest >= size ? costs[best] : (long) ((double) costs[best] / size * rest * (1 - 1e-9));
      rest -= size;
    }
    return sum;
  }
}
