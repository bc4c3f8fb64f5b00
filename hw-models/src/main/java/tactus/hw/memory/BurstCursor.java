package tactus.hw.memory;

import tactus.hw.command.Transfer;

/**
 * Walks over the bursts of a transfer in order: a row touches every burst it overlaps, and rows
 * that follow each other without a gap are one row.
 */
final class BurstCursor {

  private final int burstBytes;

  /** Divides by the bytes of a burst, a power of two. */
  private final int burstShift;

  private final int channels;
  private final long interleaveBursts;

  private long address;
  private long rowBytes;
  private long strideBytes;
  private long rows;

  private long row;
  private long burst;
  private long lastBurst;
  private int channel;

  /** Bursts until the next channel's turn. */
  private long leftInChannel;

  BurstCursor(DramSpec spec) {
    burstBytes = spec.burstBytes();
    burstShift = Integer.numberOfTrailingZeros(burstBytes);
    channels = spec.channels();
    interleaveBursts = spec.interleaveBytes() / spec.burstBytes();
  }

  /** Goes to the first burst of a transfer. */
  void begin(Transfer transfer) {
    boolean oneRow = transfer.rows() == 1 || transfer.strideBytes() == transfer.rowBytes();
    address = transfer.dramAddress();
    rows = oneRow ? 1 : transfer.rows();
    rowBytes = oneRow ? transfer.bytes() : transfer.rowBytes();
    strideBytes = oneRow ? 0 : transfer.strideBytes();
    row = 0;
    beginRow(0);
  }

  boolean hasBurst() {
    return row < rows;
  }

  /** {@return the channel of the current burst} */
  int channel() {
    return channel;
  }

  /** {@return the useful bytes of the current burst} */
  long bytes() {
    long begin = Math.max(burst * burstBytes, address + row * strideBytes);
    long end = Math.min((burst + 1) * burstBytes, address + row * strideBytes + rowBytes);
    return end - begin;
  }

  /** Goes to the next burst. */
  void advance() {
    if (burst == lastBurst) {
      row++;
      if (row < rows) {
        beginRow(0);
      }
      return;
    }
    burst++;
    if (--leftInChannel == 0) {
      leftInChannel = interleaveBursts;
      channel = channel + 1 == channels ? 0 : channel + 1;
    }
  }

  /** {@return bursts after which the channels repeat, at most {@code limit}, else 0} */
  long period(long limit) {
    long turn = Math.multiplyExact(interleaveBursts, channels);
    if (rows == 1) {
      return turn <= limit ? turn : 0;
    }
    long periodRows = periodRows();
    if (periodRows > Math.min(limit, rows)) {
      return 0;
    }
    // No row has fewer bursts than its bytes fill: most long periods need not be counted.
    if (periodRows > limit / ((rowBytes + burstBytes - 1) >> burstShift)) {
      return 0;
    }
    long bursts = 0;
    for (long i = 0; i < periodRows && bursts <= limit; i++) {
      bursts += burstsOf(i);
    }
    return bursts <= limit ? bursts : 0;
  }

  /** {@return the bursts of the transfer, or a little more} */
  long burstsAtMost() {
    return Math.multiplyExact(rows, rowBytes / burstBytes + 2);
  }

  /**
   * {@return how many times {@code repetitions} periods can be skipped with the current burst still
   * one of the transfer}
   */
  long skippable(long period, long repetitions) {
    return rows == 1
        ? (lastBurst - burst) / Math.multiplyExact(period, repetitions)
        : (rows - 1 - row) / Math.multiplyExact(periodRows(), repetitions);
  }

  /** Skips whole periods; the current burst then has the same place in its period. */
  void skip(long period, long periods) {
    if (rows == 1) {
      burst += period * periods;
      return;
    }
    long offset = burst - firstBurst(row);
    row += periodRows() * periods;
    beginRow(offset);
  }

  private long periodRows() {
    long turnBytes = interleaveBursts * channels * burstBytes;
    return turnBytes / gcd(turnBytes, strideBytes % turnBytes);
  }

  private long burstsOf(long anyRow) {
    long begin = address + anyRow * strideBytes;
    return ((begin + rowBytes - 1) >> burstShift) - (begin >> burstShift) + 1;
  }

  private long firstBurst(long anyRow) {
    return (address + anyRow * strideBytes) >> burstShift;
  }

  private void beginRow(long offset) {
    burst = firstBurst(row) + offset;
    lastBurst = (address + row * strideBytes + rowBytes - 1) >> burstShift;
    long block = burst / interleaveBursts;
    channel = (int) (block % channels);
    leftInChannel = (block + 1) * interleaveBursts - burst;
  }

  static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }
}
