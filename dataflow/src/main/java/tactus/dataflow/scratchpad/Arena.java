package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Allocation;

/**
 * The scratchpad while a program is written. A buffer may be placed where others were if no command
 * that is yet to be written uses those; what fills it waits for the commands that did.
 */
public final class Arena {

  /** A part of the address space with the last buffer that was there, to {@code end} exclusive. */
  private record Segment(long end, Buffer buffer) {}

  private final int queues;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final List<Buffer> buffers = new ArrayList<>();

  /**
   * Makes an empty scratchpad.
   *
   * @param queues number of matrix engines, plus one for the vector engine
   */
  public Arena(int queues) {
    this.queues = queues;
  }

  /**
   * {@return a new buffer, or null if another one there is still in use}
   *
   * @param name name of the tensor or tile
   * @param address first byte
   * @param bytes size, at least 1
   */
  public @Nullable Buffer place(String name, long address, long bytes) {
    long end = address + bytes;
    Map.Entry<Long, Segment> below = segments.floorEntry(address);
    long from = below != null && below.getValue().end() > address ? below.getKey() : address;
    Map<Long, Segment> overlapped = segments.subMap(from, true, end, false);
    for (Segment segment : overlapped.values()) {
      if (segment.buffer().isOpen()) {
        return null;
      }
    }
    Buffer buffer = new Buffer(name, address, bytes, queues);
    List<Map.Entry<Long, Segment>> old = new ArrayList<>();
    for (Map.Entry<Long, Segment> entry : overlapped.entrySet()) {
      buffer.before().addAll(entry.getValue().buffer().users());
      old.add(Map.entry(entry.getKey(), entry.getValue()));
    }
    for (Map.Entry<Long, Segment> entry : old) {
      segments.remove(entry.getKey());
      Segment segment = entry.getValue();
      if (entry.getKey() < address) {
        segments.put(entry.getKey(), new Segment(address, segment.buffer()));
      }
      if (segment.end() > end) {
        segments.put(end, segment);
      }
    }
    segments.put(address, new Segment(end, buffer));
    buffers.add(buffer);
    return buffer;
  }

  /** {@return all buffers that commands used, in the order they were placed} */
  public List<Allocation> allocations() {
    List<Allocation> all = new ArrayList<>(buffers.size());
    for (Buffer buffer : buffers) {
      if (buffer.isUsed()) {
        all.add(buffer.toAllocation());
      }
    }
    return all;
  }
}
