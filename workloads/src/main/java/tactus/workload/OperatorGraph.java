package tactus.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgrapht.Graph;
import org.jgrapht.graph.AsUnmodifiableGraph;
import org.jgrapht.graph.DirectedAcyclicGraph;

/**
 * Operators and the tensors between them: a directed acyclic graph whose edges carry the tensor
 * that its source makes and its target reads. Immutable; operators keep the order in which they
 * were added, which is a topological one.
 */
public final class OperatorGraph {

  private final String name;
  private final List<Operator> operators;
  private final Map<String, Operator> producers;
  private final Map<String, List<Operator>> consumers;
  private final Graph<Operator, TensorEdge> graph;

  private OperatorGraph(Builder builder) {
    name = builder.name;
    operators = List.copyOf(builder.operators.values());
    producers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.producers));
    Map<String, List<Operator>> users = new LinkedHashMap<>();
    builder.consumers.forEach((tensor, list) -> users.put(tensor, List.copyOf(list)));
    consumers = Collections.unmodifiableMap(users);
    graph = new AsUnmodifiableGraph<>(builder.graph);
  }

  /**
   * An edge: one tensor from one operator to another.
   *
   * @param producer operator that makes it
   * @param consumer operator that reads it
   * @param tensor what is passed
   */
  public record TensorEdge(Operator producer, Operator consumer, Tensor tensor) {}

  /** {@return the graph's name} */
  public String name() {
    return name;
  }

  /** {@return the operators in a topological order, the order of execution} */
  public List<Operator> operators() {
    return operators;
  }

  /**
   * {@return the operator that makes a tensor, empty for inputs and weights}
   *
   * @param tensor a tensor of the graph
   */
  public Optional<Operator> producer(Tensor tensor) {
    return Optional.ofNullable(producers.get(tensor.name()));
  }

  /**
   * {@return the operators that read a tensor, in execution order}
   *
   * @param tensor a tensor of the graph
   */
  public List<Operator> consumers(Tensor tensor) {
    return consumers.getOrDefault(tensor.name(), List.of());
  }

  /** {@return the graph as JGraphT sees it, unmodifiable} */
  public Graph<Operator, TensorEdge> asGraph() {
    return graph;
  }

  /** {@return the tensors in order of first appearance} */
  public List<Tensor> tensors() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (Operator operator : operators) {
      for (Tensor input : operator.inputs()) {
        all.putIfAbsent(input.name(), input);
      }
      all.putIfAbsent(operator.output().name(), operator.output());
    }
    return List.copyOf(all.values());
  }

  /** {@return the multiply-accumulates of all operators} */
  public long macs() {
    long sum = 0;
    for (Operator operator : operators) {
      sum = Math.addExact(sum, operator.macs());
    }
    return sum;
  }

  /** {@return the elements of all weight tensors, each counted once} */
  public long parameters() {
    long sum = 0;
    for (Tensor tensor : tensors()) {
      if (tensor.kind() == TensorKind.WEIGHT) {
        sum = Math.addExact(sum, tensor.elements());
      }
    }
    return sum;
  }

  /**
   * {@return a new builder}
   *
   * @param name name of the graph
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects operators; each may only read tensors made before it, inputs and weights. */
  public static final class Builder {
    private final String name;
    private final Map<String, Operator> operators = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, Operator> producers = new LinkedHashMap<>();
    private final Map<String, List<Operator>> consumers = new LinkedHashMap<>();
    private final DirectedAcyclicGraph<Operator, TensorEdge> graph =
        new DirectedAcyclicGraph<>(TensorEdge.class);

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Appends an operator.
     *
     * @param operator the operator; its name and its output's name must be new
     * @return this builder
     */
    public Builder add(Operator operator) {
      if (operators.putIfAbsent(operator.name(), operator) != null) {
        throw new IllegalArgumentException("operator (" + operator.name() + ") must be unique");
      }
      graph.addVertex(operator);
      for (Tensor input : operator.inputs()) {
        Tensor known = tensors.putIfAbsent(input.name(), input);
        if (known != null && !known.equals(input)) {
          throw new IllegalArgumentException(
              operator.name() + ": tensor (" + input + ") must equal the earlier (" + known + ")");
        }
        Operator producer = producers.get(input.name());
        if (producer != null) {
          graph.addEdge(producer, operator, new TensorEdge(producer, operator, input));
        } else if (input.kind() == TensorKind.ACTIVATION || input.kind() == TensorKind.OUTPUT) {
          throw new IllegalArgumentException(
              operator.name()
                  + ": input ("
                  + input.name()
                  + ") must be made by an earlier operator");
        }
        List<Operator> users = consumers.computeIfAbsent(input.name(), key -> new ArrayList<>());
        if (users.isEmpty() || !users.get(users.size() - 1).name().equals(operator.name())) {
          users.add(operator);
        }
      }
      Tensor output = operator.output();
      if (producers.put(output.name(), operator) != null
          || tensors.putIfAbsent(output.name(), output) != null) {
        throw new IllegalArgumentException(
            operator.name() + ": output (" + output.name() + ") must be a new tensor");
      }
      return this;
    }

    /** {@return the graph; it must have at least one operator} */
    public OperatorGraph build() {
      if (operators.isEmpty()) {
        throw new IllegalStateException("graph (" + name + ") must have at least one operator");
      }
      return new OperatorGraph(this);
    }
  }
}
