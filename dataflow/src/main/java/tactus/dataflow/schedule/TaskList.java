package tactus.dataflow.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * The operators of a graph grouped into tasks, in an order in which they can run.
 *
 * @param graph the graph
 * @param tasks its tasks
 * @param tensors the tensors that tasks name by index
 */
public record TaskList(OperatorGraph graph, List<Task> tasks, List<PlacedTensor> tensors) {

  /** Copies the lists. */
  public TaskList {
    tasks = List.copyOf(tasks);
    tensors = List.copyOf(tensors);
  }

  /**
   * {@return the tasks of a graph}
   *
   * <p>Element-wise operators join the product whose result only they read; scores, softmax and
   * context become one task; operators over the same rows join if each reads the result of the one
   * before.
   *
   * @param graph the graph
   */
  public static TaskList of(OperatorGraph graph) {
    return new Builder(graph).build();
  }

  /**
   * {@return the same tasks in another order, with tensors that know their new producers and
   * readers}
   *
   * @param order for each place, the index of its task here; a topological order
   */
  public TaskList inOrder(List<Integer> order) {
    int[] places = new int[order.size()];
    for (int place = 0; place < places.length; place++) {
      places[order.get(place)] = place;
    }
    List<Task> moved = new ArrayList<>();
    order.forEach(index -> moved.add(tasks.get(index)));
    int[] last = new int[tensors.size()];
    Arrays.fill(last, -1);
    for (int place = 0; place < places.length; place++) {
      for (int tensor : moved.get(place).tensors()) {
        last[tensor] = place;
      }
    }
    List<PlacedTensor> placed = new ArrayList<>();
    for (int id = 0; id < last.length; id++) {
      PlacedTensor tensor = tensors.get(id);
      int old = tensor.lastConsumer();
      placed.add(
          new PlacedTensor(
              tensor.tensor(),
              tensor.producer() < 0 ? -1 : places[tensor.producer()],
              last[id] >= 0 || old < 0 ? last[id] : places[old],
              tensor.consumers()));
    }
    return new TaskList(graph, moved, placed);
  }

  private static final class Builder {

    private final OperatorGraph graph;
    private final List<Operator> operators;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<Integer, Integer> producers = new LinkedHashMap<>();
    private final Map<Integer, Set<Integer>> consumers = new LinkedHashMap<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Map<Object, Object> likenesses = new LinkedHashMap<>();

    Builder(OperatorGraph graph) {
      this.graph = graph;
      this.operators = graph.operators();
      for (int i = 0; i < operators.size(); i++) {
        positions.put(operators.get(i).name(), i);
      }
    }

    TaskList build() {
      for (int i = 0; i < operators.size(); i++) {
        Operator operator = operators.get(i);
        if (!done.contains(operator.name())) {
          add(operator, i);
        }
      }
      List<PlacedTensor> placed = new ArrayList<>();
      for (int id = 0; id < tensors.size(); id++) {
        int producer = producers.getOrDefault(id, -1);
        Set<Integer> users = consumers.getOrDefault(id, Set.of());
        int last = producer;
        for (int user : users) {
          last = Math.max(last, user);
        }
        placed.add(new PlacedTensor(tensors.get(id), producer, last, users.size()));
      }
      return new TaskList(graph, tasks, placed);
    }

    private void add(Operator operator, int position) {
      switch (operator.kind()) {
        case LINEAR, CONV -> addProduct(operator);
        case MATMUL -> {
          if (!addAttention(operator, position)) {
            addProduct(operator);
          }
        }
        case EMBEDDING -> {
          int indices = id(operator.inputs().get(0));
          int table = id(operator.inputs().get(1));
          int out = id(operator.output());
          List<Integer> all = outside(List.of(indices, table, out), List.of());
          finish(
              new Task.Gather(List.of(operator), indices, table, out, all, likeness(operator, all)),
              List.of(indices, table),
              List.of(out));
        }
        case KV_APPEND -> {
          int rows = id(operator.inputs().get(0));
          int cache = id(operator.output());
          int before = operator.inputs().size() > 1 ? id(operator.inputs().get(1)) : -1;
          List<Integer> all = outside(List.of(rows), List.of());
          finish(
              new Task.Append(List.of(operator), rows, cache, before, all, likeness(operator, all)),
              List.of(rows),
              List.of(cache));
        }
        default -> addChain(operator);
      }
    }

    private void addProduct(Operator product) {
      List<Operator> members = new ArrayList<>(List.of(product));
      List<Integer> addends = new ArrayList<>();
      Operator last = product;
      for (Operator next = elementwiseAfter(last);
          next != null && fits(product, next, last);
          next = elementwiseAfter(last)) {
        addends.add(otherOperand(next, last));
        members.add(next);
        last = next;
      }
      int left = id(product.inputs().get(0));
      int right = id(product.inputs().get(1));
      int out = id(last.output());
      List<Integer> read = new ArrayList<>(List.of(left, right));
      for (int addend : addends) {
        if (addend >= 0) {
          read.add(addend);
        }
      }
      List<Integer> all = new ArrayList<>(read);
      all.add(out);
      List<Integer> outside = outside(all, List.of(right));
      finish(
          new Task.Product(members, left, right, addends, out, outside, likeness(members, outside)),
          read,
          List.of(out));
    }

    /** The only reader of a result, if it works element by element on all of it. */
    private @Nullable Operator elementwiseAfter(Operator last) {
      List<Operator> readers = graph.consumers(last.output());
      if (readers.size() != 1 || last.output().kind() == TensorKind.OUTPUT) {
        return null;
      }
      Operator next = readers.get(0);
      return switch (next.kind()) {
        case GELU, SILU, RELU, TANH, ADD, MULTIPLY, ROTARY, QUANTIZE, DEQUANTIZE -> next;
        default -> null;
      };
    }

    /** Whether an element-wise operator can be applied to the tiles of a product. */
    private boolean fits(Operator product, Operator next, Operator last) {
      if (!(product.shape() instanceof MatMulShape shape) || shape.batch() > 1) {
        return false;
      }
      if (!(next.shape() instanceof VectorShape rows)
          || rows.rows() != shape.m()
          || rows.columns() != shape.n()
          || next.output().elements() != rows.rows() * rows.columns()) {
        return false;
      }
      for (Tensor input : next.inputs()) {
        if (input.equals(last.output())) {
          if (input.elements() != next.output().elements()) {
            return false;
          }
        } else if (!isThere(input)) {
          return false;
        }
      }
      // One operand is the product's own tile, so a second one has to come from elsewhere.
      long fromElsewhere =
          next.inputs().stream().filter(input -> !input.equals(last.output())).count();
      return next.inputs().size() == 1 + fromElsewhere && fromElsewhere <= 1;
    }

    private boolean isThere(Tensor tensor) {
      return graph.producer(tensor).map(made -> done.contains(made.name())).orElse(true);
    }

    private int otherOperand(Operator next, Operator last) {
      for (Tensor input : next.inputs()) {
        if (!input.equals(last.output())) {
          return id(input);
        }
      }
      return -1;
    }

    private boolean addAttention(Operator scores, int position) {
      if (position + 2 >= operators.size()) {
        return false;
      }
      Operator softmax = operators.get(position + 1);
      Operator context = operators.get(position + 2);
      if (softmax.kind() != OperatorKind.SOFTMAX
          || context.kind() != OperatorKind.MATMUL
          || !softmax.inputs().get(0).equals(scores.output())
          || !context.inputs().get(0).equals(softmax.output())
          || graph.consumers(scores.output()).size() != 1
          || graph.consumers(softmax.output()).size() != 1
          || !isThere(context.inputs().get(1))) {
        return false;
      }
      MatMulShape first = (MatMulShape) scores.shape();
      MatMulShape second = (MatMulShape) context.shape();
      if (first.batch() != second.batch()
          || first.m() != second.m()
          || first.n() != second.k()
          || first.k() != second.n()) {
        return false;
      }
      int queries = id(scores.inputs().get(0));
      Task.KeyValues keys = keyValues(scores.inputs().get(1), first.batch(), first.n(), first.k());
      Task.KeyValues values =
          keyValues(context.inputs().get(1), first.batch(), first.n(), first.k());
      int out = id(context.output());
      List<Integer> read = new ArrayList<>(List.of(queries, keys.fresh(), values.fresh()));
      List<Integer> all = new ArrayList<>(read);
      all.add(out);
      List<Integer> held = new ArrayList<>();
      for (Task.KeyValues which : List.of(keys, values)) {
        if (which.first() >= 0) {
          held.add(which.first());
          read.add(which.first());
        }
      }
      List<Integer> outside = outside(all, held);
      List<Operator> members = List.of(scores, softmax, context);
      Object likeness =
          List.of(
              likeness(members, outside),
              keys.earlier(),
              values.earlier(),
              keys.firstKeys(),
              values.firstKeys());
      if (keys.cache() >= 0) {
        read.add(keys.cache());
      }
      if (values.cache() >= 0) {
        read.add(values.cache());
      }
      finish(
          new Task.Attention(members, queries, keys, values, out, outside, likeness),
          read,
          List.of(out));
      return true;
    }

    /** Keys or values: the new ones are still there, the earlier ones come from the cache. */
    private Task.KeyValues keyValues(Tensor tensor, long groups, long keys, long width) {
      if (tensor.kind() != TensorKind.KV_CACHE) {
        return new Task.KeyValues(id(tensor), -1, -1, 0, keys, -1, 0);
      }
      Operator append = graph.producer(tensor).orElseThrow();
      VectorShape appended = (VectorShape) append.shape();
      long tokens = appended.rows() * appended.columns() / (groups * width);
      List<Tensor> inputs = append.inputs();
      long earlier = Math.max(0, keys - tokens);
      Tensor first = first(append);
      boolean hasFirst = !first.equals(tensor) && reaches(append, first, earlier * groups * width);
      return new Task.KeyValues(
          id(inputs.get(0)),
          id(tensor),
          inputs.size() > 1 ? id(inputs.get(1)) : -1,
          earlier,
          tokens,
          hasFirst ? id(first) : -1,
          hasFirst ? first.elements() / (groups * width) : 0);
    }

    /** The state of a cache that the first append in the graph makes. */
    private Tensor first(Operator append) {
      Operator writer = append;
      while (writer.inputs().size() > 1) {
        writer = graph.producer(writer.inputs().get(1)).orElseThrow();
      }
      return writer.output();
    }

    /**
     * Whether all that appends from the first state to the one before made is as much as some
     * elements: a window that leaves out the oldest has fewer.
     */
    private boolean reaches(Operator append, Tensor first, long elements) {
      long sum = first.elements();
      Operator writer = graph.producer(append.inputs().get(1)).orElseThrow();
      while (!writer.output().equals(first)) {
        VectorShape appended = (VectorShape) writer.shape();
        sum += appended.rows() * appended.columns();
        writer = graph.producer(writer.inputs().get(1)).orElseThrow();
      }
      return sum == elements;
    }

    private void addChain(Operator first) {
      List<Operator> members = new ArrayList<>();
      List<List<Integer>> inputs = new ArrayList<>();
      List<Integer> parameters = new ArrayList<>();
      List<Integer> outs = new ArrayList<>();
      Set<Integer> read = new LinkedHashSet<>();
      Set<Integer> made = new LinkedHashSet<>();
      Operator last = null;
      Operator next = first;
      while (next != null) {
        members.add(next);
        List<Integer> operands = new ArrayList<>();
        int parameter = -1;
        for (int i = 0; i < next.inputs().size(); i++) {
          Tensor input = next.inputs().get(i);
          if (last != null && input.equals(last.output())) {
            operands.add(-1);
          } else if (i > 0 && input.kind() == TensorKind.WEIGHT) {
            parameter = id(input);
            read.add(parameter);
          } else {
            operands.add(id(input));
            read.add(id(input));
          }
        }
        inputs.add(List.copyOf(operands));
        parameters.add(parameter);
        Operator after = follower(next, first);
        boolean inside =
            after != null
                && graph.consumers(next.output()).size() == 1
                && next.output().kind() == TensorKind.ACTIVATION;
        outs.add(inside ? -1 : id(next.output()));
        if (!inside) {
          made.add(id(next.output()));
        }
        last = next;
        next = after;
      }
      List<Integer> all = new ArrayList<>(read);
      all.addAll(made);
      List<Integer> outside = outside(all, List.of());
      Task.Chain chain =
          new Task.Chain(members, inputs, parameters, outs, outside, likeness(members, outside));
      finish(chain, new ArrayList<>(read), new ArrayList<>(made));
    }

    /**
     * The next operator of a chain: the following one in the graph, if it goes on with its rows.
     */
    private @Nullable Operator follower(Operator last, Operator first) {
      int position = positions.getOrDefault(last.name(), -1) + 1;
      if (position >= operators.size()) {
        return null;
      }
      Operator next = operators.get(position);
      if (done.contains(next.name())
          || !(next.shape() instanceof VectorShape rows)
          || next.kind() == OperatorKind.EMBEDDING
          || next.kind() == OperatorKind.KV_APPEND
          || !next.inputs().contains(last.output())
          || !(first.shape() instanceof VectorShape firstRows)
          || rows.rows() != firstRows.rows()
          || !(last.shape() instanceof VectorShape lastRows)
          || rows.columns() != lastRows.columns()
          || last.output().elements() != rows.rows() * rows.columns()) {
        return null;
      }
      for (Tensor input : next.inputs()) {
        if (!input.equals(last.output()) && !isThere(input)) {
          return null;
        }
      }
      return next;
    }

    private void finish(Task task, List<Integer> read, List<Integer> made) {
      int index = tasks.size();
      tasks.add(task);
      task.operators().forEach(operator -> done.add(operator.name()));
      for (int tensor : read) {
        consumers.computeIfAbsent(tensor, key -> new LinkedHashSet<>()).add(index);
      }
      for (int tensor : made) {
        producers.put(tensor, index);
      }
    }

    private int id(Tensor tensor) {
      return ids.computeIfAbsent(
          tensor.name(),
          name -> {
            tensors.add(tensor);
            return tensors.size() - 1;
          });
    }

    /**
     * The tensors that might stay in the scratchpad, without duplicates: activations and, of others
     * that lie in DRAM before the task, those that it can use as a whole.
     */
    private List<Integer> outside(List<Integer> all, List<Integer> usable) {
      Set<Integer> kept = new LinkedHashSet<>();
      for (int tensor : new LinkedHashSet<>(all)) {
        TensorKind kind = tensors.get(tensor).kind();
        if (kind == TensorKind.ACTIVATION || kind == TensorKind.OUTPUT) {
          kept.add(tensor);
        }
      }
      for (int tensor : usable) {
        TensorKind kind = tensors.get(tensor).kind();
        if (kind == TensorKind.WEIGHT || kind == TensorKind.KV_CACHE) {
          kept.add(tensor);
        }
      }
      return List.copyOf(kept);
    }

    private Object likeness(Operator operator, List<Integer> outside) {
      return likeness(List.of(operator), outside);
    }

    /** Equal for tasks with the same mappings: all but the names of operators and tensors. */
    private Object likeness(List<Operator> members, List<Integer> outside) {
      List<Object> all = new ArrayList<>();
      Map<String, Integer> inside = new LinkedHashMap<>();
      for (Operator member : members) {
        all.add(member.kind());
        all.add(member.shape());
        all.add(member.keptRows());
        for (Tensor input : member.inputs()) {
          addLikeness(input, inside, outside, all);
        }
        addLikeness(member.output(), inside, outside, all);
      }
      Object key = List.copyOf(all);
      Object known = likenesses.putIfAbsent(key, key);
      return known == null ? key : known;
    }

    private void addLikeness(
        Tensor tensor, Map<String, Integer> inside, List<Integer> outside, List<Object> all) {
      int id = ids.getOrDefault(tensor.name(), -1);
      int place = outside.indexOf(id);
      all.add(place >= 0 ? place : inside.computeIfAbsent(tensor.name(), n -> -1 - inside.size()));
      all.add(tensor.shape());
      all.add(tensor.type());
      all.add(tensor.kind());
      all.add(tensor.sparsity());
    }
  }
}
