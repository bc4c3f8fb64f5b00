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

  /** {@return bursts until the next channel's turn, the current one among them} */
  long leftInChannel() {
    return leftInChannel;
  }

  /** {@return bursts until the end of the row, the current one among them} */
  long leftInRow() {
    return lastBurst - burst + 1;
  }

  /** Goes to the first burst of the next row. */
  void endRow() {
    row++;
    if (row < rows) {
      beginRow(0);
    }
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
      endRow();
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
    // No row has fewer bursts than its bytes fill.
    long least = ((rowBytes - 1) >> burstShift) + 1;
    if (periodRows > limit / least) {
      return 0;
    }
    long bursts = periodRows * least + periodRows / distinctOffsets() * longerRows();
    return bursts <= limit ? bursts : 0;
  }

  /** Places within a burst where rows of a period begin, each as often as the others. */
  private long distinctOffsets() {
    return burstBytes / gcd(burstBytes, strideBytes & (burstBytes - 1));
  }

  /** How many of these places make a row touch one burst more than its bytes fill. */
  private long longerRows() {
    long step = burstBytes / distinctOffsets();
    long least = (address & (burstBytes - 1)) % step;
    // A row that begins here or later does.
    long from = burstBytes - ((rowBytes - 1) & (burstBytes - 1));
    long before = Math.max(0, (from - least + step - 1) / step);
    return Math.max(0, distinctOffsets() - before);
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
