package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which operators there are and which tensors they pass on: what a {@link ResidencyPlan} orders,
 * places and moves. One step runs one operator with all its operands in the scratchpad. A tensor
 * that no operator makes (a weight) lies in DRAM from the start; its first load is compulsory and
 * never charged, as is the first appearance of every other tensor.
 *
 * @param name name in reports
 * @param operators the operators in the default order, a topological one
 * @param tensors the tensors
 * @param alignmentBytes addresses are multiples of it, at least 1
 */
public record ResidencyProblem(
    String name,
    List<PlannedOperator> operators,
    List<PlannedTensor> tensors,
    long alignmentBytes) {

  /** Copies the lists and checks that the default order is a topological one. */
  public ResidencyProblem {
    operators = List.copyOf(operators);
    tensors = List.copyOf(tensors);
    if (alignmentBytes < 1) {
      throw new IllegalArgumentException("alignmentBytes (" + alignmentBytes + ") must be >= 1");
    }
    if (operators.isEmpty()) {
      throw new IllegalArgumentException(name + ": must have at least one operator");
    }
    int[] producers = producers(operators, tensors.size());
    for (int o = 0; o < operators.size(); o++) {
      for (int input : operators.get(o).inputs()) {
        if (producers[input] >= o) {
          throw new IllegalArgumentException(
              operators.get(o).name()
                  + ": input ("
                  + tensors.get(input).name()
                  + ") must be made by an earlier operator");
        }
      }
    }
    long sum = 0;
    for (PlannedTensor tensor : tensors) {
      // Costs are sums of at most a spill and a retrieval for each operator.
      sum = Math.addExact(sum, Math.multiplyExact(tensor.bytes(), 2L + 2L * operators.size()));
      sum = Math.addExact(sum, Math.multiplyExact(tensor.transferBytes(), 2L + operators.size()));
    }
  }

  private static int[] producers(List<PlannedOperator> operators, int tensors) {
    int[] producers = new int[tensors];
    java.util.Arrays.fill(producers, -1);
    for (int o = 0; o < operators.size(); o++) {
      for (int output : operators.get(o).outputs()) {
        if (producers[output] >= 0) {
          throw new IllegalArgumentException(
              "tensor " + output + " must not be made twice, but is by " + operators.get(o).name());
        }
        producers[output] = o;
      }
    }
    return producers;
  }

  /**
   * {@return for each tensor, the operator that makes it, or -1 if it lies in DRAM from the start}
   */
  public List<Integer> producers() {
    return IntStream.of(producers(operators, tensors.size())).boxed().toList();
  }

  /**
   * {@return the bytes that a tensor takes with its alignment}
   *
   * @param tensor its index
   */
  public long alignedBytes(int tensor) {
    long bytes = tensors.get(tensor).bytes();
    return (bytes + alignmentBytes - 1) / alignmentBytes * alignmentBytes;
  }

  /**
   * {@return the bytes of all operands of an operator}
   *
   * @param operator its index
   */
  public long operandBytes(int operator) {
    long sum = 0;
    for (int tensor : operators.get(operator).operands()) {
      sum += alignedBytes(tensor);
    }
    return sum;
  }

  /** {@return M_R, the least budget with which every operator can run: its largest operands} */
  public long leastBytes() {
    return IntStream.range(0, operators.size()).mapToLong(this::operandBytes).max().orElseThrow();
  }

  /** {@return the operators in the default order} */
  public List<Integer> defaultOrder() {
    return IntStream.range(0, operators.size()).boxed().toList();
  }

  /**
   * {@return the most bytes that are live at once when operators run in an order}
   *
   * @param order indices of all operators, a topological order
   */
  public long peakLiveBytes(List<Integer> order) {
    Instance instance = new Instance(this);
    int[] steps = new int[order.size()];
    for (int step = 0; step < steps.length; step++) {
      steps[order.get(step)] = step;
    }
    long[] change = new long[order.size() + 1];
    for (int t = 0; t < tensors.size(); t++) {
      int first = instance.producer[t] >= 0 ? steps[instance.producer[t]] : Integer.MAX_VALUE;
      int last = instance.producer[t] >= 0 ? first : -1;
      for (int consumer : instance.consumers[t]) {
        first = Math.min(first, steps[consumer]);
        last = Math.max(last, steps[consumer]);
      }
      if (last >= 0) {
        change[first] += instance.size[t];
        change[last + 1] -= instance.size[t];
      }
    }
    long live = 0;
    long peak = 0;
    for (long delta : change) {
      live += delta;
      peak = Math.max(peak, live);
    }
    return peak;
  }

  /**
   * {@return a new builder}
   *
   * @param name name in reports
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects operators by the names of their tensors, in the default order. */
  public static final class Builder {
    private final String name;
    private final List<PlannedOperator> operators = new ArrayList<>();
    private final List<PlannedTensor> tensors = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private long alignmentBytes = 1;

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Sets what addresses are multiples of.
     *
     * @param bytes at least 1
     * @return this builder
     */
    public Builder alignment(long bytes) {
      alignmentBytes = bytes;
      return this;
    }

    /**
     * Adds a tensor.
     *
     * @param tensor its name must be new
     * @return this builder
     */
    public Builder tensor(PlannedTensor tensor) {
      if (ids.putIfAbsent(tensor.name(), tensors.size()) != null) {
        throw new IllegalArgumentException("tensor (" + tensor.name() + ") must be unique");
      }
      tensors.add(tensor);
      return this;
    }

    /**
     * Adds an operator that makes one tensor of its own name.
     *
     * @param operator name of the operator and of its result
     * @param bytes bytes of its result
     * @param inputs names of tensors that were added before
     * @return this builder
     */
    public Builder operator(String operator, long bytes, String... inputs) {
      return operator(operator, bytes, List.of(inputs));
    }

    /**
     * Adds an operator that makes one tensor of its own name.
     *
     * @param operator name of the operator and of its result
     * @param bytes bytes of its result
     * @param inputs names of tensors that were added before
     * @return this builder
     */
    public Builder operator(String operator, long bytes, List<String> inputs) {
      tensor(PlannedTensor.of(operator, bytes));
      return operator(operator, inputs, List.of(operator));
    }

    /**
     * Adds an operator.
     *
     * @param operator its name
     * @param inputs names of tensors that were added before
     * @param outputs names of tensors that were added before
     * @return this builder
     */
    public Builder operator(String operator, List<String> inputs, List<String> outputs) {
      operators.add(new PlannedOperator(operator, indices(inputs), indices(outputs)));
      return this;
    }

    private List<Integer> indices(List<String> names) {
      List<Integer> all = new ArrayList<>();
      for (String tensor : names) {
        Integer id = ids.get(tensor);
        if (id == null) {
          throw new IllegalArgumentException("tensor (" + tensor + ") must be added before");
        }
        all.add(id);
      }
      return all;
    }

    /** {@return the problem} */
    public ResidencyProblem build() {
      return new ResidencyProblem(name, operators, tensors, alignmentBytes);
    }
  }
}
