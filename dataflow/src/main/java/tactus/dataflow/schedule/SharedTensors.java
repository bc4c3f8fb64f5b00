package tactus.dataflow.schedule;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tactus.dataflow.tiling.Layouts;
import tactus.dataflow.tiling.ProductShape;
import tactus.hw.memory.Planned;
import tactus.workload.TensorKind;

/**
 * Tensors that lie in DRAM before they are used and that several tasks read as wholes: weights of
 * products, and of caches what the first append left there. One that a single task reads has
 * nothing to win from a place in the scratchpad: its load is compulsory.
 */
final class SharedTensors {

  /**
   * Such a tensor.
   *
   * @param id its index in the task list
   * @param size its bytes in the scratchpad
   * @param bytes its bytes in DRAM
   * @param readers number of tasks that read it, at least 2
   */
  record Shared(int id, long size, long bytes, int readers) {

    /** {@return bytes that need not be loaded again, for each byte of room} */
    double worth() {
      return (double) bytes * (readers - 1) / size;
    }
  }

  private final TaskList tasks;
  private final Layouts layouts;
  private final Mappings mappings;
  private final Map<Integer, Shared> known = new TreeMap<>();

  /** Tensors that some task reads in another way, or as another matrix. */
  private final Set<Integer> others = new LinkedHashSet<>();

  private SharedTensors(TaskList tasks, Layouts layouts, Mappings mappings) {
    this.tasks = tasks;
    this.layouts = layouts;
    this.mappings = mappings;
  }

  /** {@return those of the given classes, the most worth first} */
  static List<Shared> of(TaskList tasks, Layouts layouts, Mappings mappings, List<Planned> plans) {
    SharedTensors found = new SharedTensors(tasks, layouts, mappings);
    for (Task task : tasks.tasks()) {
      if (plans.contains(Planned.WEIGHTS)) {
        found.addWeights(task);
      }
      if (plans.contains(Planned.KV_CACHES) && task instanceof Task.Attention attention) {
        found.addCache(attention.keys());
        found.addCache(attention.values());
      }
    }
    return found.known.values().stream()
        .filter(tensor -> tensor.readers() > 1 && !found.others.contains(tensor.id()))
        .sorted(
            Comparator.comparingDouble((Shared tensor) -> -tensor.worth())
                .thenComparingInt(Shared::id))
        .toList();
  }

  private void addWeights(Task task) {
    if (task instanceof Task.Product product) {
      others.add(product.left());
      others.addAll(product.addends());
      ProductShape shape = mappings.shape(product, new boolean[tasks.tensors().size()]);
      int right = product.right();
      if (tasks.tensors().get(right).tensor().kind() != TensorKind.WEIGHT) {
        return;
      }
      if (shape.batch() != 1 || shape.stored().isPresent() || shape.sparsity().isShared()) {
        // What is expanded, or differs between columns or tiles, is loaded a tile at a time.
        others.add(right);
        return;
      }
      long size =
          layouts.align(
              layouts.residentRight(shape.k(), shape.n(), shape.rightBits(), shape.sparsity()));
      if (shape.biasBits() > 0) {
        size += layouts.align(Layouts.packed(shape.n(), shape.biasBits()));
      }
      add(right, size, shape.rightLoadBytes(0, shape.k(), 0, shape.n(), true));
    } else if (task instanceof Task.Chain chain) {
      chain.inputs().forEach(others::addAll);
      others.addAll(chain.parameters());
    }
  }

  private void addCache(Task.KeyValues which) {
    if (which.first() >= 0) {
      PlacedTensor first = tasks.tensors().get(which.first());
      add(
          which.first(),
          layouts.align(layouts.resident(first.rows(), first.columns(), first.bits())),
          first.rows() * Layouts.packed(first.columns(), first.bits()));
    }
  }

  private void add(int id, long size, long bytes) {
    Shared before = known.get(id);
    if (before != null && (before.size() != size || before.bytes() != bytes)) {
      others.add(id);
    }
    known.put(id, new Shared(id, size, bytes, before == null ? 1 : before.readers() + 1));
  }
}
