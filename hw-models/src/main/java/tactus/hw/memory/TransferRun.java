package tactus.hw.memory;

import tactus.hw.command.Transfer;

/** A transfer in reference fidelity: where it is and what was counted for it so far. */
final class TransferRun {

  final int command;
  final Transfer transfer;
  boolean setUp;
  boolean issued;
  long firstIssueTick = -1;
  long firstServiceTick = Long.MAX_VALUE;
  long lastServiceTick;
  long busyTicks;
  long bursts;
  long bytes;
  long completeBursts;

  private long row;
  private long rowOffset;

  TransferRun(int command, Transfer transfer) {
    this.command = command;
    this.transfer = transfer;
  }

  /** {@return the DRAM address from which the next burst moves bytes} */
  long nextAddress() {
    return transfer.dramAddress() + row * transfer.strideBytes() + rowOffset;
  }

  /** {@return the next burst, cut at the borders of bursts and where a row ends} */
  Burst nextBurst(int burstBytes) {
    long left = burstBytes - nextAddress() % burstBytes;
    long moved = 0;
    while (left > 0 && !issued) {
      long step = Math.min(left, transfer.rowBytes() - rowOffset);
      moved += step;
      left -= step;
      rowOffset += step;
      if (rowOffset == transfer.rowBytes()) {
        rowOffset = 0;
        row++;
        issued = row == transfer.rows();
        if (transfer.strideBytes() > transfer.rowBytes()) {
          left = 0;
        }
      }
    }
    bursts++;
    bytes += moved;
    return new Burst(this);
  }

  void countService(long begin, long end) {
    firstServiceTick = Math.min(firstServiceTick, begin);
    lastServiceTick = Math.max(lastServiceTick, end);
    busyTicks += end - begin;
  }
}
