package tactus.workload.scalesim;

import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;

/**
 * A layer of a SCALE-Sim topology.
 *
 * @param name name of the layer; several layers may have the same
 * @param shape a product with a batch of 1, or a convolution
 * @param keptWeights weights kept of each {@code groupWeights} along the reduction, at least 1
 * @param groupWeights weights of a group, at least {@code keptWeights}; 1 for a dense layer
 */
public record ScaleSimLayer(String name, OperatorShape shape, int keptWeights, int groupWeights) {

  /** Checks the ranges. */
  public ScaleSimLayer {
    if (shape instanceof VectorShape) {
      throw new IllegalArgumentException(name + ": shape must be a product or a convolution");
    }
    if (keptWeights < 1 || keptWeights > groupWeights) {
      throw new IllegalArgumentException(
          name
              + ": keptWeights ("
              + keptWeights
              + ") must be from 1 to groupWeights ("
              + groupWeights
              + ")");
    }
  }

  /** {@return the layer as a product, convolutions by im2col} */
  public MatMulShape asMatMul() {
    return shape instanceof ConvShape conv ? conv.asMatMul() : (MatMulShape) shape;
  }
}
