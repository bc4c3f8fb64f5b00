package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A baseline: an offline arena. Tensors get an address for their whole life, the largest first,
 * each the lowest that is free (the planner of TensorFlow Lite's arena). One that finds none is
 * written out after each use and brought back for the next; if there is no room for one that is
 * brought back, the largest tensor that stays at that step stays no longer.
 */
final class FirstFitArena {

  private final Instance instance;
  private final long budget;
  private final List<Integer> order;
  private final int[] first;
  private final int[] last;
  private final long[] address;

  private FirstFitArena(Instance instance, long budget, List<Integer> order) {
    this.instance = instance;
    this.budget = budget;
    this.order = order;
    first = new int[instance.tensors];
    last = new int[instance.tensors];
    Arrays.fill(first, -1);
    address = new long[instance.tensors];
    for (int step = 0; step < order.size(); step++) {
      for (int t : instance.operands[order.get(step)]) {
        first[t] = first[t] < 0 ? step : first[t];
        last[t] = step;
      }
    }
  }

  static ResidencyPlan plan(Instance instance, long budget, List<Integer> order) {
    FirstFitArena arena = new FirstFitArena(instance, budget, order);
    arena.placeLives();
    while (true) {
      List<Stay> stays = new ArrayList<>();
      int tight = arena.placeUses(stays);
      if (tight < 0) {
        return StayBuilder.plan(instance, budget, order, stays);
      }
      arena.dropAt(tight);
    }
  }

  private boolean lives(int tensor, int step) {
    return address[tensor] >= 0 && first[tensor] <= step && step <= last[tensor];
  }

  private void placeLives() {
    Arrays.fill(address, -1);
    List<Integer> sorted = new ArrayList<>();
    for (int t = 0; t < address.length; t++) {
      if (first[t] >= 0) {
        sorted.add(t);
      }
    }
    sorted.sort(
        Comparator.comparingLong((Integer t) -> -instance.size[t])
            .thenComparing(Comparator.naturalOrder()));
    for (int t : sorted) {
      List<long[]> taken = new ArrayList<>();
      for (int other = 0; other < address.length; other++) {
        if (address[other] >= 0 && first[other] <= last[t] && first[t] <= last[other]) {
          taken.add(new long[] {address[other], address[other] + instance.size[other]});
        }
      }
      long lowest = lowestGap(taken, instance.size[t]);
      if (lowest + instance.size[t] <= budget) {
        address[t] = lowest;
      }
    }
  }

  private static long lowestGap(List<long[]> taken, long size) {
    taken.sort(Comparator.comparingLong(span -> span[0]));
    long lowest = 0;
    for (long[] span : taken) {
      if (span[0] - lowest >= size) {
        break;
      }
      lowest = Math.max(lowest, span[1]);
    }
    return lowest;
  }

  /** Adds the stays of all tensors; {@return the first step without room, or -1} */
  private int placeUses(List<Stay> stays) {
    boolean[] appeared = new boolean[address.length];
    for (int t = 0; t < address.length; t++) {
      if (address[t] >= 0) {
        stays.add(new Stay(t, address[t], first[t], last[t], false));
      }
    }
    for (int step = 0; step < order.size(); step++) {
      List<long[]> taken = new ArrayList<>();
      for (int t = 0; t < address.length; t++) {
        if (lives(t, step)) {
          taken.add(new long[] {address[t], address[t] + instance.size[t]});
        }
      }
      List<Integer> rest = new ArrayList<>();
      for (int t : instance.operands[order.get(step)]) {
        if (address[t] < 0) {
          rest.add(t);
        }
      }
      rest.sort(Comparator.comparingLong((Integer t) -> -instance.size[t]));
      for (int t : rest) {
        long lowest = lowestGap(taken, instance.size[t]);
        if (lowest + instance.size[t] > budget) {
          return step;
        }
        taken.add(new long[] {lowest, lowest + instance.size[t]});
        stays.add(new Stay(t, lowest, step, step, appeared[t]));
        appeared[t] = true;
      }
    }
    return -1;
  }

  private void dropAt(int step) {
    int largest = -1;
    for (int t = 0; t < address.length; t++) {
      if (lives(t, step) && (largest < 0 || instance.size[t] > instance.size[largest])) {
        largest = t;
      }
    }
    address[largest] = -1;
  }
}
