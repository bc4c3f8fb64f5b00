package tactus.explore.price;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Allocation;
import tactus.hw.command.Program;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;

/**
 * The buffers of a program at one of its commands, by address. Commands are asked for in program
 * order; of two buffers at an address, the later one begins after the last command of the earlier.
 */
final class LiveBuffers {

  /** A buffer and what was loaded into it so far. */
  static final class Live {
    private final Allocation allocation;
    private double loadedBytes;
    private double cachedBytes;

    Live(Allocation allocation) {
      this.allocation = allocation;
    }

    /** {@return the tensor it holds} */
    String tensor() {
      return allocation.name();
    }

    /** {@return the share of what was loaded into it that came from a cache of keys and values} */
    double cachedShare() {
      return loadedBytes == 0 ? 0 : cachedBytes / loadedBytes;
    }

    void load(Transfer transfer) {
      loadedBytes += transfer.bytes();
      cachedBytes += transfer.trafficClass() == TrafficClass.KV_CACHE ? transfer.bytes() : 0;
    }
  }

  private final List<Allocation> waiting;
  private final TreeMap<Long, Live> live = new TreeMap<>();
  private int next;

  LiveBuffers(Program program) {
    waiting = new ArrayList<>(program.allocations());
    waiting.sort(Comparator.comparingInt(Allocation::firstCommand));
  }

  /** Goes on to a command. */
  void advanceTo(int command) {
    while (next < waiting.size() && waiting.get(next).firstCommand() <= command) {
      Allocation begins = waiting.get(next++);
      long end = begins.address() + begins.bytes();
      Map.Entry<Long, Live> below = live.lowerEntry(end);
      while (below != null
          && below.getValue().allocation.address() + below.getValue().allocation.bytes()
              > begins.address()) {
        live.remove(below.getKey());
        below = live.lowerEntry(end);
      }
      live.put(begins.address(), new Live(begins));
    }
  }

  /** {@return the buffer at an address, or null if no buffer is there} */
  @Nullable Live at(long address) {
    Map.Entry<Long, Live> found = live.floorEntry(address);
    if (found == null) {
      return null;
    }
    Allocation allocation = found.getValue().allocation;
    return address < allocation.address() + allocation.bytes() ? found.getValue() : null;
  }
}
