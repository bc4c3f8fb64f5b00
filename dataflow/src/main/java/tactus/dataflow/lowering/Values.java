package tactus.dataflow.lowering;

import org.jspecify.annotations.Nullable;
import tactus.dataflow.schedule.PlacedTensor;
import tactus.dataflow.scratchpad.Buffer;

/** A tensor while a program is written: where its bytes are and who made them. */
final class Values {

  final PlacedTensor tensor;

  /** Commands that wrote its place in the scratchpad, if it is resident, else its place in DRAM. */
  final Pieces pieces;

  /** Loads of its copy in the scratchpad, if it lies in DRAM and a plan brings all of it. */
  final Pieces copy = new Pieces();

  /** First byte in DRAM. */
  final long dramAddress;

  /** Stores to its place in DRAM that are yet to be written. */
  int storesToCome;

  private @Nullable Buffer buffer;

  Values(PlacedTensor tensor, long dramAddress, Pieces pieces) {
    this.tensor = tensor;
    this.dramAddress = dramAddress;
    this.pieces = pieces;
  }

  void stay(Buffer where) {
    buffer = where;
  }

  boolean isResident() {
    return buffer != null;
  }

  Buffer buffer() {
    Buffer where = buffer;
    if (where == null) {
      throw new IllegalStateException(tensor.tensor().name() + ": must be in the scratchpad");
    }
    return where;
  }
}
