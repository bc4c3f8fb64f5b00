package tactus.hw.memory;

/** A request to the DRAM in reference fidelity. */
final class Burst {

  /** What it is part of. */
  final TransferRun transfer;

  /** Whether it has come back to the DMA engine. */
  boolean complete;

  Burst(TransferRun transfer) {
    this.transfer = transfer;
  }
}
