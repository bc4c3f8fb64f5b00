package tactus.explore.price;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.explore.price.LiveBuffers.Live;
import tactus.hw.CommandTiming;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.StreamTiming;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.stream.attention.StreamWork;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.Sparsity;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * The actions of a run, dealt out to the tensors that they were for. What a command reads and
 * writes is known by the buffers that its addresses lie in.
 */
final class TensorActions {

  /**
   * A tensor in one part it plays.
   *
   * @param tensor its name; empty for what belongs to none
   * @param tensorClass the part
   */
  record Part(String tensor, TensorClass tensorClass) {}

  private static final Part ARITHMETIC = new Part("", TensorClass.COMPUTE);
  private static final Part STREAMED = new Part("", TensorClass.STREAMED);

  /** What results are called whose buffer is not known. */
  private static final String UNKNOWN = "?";

  private final MachineSpec machine;
  private final Program program;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Operator> graphOperators = new LinkedHashMap<>();
  private final LiveBuffers buffers;
  private final List<Map<Part, ActionCount>> operators = new ArrayList<>();
  private final String[] sums;

  private TensorActions(Program program, MachineSpec machine, OperatorGraph graph) {
    this.machine = machine;
    this.program = program;
    this.buffers = new LiveBuffers(program);
    graph.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    graph.operators().forEach(operator -> graphOperators.put(operator.name(), operator));
    program.operators().forEach(operator -> operators.add(new LinkedHashMap<>()));
    this.sums = sums();
  }

  /**
   * {@return the actions of each operator by the tensor they were for}
   *
   * @param execution what happened
   * @param machine the machine that ran
   * @param graph what was computed
   * @param rowBytes bytes of a DRAM row
   */
  static List<Map<Part, ActionCount>> of(
      Execution execution, MachineSpec machine, OperatorGraph graph, long rowBytes) {
    TensorActions actions = new TensorActions(execution.program(), machine, graph);
    Optional<StreamWork.Counter> counter = machine.streamFabric().map(StreamWork.Counter::new);
    List<Command> commands = execution.program().commands();
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      CommandTiming timing = execution.timings().get(i);
      actions.buffers.advanceTo(i);
      actions.add(i, command, timing, ActionCount.of(command, timing, machine, rowBytes, counter));
    }
    return actions.operators;
  }

  /**
   * Sums that stay in an engine are on their way to the buffer of the command that drains them:
   * {@return the tensor there, for each command that makes sums}
   */
  private String[] sums() {
    List<Command> commands = program.commands();
    String[] names = new String[commands.size()];
    LiveBuffers places = new LiveBuffers(program);
    for (int i = 0; i < commands.size(); i++) {
      places.advanceTo(i);
      Command command = commands.get(i);
      if (command instanceof MatMul product && product.drain()) {
        names[i] = name(places.at(product.out().address()));
      } else if (command instanceof StreamOp stream && stream.drain()) {
        names[i] = name(places.at(stream.out().address()));
      }
    }
    Map<Integer, String> drained = new LinkedHashMap<>();
    for (int i = commands.size() - 1; i >= 0; i--) {
      Command command = commands.get(i);
      int engine =
          command instanceof MatMul product
              ? product.engine()
              : command instanceof StreamOp ? -1 : -2;
      if (names[i] != null) {
        drained.put(engine, names[i]);
      } else {
        names[i] = drained.getOrDefault(engine, UNKNOWN);
      }
    }
    return names;
  }

  private static String name(@Nullable Live buffer) {
    return buffer == null ? UNKNOWN : buffer.tensor();
  }

  private void add(int index, Command command, CommandTiming timing, ActionCount count) {
    if (command instanceof MatMul product && timing instanceof MatMulTiming used) {
      product(index, product, used, count);
    } else if (command instanceof StreamOp stream && timing instanceof StreamTiming used) {
      stream(index, stream, used, count);
    } else if (command instanceof VectorOp vector) {
      vector(vector, count);
    } else if (command instanceof Transfer transfer) {
      transfer(transfer, count);
    }
  }

  private void product(int index, MatMul product, MatMulTiming used, ActionCount count) {
    int operator = product.operator();
    MatrixEngineSpec engine = machine.matrixEngines().get(product.engine()).setFor(product);
    boolean isFlexible = engine.isFlexible();
    add(operator, ARITHMETIC, count.arithmetic());
    add(operator, new Part(sums[index], TensorClass.OUTPUT), count.results());
    bitmap(operator, product.a().address(), used.aBitmapBits());
    bitmap(operator, product.b().address(), used.bMetadataBits());
    read(
        operator,
        product.a().address(),
        (double) used.aReads() * product.a().elementBits(),
        isFlexible,
        ActionCount.leftWrites(product, used, engine),
        0,
        0);
    int bits = product.b().elementBits();
    read(
        operator,
        product.b().address(),
        (double) used.bReads() * bits,
        isFlexible,
        ActionCount.rightWrites(product, used, engine),
        storedIndexBits(product) / bits,
        ActionCount.indexShare(product, used, engine));
  }

  private void bitmap(int operator, long address, long bits) {
    if (bits > 0) {
      add(
          operator,
          new Part(name(buffers.at(address)), TensorClass.METADATA),
          ActionCount.operand((double) bits, 0, 0));
    }
  }

  /** {@return the bits of an element of the right operand that say where it belongs} */
  private double storedIndexBits(MatMul product) {
    Live buffer = buffers.at(product.b().address());
    Tensor tensor = buffer == null ? null : tensors.get(buffer.tensor());
    if (tensor == null || tensor.sparsity().isEmpty()) {
      return product.sparsity().indexBits();
    }
    Sparsity stored = tensor.sparsity().get();
    if (stored instanceof Sparsity.NOfM) {
      return product.sparsity().indexBits();
    }
    return stored instanceof Sparsity.UnevenGroups groups ? groups.indexBits() : 0;
  }

  private void stream(int index, StreamOp stream, StreamTiming used, ActionCount count) {
    int operator = stream.operator();
    add(operator, ARITHMETIC, count.arithmetic());
    add(operator, STREAMED, count.streamed());
    add(operator, new Part(sums[index], TensorClass.OUTPUT), count.results());
    read(
        operator,
        stream.query().address(),
        (double) used.queryReads() * stream.query().elementBits());
    read(operator, stream.key().address(), (double) used.keyReads() * stream.key().elementBits());
    read(
        operator,
        stream.value().address(),
        (double) used.keyReads() * stream.value().elementBits());
  }

  private void vector(VectorOp vector, ActionCount count) {
    int operator = vector.operator();
    add(operator, ARITHMETIC, count.arithmetic());
    Live out = buffers.at(vector.out().address());
    add(operator, new Part(name(out), TensorClass.OUTPUT), count.results());
    if (vector.function().readsTwoOperands()) {
      double bits = (double) vector.in().elementBits() + vector.in2().elementBits();
      double first = count.scratchpadReadBits() * vector.in().elementBits() / bits;
      read(operator, vector.in().address(), first);
      read(operator, vector.in2().address(), count.scratchpadReadBits() - first);
    } else {
      read(operator, vector.in().address(), count.scratchpadReadBits());
    }
  }

  private void read(int operator, long address, double bits) {
    read(operator, address, bits, false, 0, 0, 0);
  }

  /** Reads an operand; a part of its bits in the scratchpad and in registers is metadata. */
  private void read(
      int operator,
      long address,
      double bits,
      boolean isDistributed,
      double writes,
      double scratchpadMetadata,
      double registerMetadata) {
    Live buffer = buffers.at(address);
    String name = name(buffer);
    if (scratchpadMetadata > 0 || registerMetadata > 0) {
      add(
          operator,
          new Part(name, TensorClass.METADATA),
          ActionCount.operand(bits * scratchpadMetadata, 0, writes * registerMetadata));
    }
    double restBits = bits * (1 - scratchpadMetadata);
    double restWrites = writes * (1 - registerMetadata);
    double distributed = isDistributed ? restBits : 0;
    TensorClass own = operandClass(name);
    double cached = buffer == null || own != TensorClass.INPUT ? 0 : buffer.cachedShare();
    if (cached > 0) {
      add(
          operator,
          new Part(named(operator, name, TensorClass.KV_CACHE), TensorClass.KV_CACHE),
          ActionCount.operand(restBits * cached, distributed * cached, restWrites * cached));
    }
    if (cached < 1) {
      add(
          operator,
          new Part(name, own),
          ActionCount.operand(
              restBits * (1 - cached), distributed * (1 - cached), restWrites * (1 - cached)));
    }
  }

  private void transfer(Transfer transfer, ActionCount count) {
    Live buffer = buffers.at(transfer.scratchpadAddress());
    boolean isLoad = transfer.direction() == Transfer.Direction.LOAD;
    if (isLoad && buffer != null) {
      buffer.load(transfer);
    }
    TensorClass part =
        switch (transfer.trafficClass()) {
          case WEIGHT -> TensorClass.WEIGHT;
          case KV_CACHE -> TensorClass.KV_CACHE;
          case ACTIVATION -> isLoad ? TensorClass.INPUT : TensorClass.OUTPUT;
        };
    String name = named(transfer.operator(), name(buffer), part);
    double metadata = part == TensorClass.WEIGHT ? metadataShare(tensors.get(name)) : 0;
    // What is expanded on its way arrives without it.
    double written = transfer.scratchpadBytes() == transfer.bytes() ? metadata : 0;
    if (transfer.sharedIndexBits() > 0) {
      // Indices that columns share arrive once for each vector.
      double indexBytes = transfer.sharedIndexBits() / 8.0;
      metadata = indexBytes / transfer.bytes();
      written = 1 - (transfer.bytes() - indexBytes) / transfer.scratchpadBytes();
    }
    if (metadata > 0) {
      add(
          transfer.operator(),
          new Part(name, TensorClass.METADATA),
          count.moved(metadata, written));
    }
    add(transfer.operator(), new Part(name, part), count.moved(1 - metadata, 1 - written));
  }

  /** {@return the share of a matrix' bytes in DRAM that says where its elements belong} */
  private static double metadataShare(@Nullable Tensor tensor) {
    if (tensor == null || tensor.sparsity().isEmpty()) {
      return 0;
    }
    long columns = tensor.shape().get(tensor.shape().size() - 1);
    long elements = tensor.sparsity().get().storedElements(tensor.elements() / columns, columns);
    double values = (double) elements * tensor.type().bits() / 8;
    return Math.max(0, 1 - values / tensor.bytes());
  }

  /**
   * {@return the name of a tensor that a buffer holds a part of} A buffer is called after what its
   * operator makes or reads first; a table's rows or a cache's tokens in it are of the operator's
   * only operand or result of that kind.
   */
  private String named(int operator, String buffer, TensorClass part) {
    if (operandClass(buffer) == part || part == TensorClass.INPUT || part == TensorClass.OUTPUT) {
      return buffer;
    }
    Operator of = graphOperators.get(program.operators().get(operator).name());
    if (of == null) {
      return buffer;
    }
    List<Tensor> all = new ArrayList<>(of.inputs());
    all.add(of.output());
    List<String> fitting =
        all.stream()
            .filter(tensor -> operandClass(tensor.kind()) == part)
            .map(Tensor::name)
            .distinct()
            .toList();
    return fitting.isEmpty() ? buffer : fitting.get(fitting.size() - 1);
  }

  private TensorClass operandClass(String name) {
    Tensor tensor = tensors.get(name);
    return tensor == null ? TensorClass.INPUT : operandClass(tensor.kind());
  }

  private static TensorClass operandClass(TensorKind kind) {
    return switch (kind) {
      case WEIGHT -> TensorClass.WEIGHT;
      case KV_CACHE -> TensorClass.KV_CACHE;
      case INPUT, ACTIVATION, OUTPUT -> TensorClass.INPUT;
    };
  }

  private void add(int operator, Part part, ActionCount count) {
    operators.get(operator).merge(part, count, ActionCount::plus);
  }
}
