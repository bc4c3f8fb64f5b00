package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.tiling.AttentionSearch;
import tactus.dataflow.tiling.AttentionShape;
import tactus.dataflow.tiling.Choices;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.Mapping;
import tactus.dataflow.tiling.ProductMapping;
import tactus.dataflow.tiling.ProductSearch;
import tactus.dataflow.tiling.ProductShape;
import tactus.dataflow.tiling.SparseOperands;
import tactus.dataflow.tiling.StreamSearch;
import tactus.dataflow.tiling.VectorSearch;
import tactus.dataflow.tiling.VectorShape;
import tactus.hw.MachineSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.command.NmSparsity;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Tensor;

/** The mappings of tasks for given places of their tensors. Equal tasks are searched once. */
final class Mappings {

  private record Key(Object likeness, long residents) {}

  private final TaskList tasks;
  private final Layouts layouts;
  private final VectorEngineSpec vector;
  private final List<ProductSearch> products;
  private final AttentionSearch attentions;
  private final @Nullable StreamSearch streams;
  private final VectorSearch vectors;
  private final Map<Key, Choices<? extends Mapping>> known = new LinkedHashMap<>();

  Mappings(TaskList tasks, MachineSpec machine, Layouts layouts) {
    this.tasks = tasks;
    this.layouts = layouts;
    this.vector = machine.vectorEngine();
    this.products =
        machine.dataflowChoices().stream()
            .map(dataflow -> new ProductSearch(machine, layouts, dataflow))
            .toList();
    this.attentions = new AttentionSearch(machine, layouts);
    this.streams =
        machine.streamFabric().map(fabric -> new StreamSearch(fabric, layouts)).orElse(null);
    this.vectors = new VectorSearch(layouts);
  }

  /** {@return which tensors of a task are resident, a bit for each in its own order} */
  static long residents(Task task, boolean[] resident) {
    long bits = 0;
    List<Integer> tensors = task.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      if (resident[tensors.get(i)]) {
        bits |= 1L << i;
      }
    }
    return bits;
  }

  /** {@return the mappings of a task} */
  Choices<? extends Mapping> of(Task task, boolean[] resident) {
    return known.computeIfAbsent(
        new Key(task.likeness(), residents(task, resident)), key -> search(task, resident));
  }

  private Choices<? extends Mapping> search(Task task, boolean[] resident) {
    if (task instanceof Task.Product product) {
      List<ProductMapping> found = new ArrayList<>();
      for (ProductSearch search : products) {
        found.addAll(search.search(shape(product, resident, search.dataflow())));
      }
      return Choices.of(found);
    }
    if (task instanceof Task.Attention attention) {
      AttentionShape shape = shape(attention, resident);
      return streams == null ? attentions.search(shape) : streams.search(shape);
    }
    if (task instanceof Task.Chain chain) {
      return vectors.search(shape(chain, resident));
    }
    if (task instanceof Task.Gather gather) {
      return vectors.search(shape(gather, resident));
    }
    return vectors.search(shape((Task.Append) task, resident));
  }

  /** {@return a product with the given places of its operands, with the first of its dataflows} */
  ProductShape shape(Task.Product task, boolean[] resident) {
    return shape(task, resident, products.get(0).dataflow());
  }

  private ProductShape shape(Task.Product task, boolean[] resident, Dataflow dataflow) {
    Operator operator = task.operators().get(0);
    OperatorShape extents = operator.shape();
    MatMulShape product = operator.asMatMul();
    int addends = 0;
    for (int addend : task.addends()) {
      addends += addend >= 0 && !resident[addend] ? 1 : 0;
    }
    List<Tensor> inputs = operator.inputs();
    NmSparsity sparsity = SparseOperands.pattern(inputs.get(1));
    return new ProductShape(
        product.batch(),
        product.m(),
        product.k(),
        product.n(),
        inputs.get(0).type().bits(),
        inputs.get(1).type().bits() + SparseOperands.indexBits(inputs.get(1)),
        tasks.tensors().get(task.out()).bits(),
        inputs.size() > 2 ? inputs.get(2).type().bits() : 0,
        !resident[task.left()],
        !resident[task.right()],
        !resident[task.out()],
        addends,
        sparsity,
        SparseOperands.stored(inputs.get(1)),
        layouts.of(dataflow).stripes(inputs.get(1), product.k(), product.n()),
        extents instanceof ConvShape conv ? conv : null,
        operator.keptRows(),
        layouts.maskedLeft(operator),
        layouts.maskedRight(inputs.get(1)));
  }

  private AttentionShape shape(Task.Attention task, boolean[] resident) {
    Operator scores = task.operators().get(0);
    MatMulShape product = (MatMulShape) scores.shape();
    return new AttentionShape(
        product.batch(),
        product.m(),
        product.k(),
        product.n(),
        scores.inputs().get(0).type().bits(),
        scores.inputs().get(1).type().bits(),
        scores.output().type().bits(),
        tasks.tensors().get(task.out()).bits(),
        !resident[task.queries()],
        loaded(task.keys(), product.n(), resident),
        loaded(task.values(), product.n(), resident),
        !resident[task.out()]);
  }

  private static long loaded(Task.KeyValues which, long keys, boolean[] resident) {
    long held = which.first() >= 0 && resident[which.first()] ? which.firstKeys() : 0;
    return (resident[which.fresh()] ? which.earlier() : keys) - held;
  }

  private VectorShape shape(Task.Chain task, boolean[] resident) {
    List<Long> loadedBytes = new ArrayList<>();
    List<Long> loadedSpace = new ArrayList<>();
    List<Long> stagedSpace = new ArrayList<>();
    long storedBytes = 0;
    long once = 0;
    long onceSpace = 0;
    long rowCycles = 0;
    long passes = 0;
    OperatorShape.VectorShape first = (OperatorShape.VectorShape) task.operators().get(0).shape();
    for (int i = 0; i < task.operators().size(); i++) {
      Operator operator = task.operators().get(i);
      OperatorShape.VectorShape extents = (OperatorShape.VectorShape) operator.shape();
      for (int input : task.inputs().get(i)) {
        if (input >= 0 && !resident[input]) {
          int bits = tasks.tensors().get(input).bits();
          loadedBytes.add(Layouts.packed(tasks.tensors().get(input).read(extents), bits));
          loadedSpace.add(layouts.rows(1, extents.columns(), bits));
        }
      }
      int parameters = task.parameters().get(i);
      if (parameters >= 0) {
        long bytes = tasks.tensors().get(parameters).tensor().bytes();
        once += bytes;
        onceSpace += layouts.align(bytes);
      }
      FunctionSpec function = vector.function(Functions.of(operator.kind()));
      passes += function.passes();
      rowCycles += function.passes() * ((extents.columns() + vector.lanes() - 1) / vector.lanes());
      int out = task.outs().get(i);
      if (out < 0 || !resident[out]) {
        stagedSpace.add(layouts.rows(1, extents.columns(), operator.output().type().bits()));
      }
      if (out >= 0 && !resident[out]) {
        storedBytes += rowBytes(operator.output(), extents.rows());
      }
    }
    return new VectorShape(
        first.rows(),
        loadedBytes,
        loadedSpace,
        stagedSpace,
        storedBytes,
        once,
        onceSpace,
        rowCycles,
        passes);
  }

  private VectorShape shape(Task.Gather task, boolean[] resident) {
    Operator operator = task.operators().get(0);
    OperatorShape.VectorShape extents = (OperatorShape.VectorShape) operator.shape();
    boolean stays = resident[task.out()];
    int bits = operator.output().type().bits();
    long row = Layouts.packed(extents.columns(), bits);
    long space = layouts.rows(1, extents.columns(), bits);
    return new VectorShape(
        extents.rows(),
        List.of(row),
        // What stays goes straight to its place.
        List.of(stays ? 0 : space),
        List.of(),
        stays ? 0 : row,
        operator.inputs().get(0).bytes(),
        layouts.align(operator.inputs().get(0).bytes()),
        0,
        0);
  }

  private VectorShape shape(Task.Append task, boolean[] resident) {
    Operator operator = task.operators().get(0);
    OperatorShape.VectorShape extents = (OperatorShape.VectorShape) operator.shape();
    boolean stays = resident[task.rows()];
    int bits = operator.output().type().bits();
    long row = Layouts.packed(extents.columns(), bits);
    long space = layouts.rows(1, extents.columns(), bits);
    return new VectorShape(
        extents.rows(),
        stays ? List.of() : List.of(row),
        stays ? List.of() : List.of(space),
        List.of(),
        row,
        0,
        0,
        0,
        0);
  }

  private static long rowBytes(Tensor tensor, long rows) {
    return (tensor.bytes() + rows - 1) / rows;
  }
}
