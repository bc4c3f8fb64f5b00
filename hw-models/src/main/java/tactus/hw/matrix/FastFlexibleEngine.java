package tactus.hw.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.hw.command.MatMul;
import tactus.hw.command.TileNonzeros;
import tactus.hw.memory.ScratchpadSpec;

/**
 * A flexible matrix engine in fast fidelity. Its commands do not overlap, so each takes as long as
 * on an idle engine; equal products are worked out once.
 */
final class FastFlexibleEngine {

  private static final int KEPT_PRODUCTS = 1024;

  private final MatrixEngineSpec spec;
  private final ScratchpadSpec scratchpad;
  private final List<MatMulActivity> activities = new ArrayList<>();
  private final Map<ProductKey, FlexibleTiming> products =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ProductKey, FlexibleTiming> eldest) {
          return size() > KEPT_PRODUCTS;
        }
      };

  private long freeCycle;

  FastFlexibleEngine(MatrixEngineSpec spec, ScratchpadSpec scratchpad) {
    this.spec = spec;
    this.scratchpad = scratchpad;
  }

  long execute(MatMul command, long readyCycle) {
    if (!command.sparsity().isDense() || command.gather().isPresent()) {
      throw new IllegalArgumentException(
          "a flexible engine takes nonzeros, but sparsity is " + command.sparsity());
    }
    ProductKey key =
        new ProductKey(
            command.m(),
            command.k(),
            command.n(),
            command.a().elementBits(),
            command.b().elementBits(),
            command.out().elementBits(),
            command.accumulate(),
            command.drain(),
            command.nonzeros());
    FlexibleTiming timing = products.get(key);
    if (timing == null) {
      timing = new FlexibleTiming(spec, scratchpad, command);
      products.put(key, timing);
    }
    MatMulActivity activity = timing.activity(Math.max(readyCycle, freeCycle));
    activities.add(activity);
    freeCycle = activity.endCycle();
    return freeCycle;
  }

  /** {@return what the commands did; the next one starts on an idle engine} */
  List<MatMulActivity> finish() {
    List<MatMulActivity> finished = List.copyOf(activities);
    activities.clear();
    freeCycle = 0;
    return finished;
  }

  private record ProductKey(
      long m,
      long k,
      long n,
      int aBits,
      int bBits,
      int outBits,
      boolean accumulate,
      boolean drain,
      Optional<TileNonzeros> nonzeros) {}
}
