package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The mappings of a task that are worth anything: for each point of view, those for which no other
 * is faster in no more space.
 *
 * @param <M> the kind of mapping
 */
public final class Choices<M extends Mapping> {

  private final List<List<M>> best;

  private Choices(List<List<M>> best) {
    this.best = best;
  }

  static <M extends Mapping> Choices<M> of(List<M> candidates) {
    List<List<M>> best = new ArrayList<>();
    for (Emphasis emphasis : Emphasis.ALL) {
      best.add(staircase(candidates, emphasis));
    }
    return new Choices<>(best);
  }

  private static <M extends Mapping> List<M> staircase(List<M> candidates, Emphasis emphasis) {
    record Ranked<M extends Mapping>(M mapping, double estimate) {}
    List<Ranked<M>> ranked = new ArrayList<>(candidates.size());
    for (M candidate : candidates) {
      ranked.add(new Ranked<>(candidate, candidate.estimate(emphasis)));
    }
    // The sort is stable: equal mappings stay in the order of the search.
    ranked.sort(
        Comparator.<Ranked<M>>comparingDouble(Ranked::estimate)
            .thenComparingLong(r -> r.mapping().loadBytes() + r.mapping().storeBytes()));
    List<M> kept = new ArrayList<>();
    for (Ranked<M> entry : ranked) {
      M mapping = entry.mapping();
      boolean dominated = false;
      for (M other : kept) {
        if (other.ringBytes() <= mapping.ringBytes() && other.workBytes() <= mapping.workBytes()) {
          dominated = true;
          break;
        }
      }
      if (!dominated) {
        kept.add(mapping);
      }
    }
    return kept;
  }

  /**
   * {@return the best mapping that fits, empty if none does}
   *
   * @param emphasis index in {@link Emphasis#ALL}
   * @param ringBytes bytes of the ring
   * @param workBytes bytes of the work area
   */
  public Optional<M> best(int emphasis, long ringBytes, long workBytes) {
    for (M mapping : best.get(emphasis)) {
      if (mapping.ringBytes() <= ringBytes && mapping.workBytes() <= workBytes) {
        return Optional.of(mapping);
      }
    }
    return Optional.empty();
  }

  /** {@return the least bytes of ring and work area together with which there is a mapping} */
  public long leastBytes() {
    long least = Long.MAX_VALUE;
    for (List<M> list : best) {
      for (M mapping : list) {
        least = Math.min(least, mapping.ringBytes() + mapping.workBytes());
      }
    }
    return least;
  }
}
