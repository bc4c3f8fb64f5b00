package tactus.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/** Explains a deadlock of processes: who waits for whom, and which channel to deepen. */
final class DeadlockSearch {

  /** Activations after which the search for a sufficient depth is given up. */
  private static final long MOST_ACTIVATIONS = 20_000_000;

  private final Process[] processes;
  private final Function<Channel, Process> producer;
  private final Function<Channel, Process> consumer;

  DeadlockSearch(
      Process[] processes,
      Function<Channel, Process> producer,
      Function<Channel, Process> consumer) {
    this.processes = processes;
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * {@return the exception}
   *
   * @param time the time to name
   * @param goOn goes on for a number of activations: 1 at the end, 0 blocked again, -1 stopped
   */
  DeadlockException explain(long time, LongToIntFunction goOn) {
    StringBuilder message = new StringBuilder("deadlock at cycle " + time + ":");
    List<Process> cycle = cycle();
    for (Process process : cycle.isEmpty() ? blocked() : cycle) {
      message.append("\n  ").append(process).append(" waits for ").append(process.waitsFor());
    }
    List<DeadlockException.TooShort> tooShort = tooShort(goOn);
    for (DeadlockException.TooShort channel : tooShort) {
      message
          .append("\n  channel ")
          .append(channel.channel())
          .append(" holds ")
          .append(channel.capacity())
          .append(" tokens, must hold at least ")
          .append(channel.sufficient());
    }
    return new DeadlockException(message.toString(), tooShort);
  }

  private List<Process> blocked() {
    List<Process> blocked = new ArrayList<>();
    for (Process process : processes) {
      if (process.awaited() != null) {
        blocked.add(process);
      }
    }
    return blocked;
  }

  /** {@return processes that wait for each other, in that order; empty if there are none} */
  private List<Process> cycle() {
    for (Process first : blocked()) {
      List<Process> path = new ArrayList<>();
      @Nullable Process process = first;
      while (process != null && !path.contains(process)) {
        path.add(process);
        process = waitsOn(process);
      }
      if (process != null) {
        return path.subList(path.indexOf(process), path.size());
      }
    }
    return List.of();
  }

  private @Nullable Process waitsOn(Process process) {
    Channel channel = process.awaited();
    if (channel == null) {
      return null;
    }
    return process.awaitsRoom() ? consumer.apply(channel) : producer.apply(channel);
  }

  /** Deepens, slot by slot, the shortest full channel of the cycle until the run goes on. */
  private List<DeadlockException.TooShort> tooShort(LongToIntFunction goOn) {
    Map<Channel, Long> before = new LinkedHashMap<>();
    long left = MOST_ACTIVATIONS;
    int end;
    do {
      Channel channel = shortestFull(cycle());
      if (channel == null) {
        return List.of();
      }
      before.putIfAbsent(channel, channel.capacity());
      channel.deepen();
      left -= processes.length;
      end = goOn.applyAsInt(left);
    } while (end == 0 && left > 0);
    if (end != 1) {
      return List.of();
    }
    List<DeadlockException.TooShort> found = new ArrayList<>();
    before.forEach(
        (channel, capacity) ->
            found.add(
                new DeadlockException.TooShort(channel.name(), capacity, channel.capacity())));
    return List.copyOf(found);
  }

  private static @Nullable Channel shortestFull(List<Process> cycle) {
    @Nullable Channel shortest = null;
    for (Process process : cycle) {
      Channel channel = process.awaited();
      if (channel != null
          && process.awaitsRoom()
          && (shortest == null || channel.capacity() < shortest.capacity())) {
        shortest = channel;
      }
    }
    return shortest;
  }
}
