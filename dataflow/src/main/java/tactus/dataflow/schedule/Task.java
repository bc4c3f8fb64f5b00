package tactus.dataflow.schedule;

import java.util.List;
import tactus.workload.Operator;

/** Operators that are computed together, tile by tile. */
public sealed interface Task {

  /** {@return its operators, in order of execution} */
  List<Operator> operators();

  /** {@return tensors it reads and writes that live outside of it, each once} */
  List<Integer> tensors();

  /**
   * {@return what its mappings depend on besides the places of its tensors; equal for equal work}
   */
  Object likeness();

  /**
   * A product and element-wise operators that are applied to each of its tiles.
   *
   * @param operators the product, then the others, each with the result of the one before
   * @param left the left operand
   * @param right the right operand
   * @param addends for each operator after the product, the tensor of its other operand, or -1
   * @param out the last result
   * @param tensors tensors that live outside of it
   * @param likeness what its mappings depend on
   */
  record Product(
      List<Operator> operators,
      int left,
      int right,
      List<Integer> addends,
      int out,
      List<Integer> tensors,
      Object likeness)
      implements Task {}

  /**
   * Scores, softmax and context of all groups.
   *
   * @param operators the three operators
   * @param queries the queries
   * @param keys the keys
   * @param values the values
   * @param out the result
   * @param tensors tensors that live outside of it
   * @param likeness what its mappings depend on
   */
  record Attention(
      List<Operator> operators,
      int queries,
      KeyValues keys,
      KeyValues values,
      int out,
      List<Integer> tensors,
      Object likeness)
      implements Task {}

  /**
   * Where the keys or values of an attention are.
   *
   * @param fresh the tensor with those of the new tokens, or all
   * @param cache the cache in DRAM with those of earlier tokens, or -1
   * @param before the cache before the new tokens, if a task of this program wrote to it, or -1
   * @param earlier number of keys of a group that are only in the cache
   * @param tokens new tokens of a sequence
   * @param first the state of the cache after the first append, if earlier keys begin with all of
   *     it, else -1
   * @param firstKeys number of keys of a group that it has, 0 if first is -1
   */
  record KeyValues(
      int fresh, int cache, int before, long earlier, long tokens, int first, long firstKeys) {}

  /**
   * Operators of the vector engine over the same rows, each with the result of the one before.
   *
   * @param operators the operators
   * @param inputs for each operator, its operands: tensors, or -1 for the result of the one before
   * @param parameters for each operator, the tensor of its parameters, or -1
   * @param outs for each operator, the tensor of its result, or -1 if it stays inside
   * @param tensors tensors that live outside of it
   * @param likeness what its mappings depend on
   */
  record Chain(
      List<Operator> operators,
      List<List<Integer>> inputs,
      List<Integer> parameters,
      List<Integer> outs,
      List<Integer> tensors,
      Object likeness)
      implements Task {}

  /**
   * Rows of a table, picked by indices.
   *
   * @param operators the operator
   * @param indices the indices
   * @param table the table
   * @param out the result
   * @param tensors tensors that live outside of it
   * @param likeness what its mappings depend on
   */
  record Gather(
      List<Operator> operators,
      int indices,
      int table,
      int out,
      List<Integer> tensors,
      Object likeness)
      implements Task {}

  /**
   * Rows that are appended to a cache in DRAM.
   *
   * @param operators the operator
   * @param rows the rows
   * @param cache the cache afterwards
   * @param before the cache before, if an earlier task appended to it, or -1
   * @param tensors tensors that live outside of it
   * @param likeness what its mappings depend on
   */
  record Append(
      List<Operator> operators,
      int rows,
      int cache,
      int before,
      List<Integer> tensors,
      Object likeness)
      implements Task {}
}
