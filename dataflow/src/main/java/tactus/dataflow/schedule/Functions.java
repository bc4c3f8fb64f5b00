package tactus.dataflow.schedule;

import tactus.hw.command.VectorFunction;
import tactus.workload.OperatorKind;

/** The functions of the vector engine that compute operators. */
public final class Functions {

  private Functions() {}

  /**
   * {@return the function that computes a kind of operator}
   *
   * @param kind a kind that a vector engine computes
   * @throws IllegalArgumentException if it does not
   */
  public static VectorFunction of(OperatorKind kind) {
    return switch (kind) {
      case SOFTMAX -> VectorFunction.SOFTMAX;
      case LAYER_NORM -> VectorFunction.LAYER_NORM;
      case RMS_NORM -> VectorFunction.RMS_NORM;
      case GELU -> VectorFunction.GELU;
      case SILU -> VectorFunction.SILU;
      case RELU -> VectorFunction.RELU;
      case TANH -> VectorFunction.TANH;
      case ADD -> VectorFunction.ADD;
      case MULTIPLY -> VectorFunction.MULTIPLY;
      case ROTARY -> VectorFunction.ROTARY;
      case QUANTIZE -> VectorFunction.QUANTIZE;
      case DEQUANTIZE -> VectorFunction.DEQUANTIZE;
      case TOP_K -> VectorFunction.TOP_K;
      case LINEAR, MATMUL, CONV, EMBEDDING, KV_APPEND ->
          throw new IllegalArgumentException(
              "kind (" + kind + ") must be one that a vector engine computes");
    };
  }
}
