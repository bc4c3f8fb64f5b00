package tactus.dataflow.tiling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /**
   * {@return the best of some mappings of one task}
   *
   * @param candidates the mappings; of equal ones, the first are taken
   * @param <M> the kind of mapping
   */
  public static <M extends Mapping> Choices<M> of(List<M> candidates) {
    List<List<M>> best = new ArrayList<>();
    for (Emphasis emphasis : Emphasis.ALL) {
      best.add(staircase(candidates, emphasis));
    }
    return new Choices<>(best);
  }

  /** A mapping by its merit: the estimate, then the traffic. */
  private record Ranked<M extends Mapping>(M mapping, double estimate, long trafficBytes)
      implements Comparable<Ranked<M>> {
    @Override
    public int compareTo(Ranked<M> other) {
      int order = Double.compare(estimate, other.estimate);
      return order != 0 ? order : Long.compare(trafficBytes, other.trafficBytes);
    }
  }

  private static <M extends Mapping> List<M> staircase(List<M> candidates, Emphasis emphasis) {
    List<Ranked<M>> ranked = new ArrayList<>(candidates.size());
    for (M candidate : candidates) {
      ranked.add(
          new Ranked<>(
              candidate,
              candidate.estimate(emphasis),
              candidate.loadBytes() + candidate.storeBytes()));
    }
    // The sort is stable: equal mappings stay in the order of the search.
    Collections.sort(ranked);
    List<M> kept = new ArrayList<>();
    // Bytes of the work area by bytes of the ring, where none of those kept needs less of both.
    TreeMap<Long, Long> least = new TreeMap<>();
    for (Ranked<M> entry : ranked) {
      M mapping = entry.mapping();
      long ring = mapping.ringBytes();
      long work = mapping.workBytes();
      Map.@Nullable Entry<Long, Long> narrower = least.floorEntry(ring);
      if (narrower != null && narrower.getValue() <= work) {
        continue;
      }
      kept.add(mapping);
      Map.@Nullable Entry<Long, Long> wider = least.ceilingEntry(ring);
      while (wider != null && wider.getValue() >= work) {
        least.remove(wider.getKey());
        wider = least.ceilingEntry(ring);
      }
      least.put(ring, work);
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
