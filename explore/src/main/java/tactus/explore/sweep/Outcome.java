package tactus.explore.sweep;

import java.util.Optional;
import tactus.explore.space.Measure;

/**
 * What came of a point.
 *
 * @param point the point
 * @param measures its results in the order of {@link Measure}, in the units of their columns; none
 *     if it failed
 * @param isFeasible whether it meets the constraints on results
 * @param failure why it failed, if it did
 * @param configHash content of its run, as a short text
 */
record Outcome(
    DesignPoint point,
    Measures measures,
    boolean isFeasible,
    Optional<String> failure,
    String configHash) {

  boolean isDone() {
    return failure.isEmpty();
  }
}
