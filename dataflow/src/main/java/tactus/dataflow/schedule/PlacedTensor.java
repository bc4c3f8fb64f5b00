package tactus.dataflow.schedule;

import java.util.List;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/**
 * A tensor that one task makes and others use, or that comes from outside; seen as a matrix whose
 * columns are its last extent.
 *
 * @param tensor the tensor
 * @param producer index of the task that makes it, -1 if it comes from outside
 * @param lastConsumer index of the last task that reads it, or its producer if none does
 * @param consumers number of tasks that read it
 */
public record PlacedTensor(Tensor tensor, int producer, int lastConsumer, int consumers) {

  /** {@return whether it may stay in the scratchpad from its producer to its last consumer} */
  public boolean mayStay() {
    return producer >= 0 && tensor.kind() == TensorKind.ACTIVATION && consumers > 0;
  }

  /** {@return its columns} */
  public long columns() {
    return columns(tensor);
  }

  /** {@return its rows} */
  public long rows() {
    return tensor.elements() / columns();
  }

  /** {@return bits of an element} */
  public int bits() {
    return tensor.type().bits();
  }

  /**
   * {@return the elements of it that an operator reads for each of its rows}
   *
   * @param extents extents of the operator
   */
  public long read(VectorShape extents) {
    return Math.min(columns(), extents.columns());
  }

  static long columns(Tensor tensor) {
    List<Long> shape = tensor.shape();
    return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
  }
}
