package tactus.hw.stream.attention;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;
import tactus.sim.DeadlockException;

/**
 * How long a stream fabric takes for the rows of one group: the cycles of the simulated graph.
 *
 * <p>Row lanes have equal units, channels and tokens' times: whatever one of them does, the others
 * do at the same time, and a key that is sent to all is taken by all at once. So one is simulated,
 * and of its rounds those that are different. What was found is kept.
 */
public final class AttentionCycles {

  private record Key(long rounds, long keys, long parts, AttentionTiming timing) {}

  private final StreamFabricSpec fabric;
  private final Map<Key, Long> known = new LinkedHashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param fabric the fabric
   */
  public AttentionCycles(StreamFabricSpec fabric) {
    this.fabric = fabric;
  }

  /**
   * {@return the cycles for some rows, with operands from memory at the rate of its design}
   *
   * @param rows rows of queries of a group
   * @param keys keys of a row
   * @param dimension values of a row
   * @throws tactus.sim.DeadlockException if the channels are too short for the rows
   */
  public long of(long rows, long keys, long dimension) {
    return of(rows, keys, dimension, fabric.design().timing());
  }

  long of(long rows, long keys, long dimension, AttentionTiming timing) {
    Key key = new Key(fabric.rounds(rows), keys, fabric.parts(dimension), timing);
    Long cycles = known.get(key);
    if (cycles == null) {
      StreamGraph graph =
          AttentionGraph.timing(
              fabric.shape(rows, keys, dimension, 1), fabric.laneDesign().withTiming(timing));
      cycles = StreamRun.cycles(graph, Method.JUMP);
      known.put(key, cycles);
    }
    return cycles;
  }

  /**
   * {@return what makes units wait for each other without end, in words; empty if they do not}
   *
   * @param keys keys of a row
   * @param dimension values of a row
   */
  public Optional<String> deadlock(long keys, long dimension) {
    try {
      // In the second round, units still hold what they did in the first.
      of(2L * fabric.design().rowLanes(), keys, dimension);
      return Optional.empty();
    } catch (DeadlockException e) {
      StringBuilder channels = new StringBuilder();
      for (DeadlockException.TooShort channel : e.tooShort()) {
        channels
            .append("; channel ")
            .append(channel.channel())
            .append(" holds ")
            .append(channel.capacity())
            .append(" tokens, must hold at least ")
            .append(channel.sufficient());
      }
      return Optional.of(channels.toString());
    }
  }
}
