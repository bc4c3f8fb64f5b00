package tactus.hw.matrix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.memory.ScratchpadSpec;

/**
 * A matrix engine in fast fidelity; of a systolic one, the closed forms of {@code
 * docs/models/machine-timing.md} for its commands, one after another in program order. The cost of
 * a command grows with the number of different folds, not with cycles, and equal products are
 * worked out once.
 *
 * <p>Double buffered, a command's load overlaps the end of the one before, and takes cycles from it
 * in which only its results travelled. The end of a command is known at once, whose each cycle is
 * only when the next command was executed or {@link #finish} was called. One that takes another
 * dataflow than the command before waits until the array has drained.
 */
public final class FastMatrixEngine {

  private static final int KEPT_PRODUCTS = 1024;

  private final ScratchpadSpec scratchpad;
  private final int switchCycles;
  private final Map<Dataflow, Setting> settings = new EnumMap<>(Dataflow.class);
  private final @Nullable Setting only;
  private final @Nullable FastFlexibleEngine flexible;
  private final List<MatMulActivity> activities = new ArrayList<>();

  /** The last command; all but its last results' way is accounted. */
  private @Nullable MatMulActivity pending;

  // The last fold: its shape, the cycle after its last vector entered, where its stream began.
  private @Nullable FoldShape lastFold;
  private long lastStreamEnd;
  private long lastLeftWord;

  /** What the interconnect is set to; null before the first command. */
  private @Nullable Setting set;

  /**
   * Creates an idle engine.
   *
   * @param spec the engine
   * @param scratchpad the scratchpad it reads and writes
   */
  public FastMatrixEngine(MatrixEngineSpec spec, ScratchpadSpec scratchpad) {
    this.scratchpad = scratchpad;
    this.switchCycles = spec.interconnect().switchCycles();
    this.flexible = spec.isFlexible() ? new FastFlexibleEngine(spec, scratchpad) : null;
    if (flexible == null) {
      for (Dataflow dataflow : spec.interconnect().dataflows()) {
        settings.put(dataflow, new Setting(spec.setTo(dataflow), scratchpad));
      }
    }
    this.only = settings.size() == 1 ? settings.values().iterator().next() : null;
  }

  /**
   * {@return the first cycle in which the command is complete}
   *
   * @param command the next command in program order
   * @param readyCycle the first cycle in which all its dependences are complete
   */
  public long execute(MatMul command, long readyCycle) {
    if (flexible != null) {
      return flexible.execute(command, readyCycle);
    }
    Setting setting = setting(command);
    ArrayMapping mapping = ArrayMapping.of(setting.spec, scratchpad, command);
    ProductTiming product = setting.product(mapping, command.drain());
    FoldTransition transition = setting.transition;
    boolean sumsStay = setting.spec.dataflow() == Dataflow.OUTPUT_STATIONARY;
    FoldShape earlier = lastFold;
    long switched = 0;
    long start = readyCycle;
    if (earlier != null && setting != set) {
      // The array drains, is set, and then begins as if it had never done anything.
      finishPending(earlier.tailCycles());
      start = Math.max(readyCycle, lastStreamEnd + earlier.tailCycles());
      switched = switchCycles;
      earlier = null;
    }
    set = setting;
    long ready = start + switched;
    long origin = earlier == null ? ready : lastStreamEnd;
    long against = sumsStay || earlier == null ? mapping.leftWord() : lastLeftWord;
    transition.evaluate(earlier, product.first(), mapping.topWord() - against, ready - origin);
    finishPending(transition.earlierFillDrainCycles());

    lastFold = product.last();
    lastStreamEnd = origin + transition.advanceCycles() + product.advanceCycles();
    lastLeftWord =
        mapping.leftWord() + (mapping.rowFolds() - 1) * mapping.leftVectors() * mapping.leftPitch();
    long endCycle = lastStreamEnd + product.last().tailCycles();
    long sums =
        Math.multiplyExact(
            mapping.spatialColumns(), sumsStay ? mapping.spatialRows() : mapping.time());
    long added = product.passesThroughAccumulators() + (command.accumulate() ? 1 : 0);
    long kept = product.passesThroughAccumulators() + (command.drain() ? 0 : 1);
    pending =
        new MatMulActivity(
            switched > 0 ? start : origin + transition.startCycle(),
            endCycle,
            product.folds() * mapping.time(),
            switched + transition.weightLoadCycles() + product.weightLoadCycles(),
            transition.fillDrainCycles() + product.fillDrainCycles(),
            transition.bankConflictCycles() + product.bankConflictCycles(),
            mapping.leftIsA() ? product.leftReads() : product.topReads(),
            mapping.leftIsA() ? product.topReads() : product.leftReads(),
            command.drain() ? sums : 0,
            sums * added,
            sums * kept,
            0,
            mapping.sharedIndexBits());
    return endCycle;
  }

  /**
   * {@return what the commands did, in the order executed} No command may follow that overlaps the
   * last one, so this ends the program: the next command starts a new one on an idle engine.
   */
  public List<MatMulActivity> finish() {
    if (flexible != null) {
      return flexible.finish();
    }
    FoldShape last = lastFold;
    if (last != null) {
      finishPending(last.tailCycles());
    }
    List<MatMulActivity> finished = List.copyOf(activities);
    activities.clear();
    lastFold = null;
    set = null;
    return finished;
  }

  private void finishPending(long fillDrainCycles) {
    MatMulActivity last = pending;
    if (last != null) {
      activities.add(
          new MatMulActivity(
              last.startCycle(),
              last.endCycle(),
              last.streamCycles(),
              last.weightLoadCycles(),
              last.fillDrainCycles() + fillDrainCycles,
              last.bankConflictCycles(),
              last.aReads(),
              last.bReads(),
              last.outWrites(),
              last.accumulatorReads(),
              last.accumulatorWrites(),
              last.aBitmapBits(),
              last.bMetadataBits()));
      pending = null;
    }
  }

  private Setting setting(MatMul command) {
    Setting setting =
        command.dataflow().isPresent() ? settings.get(command.dataflow().get()) : only;
    if (setting == null) {
      throw new IllegalArgumentException(
          "dataflow (" + command.dataflow() + ") must be one of " + settings.keySet());
    }
    return setting;
  }

  /** The engine while it is set to one dataflow, with what was worked out for it. */
  private static final class Setting {
    private final MatrixEngineSpec spec;
    private final ScratchpadSpec scratchpad;
    private final FoldTransition transition;
    private final Map<ProductKey, ProductTiming> products =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ProductKey, ProductTiming> eldest) {
            return size() > KEPT_PRODUCTS;
          }
        };

    Setting(MatrixEngineSpec spec, ScratchpadSpec scratchpad) {
      this.spec = spec;
      this.scratchpad = scratchpad;
      this.transition = new FoldTransition(spec, scratchpad);
    }

    ProductTiming product(ArrayMapping mapping, boolean drain) {
      ProductKey key =
          new ProductKey(
              mapping.spatialRows(),
              mapping.spatialColumns(),
              mapping.time(),
              mapping.leftBits(),
              mapping.topBits(),
              mapping.slices(),
              drain ? mapping.outBits() : 0,
              Math.floorMod(mapping.topWord() - mapping.leftWord(), scratchpad.banks()));
      ProductTiming known = products.get(key);
      if (known == null) {
        known = new ProductTiming(spec, scratchpad, transition, mapping, drain);
        products.put(key, known);
      }
      return known;
    }
  }

  /** What a product's time depends on; no bits of the result if it stays in the accumulators. */
  private record ProductKey(
      long spatialRows,
      long spatialColumns,
      long time,
      int leftBits,
      int topBits,
      Slices slices,
      int outBits,
      int distance) {}
}
