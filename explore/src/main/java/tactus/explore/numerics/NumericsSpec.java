package tactus.explore.numerics;

import java.util.Optional;
import java.util.function.Predicate;
import tactus.workload.tensors.Distribution;

/**
 * Which values a run executes.
 *
 * @param weights where weights come from; drawn if empty
 * @param distribution what everything else is drawn from
 * @param words the distribution in words
 * @param seed seed of what is drawn
 * @param operators whether an operator of a name is executed
 * @param mostMacs multiply-accumulates of an operator that are executed at most, at least 1
 */
public record NumericsSpec(
    Optional<WeightTensors> weights,
    Distribution distribution,
    String words,
    long seed,
    Predicate<String> operators,
    long mostMacs) {
  public NumericsSpec {
    if (mostMacs < 1) {
      throw new IllegalArgumentException("mostMacs (" + mostMacs + ") must be at least 1");
    }
  }

  /** {@return where the values come from, in words} */
  public String values() {
    String drawn = "drawn " + words + ", seed " + seed;
    return weights
        .map(file -> "weights of " + file.fileName() + ", activations " + drawn)
        .orElse(drawn);
  }
}
