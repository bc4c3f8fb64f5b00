package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Gather;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.workload.ElementMask;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Sparsity.UnevenGroups;

/**
 * A right operand that is multiplied stripe by stripe: each stripe of as many columns as the array
 * has meets only those groups of the reduction in which it stores something. Its groups are taken
 * in runs: all at once if they are blocks; else those together whose fullest columns are about
 * equally full, as N:M with N that of the fullest.
 *
 * <p>What is known of tiles is kept; threads that lower different plans may ask at once.
 */
public final class Stripes {

  /**
   * Groups of a stripe of a tile that are multiplied together.
   *
   * @param sparsity what is stored of each
   * @param gather which groups they are
   */
  public record Run(NmSparsity sparsity, Gather gather) {

    /** {@return the rows of the right operand that the scratchpad holds for it} */
    public long storedRows() {
      return sparsity.stored(gather.rows());
    }
  }

  /**
   * Runs that take an array equally long.
   *
   * @param storedRows rows of the right operand
   * @param columns columns of the stripe
   * @param sparsity what is stored of each group
   */
  record Like(long storedRows, long columns, NmSparsity sparsity) {}

  private record Extent(long k0, long k) {}

  private record Tile(long k, long n) {}

  private final Sparsity stored;
  private final int groupRows;
  private final int columns;
  private final long k;
  private final long n;
  private final int rows;
  private final boolean sumsStay;
  private final long stepCycles;

  /** How many rows each stripe needs of each group. */
  private final int[][] needs;

  /** How many elements each stripe stores of each group. */
  private final int[][] elements;

  /** Bits of 64 counts of at most a group's rows. */
  private final long[] planes;

  private final Map<Extent, List<List<Run>>> known = new LinkedHashMap<>();

  /** Rows of all stripes before each, by the extent of the reduction. */
  private final Map<Extent, long[]> rowsBefore = new LinkedHashMap<>();

  private final Map<Tile, Long> most = new LinkedHashMap<>();
  private final Map<Long, Map<Like, Long>> likes = new LinkedHashMap<>();

  private Stripes(Sparsity stored, int groupRows, long k, long n, MatrixEngineSpec engine) {
    this.stored = stored;
    this.groupRows = groupRows;
    this.columns = engine.columns();
    this.k = k;
    this.n = n;
    this.rows = engine.rows();
    this.sumsStay = engine.dataflow() == Dataflow.OUTPUT_STATIONARY;
    // A stripe is as wide as the array: its sums have no others to take turns with.
    this.stepCycles = engine.accumulation().stepCycles(1);
    this.needs = new int[(int) ArrayCycles.ceil(n, columns)][];
    this.planes = new long[Integer.SIZE - Integer.numberOfLeadingZeros(groupRows)];
    this.elements = new int[needs.length][];
    int groups = (int) ArrayCycles.ceil(k, groupRows);
    for (int stripe = 0; stripe < needs.length; stripe++) {
      needs[stripe] = new int[groups];
      elements[stripe] = new int[groups];
      long n0 = (long) stripe * columns;
      long nExtent = Math.min(columns, n - n0);
      for (int group = 0; group < groups; group++) {
        needs[stripe][group] = need(stripe, group);
        long row = (long) group * groupRows;
        elements[stripe][group] =
            Math.toIntExact(elements(row, Math.min(groupRows, k - row), n0, nExtent));
      }
    }
  }

  /**
   * {@return the stripes of a right operand that is multiplied that way}
   *
   * @param stored how the operand is stored
   * @param k its rows
   * @param n its columns
   * @param engine the engine; of several, the first
   */
  static Optional<Stripes> of(Optional<Sparsity> stored, long k, long n, MatrixEngineSpec engine) {
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    if (stored.get() instanceof Blocks blocks) {
      return Optional.of(new Stripes(blocks, blocks.blockRows(), k, n, engine));
    }
    if (stored.get() instanceof UnevenGroups groups) {
      return Optional.of(new Stripes(groups, groups.group(), k, n, engine));
    }
    return Optional.empty();
  }

  private int need(int stripe, int group) {
    long first = (long) stripe * columns;
    long extent = Math.min(columns, n - first);
    if (stored instanceof Blocks blocks) {
      long block = first / blocks.blockColumns();
      long last = (first + extent - 1) / blocks.blockColumns();
      return blocks.blocks().count(group, 1, block, last - block + 1) > 0 ? groupRows : 0;
    }
    ElementMask mask = ((UnevenGroups) stored).stored();
    long top = (long) group * groupRows;
    int fullest = 0;
    for (long column = first; column < first + extent; column += Long.SIZE) {
      int width = (int) Math.min(Long.SIZE, first + extent - column);
      fullest = Math.max(fullest, fullest(mask, top, Math.min(k, top + groupRows), column, width));
    }
    // Every group enters, also one of which nothing is stored.
    return Math.max(1, fullest);
  }

  /** Counts up to 64 columns at once: planes hold a bit of each of their counts in a word. */
  private int fullest(ElementMask mask, long top, long bottom, long column, int width) {
    Arrays.fill(planes, 0);
    for (long row = top; row < bottom; row++) {
      long carry = mask.bits(row, column, width);
      for (int plane = 0; carry != 0; plane++) {
        long sum = planes[plane] ^ carry;
        carry &= planes[plane];
        planes[plane] = sum;
      }
    }
    // Columns that have the largest count as far as its upper bits are known.
    long left = -1;
    int most = 0;
    for (int plane = planes.length - 1; plane >= 0; plane--) {
      if ((left & planes[plane]) != 0) {
        left &= planes[plane];
        most |= 1 << plane;
      }
    }
    return most;
  }

  /** {@return the rows of a group; tiles of the reduction begin with one} */
  int groupRows() {
    return groupRows;
  }

  /** {@return the columns of a stripe; tiles begin with one} */
  public int columns() {
    return columns;
  }

  /**
   * {@return what a stripe of a tile multiplies, at least one run}
   *
   * @param k0 first row of the tile
   * @param kExtent rows of the tile
   * @param n0 first column of the stripe
   */
  public synchronized List<Run> runs(long k0, long kExtent, long n0) {
    return tile(k0, kExtent).get((int) (n0 / columns));
  }

  /**
   * {@return the rows of the right operand that the scratchpad holds for a tile, of all its
   * stripes}
   *
   * @param k0 first row of the tile
   * @param kExtent rows of the tile
   * @param n0 first column of the tile
   * @param nExtent columns of the tile
   */
  public synchronized long storedRows(long k0, long kExtent, long n0, long nExtent) {
    long[] before = rowsBefore.get(new Extent(k0, kExtent));
    if (before == null) {
      before = new long[needs.length + 1];
      int stripe = 0;
      for (List<Run> runs : tile(k0, kExtent)) {
        before[stripe + 1] = before[stripe];
        for (Run run : runs) {
          before[stripe + 1] += run.storedRows();
        }
        stripe++;
      }
      rowsBefore.put(new Extent(k0, kExtent), before);
    }
    return before[(int) ArrayCycles.ceil(n0 + nExtent, columns)] - before[(int) (n0 / columns)];
  }

  /**
   * {@return the elements of these rows, stored or zeros}
   *
   * @param k0 first row of the tile
   * @param kExtent rows of the tile
   * @param n0 first column of the tile
   * @param nExtent columns of the tile
   */
  public long storedElements(long k0, long kExtent, long n0, long nExtent) {
    long sum = 0;
    for (long at = n0; at < n0 + nExtent; at += columns) {
      long width = Math.min(columns, n0 + nExtent - at);
      sum += width * storedRows(k0, kExtent, at, width);
    }
    return sum;
  }

  /** {@return the most of these rows that a tile has} */
  synchronized long mostStoredRows(long kTile, long nTile) {
    return most.computeIfAbsent(new Tile(kTile, nTile), tile -> findMost(kTile, nTile));
  }

  private long findMost(long kTile, long nTile) {
    long most = 0;
    for (long k0 = 0; k0 < k; k0 += kTile) {
      for (long n0 = 0; n0 < n; n0 += nTile) {
        most = Math.max(most, storedRows(k0, Math.min(kTile, k - k0), n0, Math.min(nTile, n - n0)));
      }
    }
    return most;
  }

  /** {@return how many runs of each kind all stripes of all tiles have} */
  synchronized Map<Like, Long> runs(long kTile) {
    Map<Like, Long> counts = likes.get(kTile);
    if (counts == null) {
      counts = new LinkedHashMap<>();
      for (long k0 = 0; k0 < k; k0 += kTile) {
        int stripe = 0;
        for (List<Run> runs : tile(k0, Math.min(kTile, k - k0))) {
          long width = Math.min(columns, n - (long) stripe * columns);
          for (Run run : runs) {
            counts.merge(new Like(run.storedRows(), width, run.sparsity()), 1L, Long::sum);
          }
          stripe++;
        }
      }
      likes.put(kTile, counts);
    }
    return counts;
  }

  private List<List<Run>> tile(long k0, long kExtent) {
    List<List<Run>> runs = known.get(new Extent(k0, kExtent));
    if (runs == null) {
      runs = new ArrayList<>();
      for (int stripe = 0; stripe < needs.length; stripe++) {
        runs.add(cut(k0, kExtent, stripe));
      }
      known.put(new Extent(k0, kExtent), runs);
    }
    return runs;
  }

  private List<Run> cut(long k0, long kExtent, int stripe) {
    int from = (int) (k0 / groupRows);
    int to = (int) ArrayCycles.ceil(k0 + kExtent, groupRows);
    TreeMap<Integer, List<Integer>> byNeed = new TreeMap<>();
    for (int group = from; group < to; group++) {
      if (needs[stripe][group] > 0) {
        byNeed.computeIfAbsent(needs[stripe][group], need -> new ArrayList<>()).add(group);
      }
    }
    if (byNeed.isEmpty()) {
      // The sums begin with something, be it zeros.
      byNeed.put(groupRows, List.of(from));
    }
    List<List<Integer>> groups = new ArrayList<>();
    List<NmSparsity> patterns = new ArrayList<>();
    List<Integer> levels = new ArrayList<>(byNeed.keySet());
    int next = 0;
    for (int end : ends(byNeed)) {
      List<Integer> together = new ArrayList<>();
      for (; next < end; next++) {
        together.addAll(byNeed.get(levels.get(next)));
      }
      together.sort(null);
      groups.add(together);
      int kept = levels.get(end - 1);
      patterns.add(kept == groupRows ? NmSparsity.DENSE : new NmSparsity(kept, groupRows));
    }
    return runs(k0, kExtent, stripe, groups, patterns);
  }

  private List<Run> runs(
      long k0, long kExtent, int stripe, List<List<Integer>> groups, List<NmSparsity> patterns) {
    long n0 = (long) stripe * columns;
    long nExtent = Math.min(columns, n - n0);
    long[] together = new long[groups.size()];
    long covered = kExtent * nExtent;
    for (int i = 0; i < together.length; i++) {
      for (int group : groups.get(i)) {
        together[i] += elements[stripe][group];
      }
      covered -= i == 0 ? 0 : together[i];
    }
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < together.length; i++) {
      int[] starts =
          groups.get(i).stream()
              .mapToInt(group -> Math.toIntExact((long) group * groupRows - k0))
              .toArray();
      // The first one also stands for what no one multiplies.
      runs.add(
          new Run(
              patterns.get(i),
              new Gather(groupRows, starts, kExtent, i == 0 ? covered : together[i], together[i])));
    }
    return List.copyOf(runs);
  }

  private long elements(long row, long rowCount, long column, long columnCount) {
    return stored instanceof Blocks blocks
        ? blocks.storedElements(row, rowCount, column, columnCount)
        : ((UnevenGroups) stored).stored().count(row, rowCount, column, columnCount);
  }

  /**
   * Where runs end among the needs, the smallest first, so that they take the least of the array:
   * weight stationary the fewest folds, output stationary the fewest steps, where a run takes as
   * many as its sums take to leave.
   */
  private List<Integer> ends(SortedMap<Integer, List<Integer>> byNeed) {
    int[] levels = byNeed.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] before = new long[levels.length + 1];
    int index = 0;
    for (List<Integer> groups : byNeed.values()) {
      before[index + 1] = before[index] + groups.size();
      index++;
    }
    long[] best = new long[levels.length + 1];
    int[] begin = new int[levels.length + 1];
    for (int end = 1; end <= levels.length; end++) {
      best[end] = Long.MAX_VALUE;
      for (int first = 0; first < end; first++) {
        long cost = best[first] + cost(levels[end - 1], before[end] - before[first]);
        if (cost < best[end]) {
          best[end] = cost;
          begin[end] = first;
        }
      }
    }
    List<Integer> ends = new ArrayList<>();
    for (int end = levels.length; end > 0; end = begin[end]) {
      ends.add(0, end);
    }
    return ends;
  }

  private long cost(int kept, long groups) {
    long steps = kept * groups;
    if (sumsStay) {
      return Math.max(steps * stepCycles, rows);
    }
    if (kept == groupRows) {
      return ArrayCycles.ceil(steps, rows) * rows;
    }
    return ArrayCycles.ceil(groups, rows / kept) * rows;
  }
}
