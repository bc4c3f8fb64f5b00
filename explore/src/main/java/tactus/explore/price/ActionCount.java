package tactus.explore.price;

import java.util.Optional;
import tactus.hw.CommandTiming;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.StreamTiming;
import tactus.hw.CommandTiming.VectorTiming;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.MatMul;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.Slices;
import tactus.hw.sparse.SparseUnitSpec;
import tactus.hw.stream.attention.StreamWork;

/**
 * The actions of a command.
 *
 * @param macs multiply-accumulates that are done
 * @param operandWrites operands written to registers of an array
 * @param accumulatorReads sums read from the accumulators
 * @param accumulatorWrites sums written to them
 * @param elements elements through the vector engine, in simple functions
 * @param functions elements through it, in functions such as an exponential
 * @param scratchpadReadBits bits read from the scratchpad
 * @param scratchpadWriteBits bits written to it
 * @param dramBits bits that moved between DRAM and chip
 * @param activations DRAM rows opened
 * @param distributedBits bits of operands that entered a flexible engine's network
 * @param reducedSums sums that its adders made
 * @param stream what the units of the stream fabric do
 */
record ActionCount(
    long macs,
    double operandWrites,
    long accumulatorReads,
    long accumulatorWrites,
    long elements,
    long functions,
    double scratchpadReadBits,
    double scratchpadWriteBits,
    double dramBits,
    double activations,
    double distributedBits,
    long reducedSums,
    StreamWork stream) {

  static final ActionCount NONE =
      new ActionCount(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, StreamWork.NONE);

  /** {@return these and others} */
  ActionCount plus(ActionCount more) {
    return new ActionCount(
        Math.addExact(macs, more.macs),
        operandWrites + more.operandWrites,
        Math.addExact(accumulatorReads, more.accumulatorReads),
        Math.addExact(accumulatorWrites, more.accumulatorWrites),
        Math.addExact(elements, more.elements),
        Math.addExact(functions, more.functions),
        scratchpadReadBits + more.scratchpadReadBits,
        scratchpadWriteBits + more.scratchpadWriteBits,
        dramBits + more.dramBits,
        activations + more.activations,
        distributedBits + more.distributedBits,
        Math.addExact(reducedSums, more.reducedSums),
        stream.plus(more.stream));
  }

  /** {@return what engines do, without the memories around them} */
  ActionCount arithmetic() {
    return new ActionCount(
        macs, 0, 0, 0, elements, functions, 0, 0, 0, 0, 0, reducedSums, stream.arithmetic());
  }

  /** {@return what the memories of a stream fabric do} */
  ActionCount streamed() {
    return new ActionCount(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, stream.accesses());
  }

  /** {@return what accumulators do, and the results that go on to the scratchpad} */
  ActionCount results() {
    return new ActionCount(
        0,
        0,
        accumulatorReads,
        accumulatorWrites,
        0,
        0,
        0,
        scratchpadWriteBits,
        0,
        0,
        0,
        0,
        StreamWork.NONE);
  }

  /**
   * {@return an operand that is read from the scratchpad, goes through a distribution network, if
   * there is one, and is written to registers of an array}
   */
  static ActionCount operand(double readBits, double distributedBits, double writes) {
    return new ActionCount(
        0, writes, 0, 0, 0, 0, readBits, 0, 0, 0, distributedBits, 0, StreamWork.NONE);
  }

  /** {@return a part of a transfer} */
  ActionCount moved(double dramShare, double scratchpadShare) {
    return new ActionCount(
        0,
        0,
        0,
        0,
        0,
        0,
        scratchpadReadBits * scratchpadShare,
        scratchpadWriteBits * scratchpadShare,
        dramBits * dramShare,
        activations * dramShare,
        0,
        0,
        StreamWork.NONE);
  }

  /** {@return the actions of a command} */
  static ActionCount of(
      Command command,
      CommandTiming timing,
      MachineSpec machine,
      long rowBytes,
      Optional<StreamWork.Counter> counter) {
    if (command instanceof MatMul product && timing instanceof MatMulTiming used) {
      return product(product, used, machine.matrixEngines().get(product.engine()).setFor(product));
    }
    if (command instanceof VectorOp vector && timing instanceof VectorTiming used) {
      return vector(vector, used);
    }
    if (command instanceof StreamOp stream && timing instanceof StreamTiming used) {
      return stream(stream, used, counter.orElseThrow().of(stream));
    }
    return transfer((Transfer) command, rowBytes);
  }

  private static ActionCount stream(StreamOp stream, StreamTiming used, StreamWork work) {
    double keyBits = (double) stream.key().elementBits() + stream.value().elementBits();
    return new ActionCount(
        0,
        0,
        0,
        0,
        0,
        0,
        (double) used.queryReads() * stream.query().elementBits() + used.keyReads() * keyBits,
        (double) used.outWrites() * stream.out().elementBits(),
        0,
        0,
        0,
        0,
        work);
  }

  private static ActionCount product(MatMul product, MatMulTiming used, MatrixEngineSpec engine) {
    boolean isFlexible = engine.isFlexible();
    double operandBits =
        (double) used.aReads() * product.a().elementBits()
            + (double) used.bReads() * product.b().elementBits();
    return new ActionCount(
        product.executedMacs(),
        leftWrites(product, used, engine) + rightWrites(product, used, engine),
        used.accumulatorReads(),
        used.accumulatorWrites(),
        0,
        0,
        operandBits + used.aBitmapBits() + used.bMetadataBits(),
        (double) used.outWrites() * product.out().elementBits(),
        0,
        0,
        isFlexible ? operandBits : 0,
        isFlexible ? product.executedMacs() : 0,
        StreamWork.NONE);
  }

  /** {@return the operands of A written to registers of an array} */
  static double leftWrites(MatMul product, MatMulTiming used, MatrixEngineSpec engine) {
    if (engine.dataflow() == Dataflow.INPUT_STATIONARY) {
      return used.aReads() * halfColumn(engine);
    }
    // An element that picks has whole groups of them.
    boolean picks = !product.sparsity().isShared() || spreads(product, engine);
    Slices slices = engine.slices(product.sparsity());
    return picks
        ? (double) product.executedMacs() * slices.covered() / slices.width()
        : product.executedMacs();
  }

  /** {@return whether an index that columns share goes to all elements of a row, which pick} */
  private static boolean spreads(MatMul product, MatrixEngineSpec engine) {
    return product.sparsity().isShared()
        && engine.dataflow() == Dataflow.WEIGHT_STATIONARY
        && !engine.sparsity().map(SparseUnitSpec::picksAtEdge).orElse(false);
  }

  /** {@return the operands of B written to registers of an array, with their indices as a share} */
  static double rightWrites(MatMul product, MatMulTiming used, MatrixEngineSpec engine) {
    double index = product.sparsity().indexBits();
    double withIndex = 1 + index / (product.b().elementBits() - index);
    if (product.sparsity().isShared()) {
      return engine.dataflow() == Dataflow.WEIGHT_STATIONARY
          ? used.bReads() * halfColumn(engine) + indexWrites(product, used, engine)
          : product.executedMacs();
    }
    return switch (engine.dataflow()) {
      case WEIGHT_STATIONARY -> used.bReads() * halfColumn(engine) * withIndex;
      case FLEXIBLE -> used.bReads();
      case OUTPUT_STATIONARY, INPUT_STATIONARY -> product.executedMacs() * withIndex;
    };
  }

  /** {@return the share of these that are indices} */
  static double indexShare(MatMul product, MatMulTiming used, MatrixEngineSpec engine) {
    if (product.sparsity().isShared()) {
      double index = indexWrites(product, used, engine);
      return index == 0 ? 0 : index / rightWrites(product, used, engine);
    }
    double index = product.sparsity().indexBits();
    return index / product.b().elementBits();
  }

  /**
   * {@return the operands that the indices are worth which columns share and the array's registers
   * hold} Weight stationary, they travel to the selectors of their rows or, spread, to all elements
   * that pick; output stationary, they are addresses.
   */
  private static double indexWrites(MatMul product, MatMulTiming used, MatrixEngineSpec engine) {
    if (engine.dataflow() != Dataflow.WEIGHT_STATIONARY) {
      return 0;
    }
    double operand = product.b().elementBits();
    double indices =
        spreads(product, engine)
            ? (double) used.bReads() * product.sparsity().sharedIndexBits()
            : used.bMetadataBits();
    return indices / operand * halfColumn(engine);
  }

  /**
   * A moving operand is written to a register of each element that uses it. One that stays passes
   * on average half of the rows on its way to its own.
   */
  private static double halfColumn(MatrixEngineSpec engine) {
    return (engine.rows() + 1) / 2.0;
  }

  private static ActionCount vector(VectorOp vector, VectorTiming used) {
    boolean two = vector.function().readsTwoOperands();
    long passed = two ? used.readElements() / 2 : used.readElements();
    double read =
        two
            ? (double) passed * (vector.in().elementBits() + vector.in2().elementBits())
            : (double) passed * vector.in().elementBits();
    boolean simple = isSimple(vector.function());
    return new ActionCount(
        0,
        0,
        0,
        0,
        simple ? passed : 0,
        simple ? 0 : passed,
        read,
        (double) used.writtenElements() * vector.out().elementBits(),
        0,
        0,
        0,
        0,
        StreamWork.NONE);
  }

  private static boolean isSimple(VectorFunction function) {
    return switch (function) {
      case RELU, ADD, MULTIPLY, ROTARY, QUANTIZE, DEQUANTIZE, TOP_K, COPY -> true;
      case SOFTMAX, LAYER_NORM, RMS_NORM, GELU, SILU, TANH -> false;
    };
  }

  private static ActionCount transfer(Transfer transfer, long rowBytes) {
    double bits = 8.0 * transfer.bytes();
    boolean load = transfer.direction() == Transfer.Direction.LOAD;
    // Rows of a transfer that lie close share DRAM rows; those far apart open one each at least.
    boolean dense = transfer.rows() == 1 || transfer.strideBytes() < rowBytes;
    double span =
        dense
            ? (transfer.rows() - 1.0) * transfer.strideBytes() + transfer.rowBytes()
            : transfer.rowBytes();
    double opened = Math.ceil(span / rowBytes) * (dense ? 1 : transfer.rows());
    return new ActionCount(
        0,
        0,
        0,
        0,
        0,
        0,
        load ? 0 : bits,
        load ? 8.0 * transfer.scratchpadBytes() : 0,
        bits,
        opened,
        0,
        0,
        StreamWork.NONE);
  }
}
