package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A baseline: walks through a schedule and allocates when an operator needs its operands, by best
 * fit. If no gap is large enough, tensors that are not operands leave; if only operands are left,
 * all are written out and placed anew, those that the operator reads before those that it makes,
 * the larger first.
 */
final class OnlineAllocator {

  /** Who leaves when there is no room. */
  enum Eviction {
    /**
     * One after the other, that first whose next use is furthest away (Belady), of equals that
     * which came first.
     */
    FURTHEST_USE,
    /**
     * Neighbours whose spills and retrievals are the fewest bytes together, of equals those at the
     * highest address.
     */
    FEWEST_BYTES
  }

  private final Instance instance;
  private final long budget;
  private final List<Integer> order;
  private final Eviction eviction;
  private final int[] steps;
  private final long[] address;
  private final boolean[] appeared;
  private final int[] first;
  private final int[] lastUse;
  private final boolean[] retrieved;

  /** When each tensor came, counted in tensors. */
  private final int[] arrivals;

  private int arrived;

  /** Bytes of loads right before all was written out, which are not made. */
  private long vainBytes;

  private final List<Stay> stays = new ArrayList<>();

  private OnlineAllocator(Instance instance, long budget, List<Integer> order, Eviction eviction) {
    this.instance = instance;
    this.budget = budget;
    this.order = order;
    this.eviction = eviction;
    steps = new int[instance.operators];
    for (int step = 0; step < steps.length; step++) {
      steps[order.get(step)] = step;
    }
    address = new long[instance.tensors];
    Arrays.fill(address, -1);
    appeared = new boolean[instance.tensors];
    retrieved = new boolean[instance.tensors];
    first = new int[instance.tensors];
    lastUse = new int[instance.tensors];
    arrivals = new int[instance.tensors];
  }

  /**
   * {@return the bytes of loads that are left out of a plan: of operands that were brought in just
   * before all had to be written out, and are brought in once}
   */
  static long vainBytes(Instance instance, long budget, List<Integer> order, Eviction eviction) {
    OnlineAllocator allocator = new OnlineAllocator(instance, budget, order, eviction);
    allocator.run();
    return allocator.vainBytes;
  }

  static ResidencyPlan plan(
      Instance instance, long budget, List<Integer> order, Eviction eviction) {
    OnlineAllocator allocator = new OnlineAllocator(instance, budget, order, eviction);
    allocator.run();
    return StayBuilder.plan(instance, budget, order, allocator.stays);
  }

  private void run() {
    for (int step = 0; step < order.size(); step++) {
      run(step);
    }
  }

  private void run(int step) {
    int operator = order.get(step);
    List<Integer> missing = new ArrayList<>();
    for (int t : instance.inputs[operator]) {
      if (address[t] < 0) {
        missing.add(t);
      }
    }
    for (int t : instance.outputs[operator]) {
      missing.add(t);
    }
    for (int t : missing) {
      if (!place(t, operator, step)) {
        placeAnew(operator, step);
        break;
      }
    }
    for (int t : instance.operands[operator]) {
      lastUse[t] = step;
    }
    for (int t : instance.operands[operator]) {
      if (nextUse(t, step) == Integer.MAX_VALUE) {
        end(t);
      }
    }
  }

  private boolean place(int tensor, int operator, int step) {
    long gap = bestGap(instance.size[tensor]);
    while (gap < 0) {
      List<Integer> leaving =
          eviction == Eviction.FURTHEST_USE
              ? furthest(operator, step)
              : fewest(operator, instance.size[tensor]);
      if (leaving.isEmpty()) {
        return false;
      }
      leaving.forEach(this::end);
      gap = bestGap(instance.size[tensor]);
    }
    begin(tensor, gap, step);
    return true;
  }

  private void begin(int tensor, long where, int step) {
    address[tensor] = where;
    arrivals[tensor] = arrived++;
    first[tensor] = step;
    retrieved[tensor] = appeared[tensor];
    appeared[tensor] = true;
    lastUse[tensor] = step;
  }

  private void end(int tensor) {
    stays.add(new Stay(tensor, address[tensor], first[tensor], lastUse[tensor], retrieved[tensor]));
    address[tensor] = -1;
  }

  /** The lowest address of the smallest gap that is large enough, or -1. */
  private long bestGap(long size) {
    long best = -1;
    long least = Long.MAX_VALUE;
    long from = 0;
    for (int t : byAddress()) {
      long gap = address[t] - from;
      if (gap >= size && gap < least) {
        best = from;
        least = gap;
      }
      from = address[t] + instance.size[t];
    }
    long gap = budget - from;
    return gap >= size && gap < least ? from : best;
  }

  private List<Integer> byAddress() {
    List<Integer> there = new ArrayList<>();
    for (int t = 0; t < address.length; t++) {
      if (address[t] >= 0) {
        there.add(t);
      }
    }
    there.sort(Comparator.comparingLong(t -> address[t]));
    return there;
  }

  private List<Integer> furthest(int operator, int step) {
    int found = -1;
    for (int t : byAddress()) {
      if (!isOperand(operator, t) && (found < 0 || leavesBefore(t, found, step))) {
        found = t;
      }
    }
    return found < 0 ? List.of() : List.of(found);
  }

  private boolean leavesBefore(int tensor, int other, int step) {
    int next = nextUse(tensor, step);
    int nextOfOther = nextUse(other, step);
    return next > nextOfOther || (next == nextOfOther && arrivals[tensor] < arrivals[other]);
  }

  /** Of the neighbours that make room together, those that cost the fewest bytes. */
  private List<Integer> fewest(int operator, long size) {
    List<Integer> there = byAddress();
    List<Integer> best = List.of();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < there.size(); i++) {
      long from = i == 0 ? 0 : address[there.get(i - 1)] + instance.size[there.get(i - 1)];
      long bytes = 0;
      for (int j = i; j < there.size() && !isOperand(operator, there.get(j)); j++) {
        int t = there.get(j);
        // One that came from DRAM has a copy there, and only has to come back.
        boolean hasCopy = retrieved[t] || instance.isExternal(t);
        bytes += (hasCopy ? 1 : 2) * instance.weight[t];
        long to = j + 1 < there.size() ? address[there.get(j + 1)] : budget;
        if (to - from >= size) {
          if (bytes <= least) {
            least = bytes;
            best = List.copyOf(there.subList(i, j + 1));
          }
          break;
        }
      }
    }
    return best;
  }

  /** All that is there leaves; the operands come back side by side, then the results. */
  private void placeAnew(int operator, int step) {
    for (int t : byAddress()) {
      if (first[t] == step) {
        // It was placed in vain: as if it had not been.
        address[t] = -1;
        appeared[t] = retrieved[t];
        vainBytes += retrieved[t] ? instance.weight[t] : 0;
      } else {
        end(t);
      }
    }
    List<Integer> operands = new ArrayList<>();
    for (int t : instance.operands[operator]) {
      operands.add(t);
    }
    operands.sort(
        Comparator.comparing((Integer t) -> instance.producer[t] == operator)
            .thenComparingLong(t -> -instance.size[t]));
    long next = 0;
    for (int t : operands) {
      begin(t, next, step);
      next += instance.size[t];
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

  private int nextUse(int tensor, int step) {
    int next = Integer.MAX_VALUE;
    for (int reader : instance.consumers[tensor]) {
      if (steps[reader] > step) {
        next = Math.min(next, steps[reader]);
      }
    }
    return next;
  }
}
