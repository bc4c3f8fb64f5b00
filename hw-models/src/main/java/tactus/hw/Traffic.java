package tactus.hw;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import tactus.hw.command.TrafficClass;

/**
 * Bytes that moved between the levels of memory.
 *
 * @param dramReadBytes bytes read from DRAM by what they are; each class has an entry
 * @param dramWriteBytes bytes written to DRAM by what they are; each class has an entry
 * @param scratchpadReadBytes bytes that engines and stores read from the scratchpad, at least 0
 * @param scratchpadWriteBytes bytes that engines and loads wrote to the scratchpad, at least 0
 */
public record Traffic(
    Map<TrafficClass, Long> dramReadBytes,
    Map<TrafficClass, Long> dramWriteBytes,
    long scratchpadReadBytes,
    long scratchpadWriteBytes) {

  /** No bytes. */
  public static final Traffic NONE = new Traffic(Map.of(), Map.of(), 0, 0);

  /** Completes and copies the maps. */
  public Traffic {
    dramReadBytes = complete(dramReadBytes);
    dramWriteBytes = complete(dramWriteBytes);
    if (scratchpadReadBytes < 0 || scratchpadWriteBytes < 0) {
      throw new IllegalArgumentException(
          "scratchpadReadBytes ("
              + scratchpadReadBytes
              + ") and scratchpadWriteBytes ("
              + scratchpadWriteBytes
              + ") must be at least 0");
    }
  }

  /** {@return the bytes read from DRAM} */
  public long dramRead() {
    return sum(dramReadBytes);
  }

  /** {@return the bytes written to DRAM} */
  public long dramWritten() {
    return sum(dramWriteBytes);
  }

  /**
   * {@return the sum of this traffic and another}
   *
   * @param other the other traffic
   */
  public Traffic plus(Traffic other) {
    return new Traffic(
        sum(dramReadBytes, other.dramReadBytes),
        sum(dramWriteBytes, other.dramWriteBytes),
        Math.addExact(scratchpadReadBytes, other.scratchpadReadBytes),
        Math.addExact(scratchpadWriteBytes, other.scratchpadWriteBytes));
  }

  private static Map<TrafficClass, Long> complete(Map<TrafficClass, Long> bytes) {
    EnumMap<TrafficClass, Long> copy = new EnumMap<>(TrafficClass.class);
    for (TrafficClass trafficClass : TrafficClass.values()) {
      copy.put(trafficClass, bytes.getOrDefault(trafficClass, 0L));
    }
    return Collections.unmodifiableMap(copy);
  }

  private static Map<TrafficClass, Long> sum(
      Map<TrafficClass, Long> one, Map<TrafficClass, Long> other) {
    EnumMap<TrafficClass, Long> sums = new EnumMap<>(TrafficClass.class);
    one.forEach((key, bytes) -> sums.put(key, Math.addExact(bytes, other.getOrDefault(key, 0L))));
    return sums;
  }

  private static long sum(Map<TrafficClass, Long> bytes) {
    long sum = 0;
    for (long part : bytes.values()) {
      sum = Math.addExact(sum, part);
    }
    return sum;
  }
}
