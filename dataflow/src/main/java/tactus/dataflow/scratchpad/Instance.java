package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A residency problem in arrays, for searches. */
final class Instance {

  final ResidencyProblem problem;
  final int operators;
  final int tensors;

  /** For each operator, the tensors it reads. */
  final int[][] inputs;

  /** For each operator, the tensors it makes. */
  final int[][] outputs;

  /** For each operator, the tensors it reads or makes. */
  final int[][] operands;

  /** For each operator, the bytes of its operands. */
  final long[] operandBytes;

  /** For each operator, those that make what it reads. */
  final int[][] predecessors;

  /** For each tensor, its bytes in the scratchpad, aligned. */
  final long[] size;

  /** For each tensor, the bytes of a spill or a retrieval. */
  final long[] weight;

  /** For each tensor, the operator that makes it, or -1 if it lies in DRAM from the start. */
  final int[] producer;

  /** For each tensor, the operators that read it, in the default order. */
  final int[][] consumers;

  Instance(ResidencyProblem problem) {
    this.problem = problem;
    operators = problem.operators().size();
    tensors = problem.tensors().size();
    inputs = new int[operators][];
    outputs = new int[operators][];
    operands = new int[operators][];
    operandBytes = new long[operators];
    predecessors = new int[operators][];
    size = new long[tensors];
    weight = new long[tensors];
    producer = new int[tensors];
    Arrays.fill(producer, -1);
    for (int t = 0; t < tensors; t++) {
      size[t] = problem.alignedBytes(t);
      weight[t] = problem.tensors().get(t).transferBytes();
    }
    List<List<Integer>> readers = new ArrayList<>();
    for (int t = 0; t < tensors; t++) {
      readers.add(new ArrayList<>());
    }
    for (int o = 0; o < operators; o++) {
      PlannedOperator operator = problem.operators().get(o);
      inputs[o] = ints(operator.inputs());
      outputs[o] = ints(operator.outputs());
      operands[o] = ints(List.copyOf(operator.operands()));
      for (int t : operands[o]) {
        operandBytes[o] += size[t];
      }
      for (int t : outputs[o]) {
        producer[t] = o;
      }
      for (int t : inputs[o]) {
        readers.get(t).add(o);
      }
    }
    consumers = new int[tensors][];
    for (int t = 0; t < tensors; t++) {
      consumers[t] = ints(readers.get(t));
    }
    for (int o = 0; o < operators; o++) {
      predecessors[o] =
          Arrays.stream(inputs[o]).map(t -> producer[t]).filter(p -> p >= 0).distinct().toArray();
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean isExternal(int tensor) {
    return producer[tensor] < 0;
  }

  /** Whether an operator that is not done reads a tensor. */
  boolean isRead(int tensor, long[] done) {
    int[] readers = consumers[tensor];
    for (int i = readers.length - 1; i >= 0; i--) {
      if (!Bits.has(done, readers[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether an operator that is done read a tensor. */
  boolean wasRead(int tensor, long[] done) {
    for (int reader : consumers[tensor]) {
      if (Bits.has(done, reader)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all operators whose results an operator reads are done. */
  boolean isReady(int operator, long[] done) {
    if (Bits.has(done, operator)) {
      return false;
    }
    for (int before : predecessors[operator]) {
      if (!Bits.has(done, before)) {
        return false;
      }
    }
    return true;
  }
}
