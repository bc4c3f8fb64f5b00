package tactus.dataflow.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.dataflow.scratchpad.Buffer;
import tactus.dataflow.scratchpad.CommandSet;
import tactus.hw.command.TrafficClass;

/** A tile that is loaded once and used by one or several steps. */
final class Fetch {

  /** Address of a fetch that goes to the next free bytes of the ring. */
  static final long RING = -1;

  /** One load of it; in the scratchpad it may be more bytes than in DRAM. */
  record Load(
      TrafficClass trafficClass,
      long dramAddress,
      long rows,
      long rowBytes,
      long strideBytes,
      long scratchpadBytes,
      long sharedIndexBits) {

    Load(TrafficClass trafficClass, long dramAddress, long rows, long rowBytes, long strideBytes) {
      this(trafficClass, dramAddress, rows, rowBytes, strideBytes, rows * rowBytes, 0);
    }
  }

  /** A part of a tensor in DRAM. */
  record Source(Values values, Rectangle part) {}

  final String name;
  final int operator;
  final long bytes;
  final long fixedAddress;
  final List<Load> loads = new ArrayList<>(1);

  /** Parts of tensors in DRAM that are read and that an earlier task writes. */
  final List<Source> sources = new ArrayList<>(1);

  /** Another fetch whose bytes are needed to know what to load. */
  @Nullable Fetch after;

  /** Steps that are yet to use it. */
  int uses;

  private @Nullable Buffer buffer;
  private @Nullable CommandSet commands;

  Fetch(String name, int operator, long bytes, long fixedAddress) {
    this.name = name;
    this.operator = operator;
    this.bytes = bytes;
    this.fixedAddress = fixedAddress;
  }

  void loaded(Buffer where, CommandSet by) {
    buffer = where;
    commands = by;
  }

  boolean isLoaded() {
    return buffer != null;
  }

  Buffer buffer() {
    Buffer where = buffer;
    if (where == null) {
      throw new IllegalStateException(name + ": fetch must be loaded before it is used");
    }
    return where;
  }

  CommandSet commands() {
    CommandSet by = commands;
    if (by == null) {
      throw new IllegalStateException(name + ": fetch must be loaded before it is used");
    }
    return by;
  }
}
