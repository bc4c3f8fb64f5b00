package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses for stays whose steps are known: first greedily, in several orders; then by a search
 * that goes through the steps, tries the ends of gaps, and remembers where stays lay when it
 * failed.
 */
final class StayPlacer {

  private final Instance instance;
  private final long budget;
  private final List<Stay> stays;
  private final int[][] meets;
  private final long[] address;
  private final long nodeLimit;
  private final Set<BitKey> failed = new LinkedHashSet<>();
  private long nodes;

  /** Makes a placer of stays that are sorted by first step. */
  StayPlacer(Instance instance, long budget, List<Stay> stays, long nodeLimit) {
    this.instance = instance;
    this.budget = budget;
    this.stays = stays;
    this.nodeLimit = nodeLimit;
    this.address = new long[stays.size()];
    this.meets = new int[stays.size()][];
    for (int i = 0; i < meets.length; i++) {
      int[] all = new int[8];
      int count = 0;
      for (int j = 0; j < meets.length; j++) {
        if (i != j && stays.get(i).meets(stays.get(j))) {
          if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
          }
          all[count++] = j;
        }
      }
      meets[i] = Arrays.copyOf(all, count);
    }
  }

  /** {@return the stays with their addresses, if some were found} */
  Optional<List<Stay>> place() {
    if (placeGreedily() || placeBySearch()) {
      List<Stay> placed = new ArrayList<>();
      for (int i = 0; i < address.length; i++) {
        placed.add(stays.get(i).at(address[i]));
      }
      return Optional.of(placed);
    }
    return Optional.empty();
  }

  private long size(int stay) {
    return instance.size[stays.get(stay).tensor()];
  }

  private int life(int stay) {
    return stays.get(stay).lastStep() - stays.get(stay).firstStep() + 1;
  }

  private boolean placeGreedily() {
    List<Comparator<Integer>> orders =
        List.of(
            Comparator.comparingLong(i -> -size(i)),
            Comparator.comparingLong(i -> -size(i) * life(i)),
            Comparator.comparingInt(i -> -life(i)),
            Comparator.comparingInt(i -> stays.get(i).firstStep()));
    for (Comparator<Integer> order : orders) {
      List<Integer> sorted = new ArrayList<>();
      for (int i = 0; i < address.length; i++) {
        sorted.add(i);
      }
      sorted.sort(order.thenComparing(Comparator.naturalOrder()));
      if (placeInOrder(sorted)) {
        return true;
      }
    }
    return false;
  }

  private boolean placeInOrder(List<Integer> sorted) {
    Arrays.fill(address, -1);
    for (int i : sorted) {
      long[][] taken = taken(i);
      long lowest = 0;
      for (long[] span : taken) {
        if (span[0] - lowest >= size(i)) {
          break;
        }
        lowest = Math.max(lowest, span[1]);
      }
      if (lowest + size(i) > budget) {
        return false;
      }
      address[i] = lowest;
    }
    return true;
  }

  /** The spans of those that a stay meets and that have an address, from the lowest. */
  private long[][] taken(int stay) {
    long[][] spans = new long[meets[stay].length][];
    int count = 0;
    for (int j : meets[stay]) {
      if (address[j] >= 0) {
        spans[count++] = new long[] {address[j], address[j] + size(j)};
      }
    }
    long[][] all = Arrays.copyOf(spans, count);
    Arrays.sort(all, Comparator.comparingLong(span -> span[0]));
    return all;
  }

  private boolean placeBySearch() {
    Arrays.fill(address, -1);
    // Bounds the depth of the recursion too.
    return stays.size() < 4000 && search(0);
  }

  private boolean search(int stay) {
    if (stay == address.length) {
      return true;
    }
    boolean startsStep = stay == 0 || stays.get(stay).firstStep() > stays.get(stay - 1).firstStep();
    BitKey key = null;
    if (startsStep) {
      key = key(stay);
      if (failed.contains(key)) {
        return false;
      }
    }
    for (long candidate : candidates(stay)) {
      if (++nodes > nodeLimit) {
        return false;
      }
      address[stay] = candidate;
      if (search(stay + 1)) {
        return true;
      }
      address[stay] = -1;
    }
    if (key != null && nodes <= nodeLimit) {
      failed.add(key);
    }
    return false;
  }

  /** Where the stays lie that are there when one begins. */
  private BitKey key(int stay) {
    int step = stays.get(stay).firstStep();
    long[] words = new long[2 * meets[stay].length + 1];
    int count = 0;
    words[count++] = stay;
    for (int j : meets[stay]) {
      if (j < stay && stays.get(j).lastStep() >= step) {
        words[count++] = j;
        words[count++] = address[j];
      }
    }
    return new BitKey(Arrays.copyOf(words, count));
  }

  /** Both ends of each gap, those first that leave the largest gap when the step is over. */
  private long[] candidates(int stay) {
    long size = size(stay);
    int step = stays.get(stay).firstStep();
    long[][] taken = taken(stay);
    List<long[]> found = new ArrayList<>();
    long from = 0;
    for (int i = 0; i <= taken.length; i++) {
      long to = i < taken.length ? taken[i][0] : budget;
      if (to - from >= size) {
        found.add(new long[] {from, 0});
        if (to - from > size) {
          long high = (to - size) / instance.problem.alignmentBytes();
          found.add(new long[] {high * instance.problem.alignmentBytes(), 0});
        }
      }
      from = i < taken.length ? Math.max(from, taken[i][1]) : from;
    }
    for (long[] candidate : found) {
      candidate[1] = largestGap(stay, step, candidate[0]);
    }
    found.sort(
        Comparator.comparingLong((long[] candidate) -> -candidate[1])
            .thenComparingLong(candidate -> candidate[0]));
    return found.stream().mapToLong(candidate -> candidate[0]).toArray();
  }

  private long largestGap(int stay, int step, long place) {
    List<long[]> spans = new ArrayList<>();
    if (stays.get(stay).lastStep() > step) {
      spans.add(new long[] {place, place + size(stay)});
    }
    for (int j : meets[stay]) {
      if (address[j] >= 0 && stays.get(j).lastStep() > step) {
        spans.add(new long[] {address[j], address[j] + size(j)});
      }
    }
    spans.sort(Comparator.comparingLong(span -> span[0]));
    long largest = 0;
    long from = 0;
    for (long[] span : spans) {
      largest = Math.max(largest, span[0] - from);
      from = Math.max(from, span[1]);
    }
    return Math.max(largest, budget - from);
  }
}
