package tactus.explore.training;

import java.util.ArrayList;
import java.util.List;
import tactus.explore.training.TrainingPlan.Schedule;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatArray;
import tactus.hw.sparse.SatSpec;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.training.TrainingLayer;
import tactus.workload.training.TrainingLayer.Kind;
import tactus.workload.training.TrainingNetwork;

/**
 * One iteration of training: of each layer the products of its forward, backward and update stages
 * on the array, what moves for them, what the vector unit does with their results, and the update.
 * The rules are in {@code docs/models/sparsity.md} section 3.
 *
 * @param spec the accelerator
 * @param network the network
 * @param plan how it is trained
 * @param layers what was done for each layer
 */
public record TrainingIteration(
    SatSpec spec, TrainingNetwork network, TrainingPlan plan, List<LayerIteration> layers) {

  /** Bytes of an operand of the array, FP16. */
  private static final int OPERAND_BYTES = 2;

  /** Bytes of a master weight, of its gradient and of each of its optimizer's numbers, FP32. */
  private static final int MASTER_BYTES = 4;

  /** Checks that all multiply-accumulates were made or skipped, and none in no time. */
  public TrainingIteration {
    layers = List.copyOf(layers);
    long macs = 0;
    for (LayerIteration layer : layers) {
      for (TrainingStage stage : layer.stages()) {
        macs = Math.addExact(macs, stage.macs());
        if (stage.executedMacs() > stage.stack().array() * spec.elements()
            || stage.executedMacs() > stage.macs()) {
          throw new IllegalStateException(
              layer.layer().name() + ": more multiply-accumulates than elements or the graph have");
        }
      }
    }
    if (macs != network.macs()) {
      throw new IllegalStateException(
          "multiply-accumulates (" + macs + ") must be the network's (" + network.macs() + ")");
    }
  }

  /**
   * {@return an iteration}
   *
   * @param spec the accelerator
   * @param network the network
   * @param plan how it is trained
   */
  public static TrainingIteration of(SatSpec spec, TrainingNetwork network, TrainingPlan plan) {
    Builder builder = new Builder(spec, plan);
    List<LayerIteration> layers = new ArrayList<>();
    for (TrainingLayer layer : network.layers()) {
      layers.add(builder.layer(layer));
    }
    return new TrainingIteration(spec, network, plan, layers);
  }

  /** {@return where the cycles went} */
  public TrainingStack stack() {
    TrainingStack sum = TrainingStack.EMPTY;
    for (LayerIteration layer : layers) {
      sum = sum.plus(layer.stack());
    }
    return sum;
  }

  /** {@return its cycles} */
  public long cycles() {
    return stack().total();
  }

  /** {@return the multiply-accumulates that were made} */
  public long executedMacs() {
    long sum = 0;
    for (LayerIteration layer : layers) {
      for (TrainingStage stage : layer.stages()) {
        sum = Math.addExact(sum, stage.executedMacs());
      }
    }
    return sum;
  }

  /** {@return the bytes moved} */
  public long bytes() {
    long sum = 0;
    for (LayerIteration layer : layers) {
      sum = Math.addExact(sum, layer.otherBytes());
      for (TrainingStage stage : layer.stages()) {
        sum = Math.addExact(sum, stage.bytes());
      }
    }
    return sum;
  }

  /** Works out layers. */
  private static final class Builder {
    private final SatSpec spec;
    private final SatArray array;
    private final TrainingPlan plan;

    Builder(SatSpec spec, TrainingPlan plan) {
      this.spec = spec;
      this.array = new SatArray(spec);
      this.plan = plan;
    }

    LayerIteration layer(TrainingLayer layer) {
      MatMulShape shape = layer.product();
      boolean sparse = layer.kind() == Kind.SPARSE_WEIGHTS;
      NmSparsity forward = sparse && plan.method().forward() ? plan.pattern() : NmSparsity.DENSE;
      NmSparsity backward = sparse && plan.method().backward() ? plan.pattern() : NmSparsity.DENSE;
      long in = layer.inputElements();
      long out = layer.outputElements();
      List<TrainingStage> stages = new ArrayList<>();
      long m = shape.m();
      long k = shape.k();
      long n = shape.n();
      long batch = shape.batch();
      stages.add(stage("forward", m, k, n, batch, forward, in, out));
      if (layer.hasInputGradient()) {
        stages.add(stage("backward", m, n, k, batch, backward, out, in));
      }
      stages.add(weightGradient(layer, k, m, n));

      Update update = update(layer, forward, backward);
      long forwardBytes = 2L * OPERAND_BYTES * layer.forwardPasses() * out;
      // Each pass reads the gradient and what was kept of the forward stage, the last one writes.
      long backwardBytes =
          layer.backwardPasses() == 0 ? 0 : OPERAND_BYTES * (2L * layer.backwardPasses() + 1) * out;
      long vector =
          Math.max(vectorCycles(layer.forwardPasses(), out), spec.dramCycles(forwardBytes))
              + Math.max(vectorCycles(layer.backwardPasses(), out), spec.dramCycles(backwardBytes));
      return new LayerIteration(
          layer,
          stages,
          new TrainingStack(0, 0, 0, vector, update.cycles, update.selectCycles),
          forwardBytes + backwardBytes + update.bytes);
    }

    private long vectorCycles(int passes, long elements) {
      return passes * ceil(elements, spec.vectorLanes());
    }

    /** A product with weights, or an activation, as the right operand. */
    private TrainingStage stage(
        String name,
        long m,
        long k,
        long n,
        long products,
        NmSparsity sparsity,
        long leftElements,
        long outElements) {
      long right = Math.multiplyExact(products, rightBytes(k, n, sparsity));
      // Weights that are selected on the way to the array come in full.
      long loaded =
          plan.pregenerate() ? right : Math.multiplyExact(products, OPERAND_BYTES * k * n);
      long passes = ceil(right / products, spec.bufferBytes());
      long bytes = OPERAND_BYTES * (leftElements * passes + outElements) + loaded;
      return stage(name, m, k, n, products, sparsity, bytes);
    }

    /** {@code [k x m] * [m x n]}, dense; its sums stay on the chip, for the update. */
    private TrainingStage weightGradient(TrainingLayer layer, long k, long m, long n) {
      boolean kept = layer.kind() != Kind.ACTIVATIONS;
      long passes = kept ? ceil(MASTER_BYTES * layer.weights(), spec.bufferBytes()) : 1;
      long bytes =
          OPERAND_BYTES
              * (passes * (layer.inputElements() + layer.outputElements())
                  + (kept ? 0 : layer.rightElements()));
      return stage("weightGradient", k, m, n, layer.product().batch(), NmSparsity.DENSE, bytes);
    }

    private TrainingStage stage(
        String name, long m, long k, long n, long products, NmSparsity sparsity, long bytes) {
      SatArray.Mode mode = mode(name, m, k, n, sparsity);
      long cycles = Math.multiplyExact(products, array.cycles(mode, m, k, n, sparsity));
      long macs =
          Math.multiplyExact(
              Math.multiplyExact(products, m), Math.multiplyExact(sparsity.stored(k), n));
      long compute = ceil(macs, spec.elements());
      long memory = spec.dramCycles(bytes);
      long dram = plan.overlap() ? Math.max(0, memory - cycles) : memory;
      return new TrainingStage(
          name,
          m,
          k,
          n,
          products,
          sparsity,
          mode,
          macs,
          bytes,
          new TrainingStack(compute, cycles - compute, dram, 0, 0, 0));
    }

    private SatArray.Mode mode(String name, long m, long k, long n, NmSparsity sparsity) {
      if (plan.schedule() == Schedule.OFFLINE) {
        return array.better(m, k, n, sparsity);
      }
      boolean sums =
          plan.schedule() == Schedule.OUTPUT_STATIONARY
              || (plan.schedule() == Schedule.FIXED && name.equals("weightGradient"));
      return sums ? SatArray.Mode.OUTPUT_STATIONARY : SatArray.Mode.WEIGHT_STATIONARY;
    }

    private record Update(long cycles, long selectCycles, long bytes) {}

    /**
     * Master weights and the optimizer's numbers go in and out, and the copies for the array out.
     */
    private Update update(TrainingLayer layer, NmSparsity forward, NmSparsity backward) {
      long weights = layer.weights();
      if (weights == 0) {
        return new Update(0, 0, 0);
      }
      long k = layer.product().k();
      long n = layer.product().n();
      boolean once = plan.method() == TrainingPlan.Method.TRANSPOSABLE;
      long select =
          (forward.isDense() ? 0 : array.selectCycles(forward.groups(k) * n, forward))
              + (backward.isDense() || once
                  ? 0
                  : array.selectCycles(backward.groups(n) * k, backward));
      boolean anyDense = forward.isDense() || backward.isDense() || !plan.pregenerate();
      long copies = anyDense ? OPERAND_BYTES * weights : 0;
      if (plan.pregenerate()) {
        copies += forward.isDense() ? 0 : rightBytes(k, n, forward);
        copies += backward.isDense() || once ? 0 : rightBytes(n, k, backward);
      }
      long bytes = 2L * MASTER_BYTES * (1 + plan.optimizer().states()) * weights + copies;
      long engine = Math.max(ceil(weights, spec.updateLanes()), spec.dramCycles(bytes));
      return plan.pregenerate()
          ? new Update(engine, Math.max(0, select - engine), bytes)
          : new Update(engine, select, bytes);
    }

    private static long rightBytes(long k, long n, NmSparsity sparsity) {
      long bits =
          Math.multiplyExact(
              Math.multiplyExact(sparsity.stored(k), n), 8L * OPERAND_BYTES + sparsity.indexBits());
      return ceil(bits, 8);
    }

    private static long ceil(long extent, long part) {
      return (extent + part - 1) / part;
    }
  }
}
