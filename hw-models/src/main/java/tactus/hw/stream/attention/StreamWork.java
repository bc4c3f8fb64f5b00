package tactus.hw.stream.attention;

import java.util.LinkedHashMap;
import java.util.Map;
import tactus.hw.command.StreamOp;
import tactus.hw.stream.Link;
import tactus.hw.stream.StreamGraph;

/**
 * What the units and channels of a fabric do for a command, lanes without a row nothing.
 *
 * @param multiplyAdds multiply-accumulates of both products
 * @param rescalings products of what there is with a factor, where a running maximum changes it
 * @param exponentials exponentials
 * @param additions sums of a row, and differences from its maximum
 * @param comparisons comparisons for a row's maximum
 * @param divisions divisions
 * @param reads values read from channels and from the buffers of units
 * @param writes values written to them
 */
public record StreamWork(
    long multiplyAdds,
    long rescalings,
    long exponentials,
    long additions,
    long comparisons,
    long divisions,
    long reads,
    long writes) {

  /** A command without work. */
  public static final StreamWork NONE = new StreamWork(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * {@return this work and more}
   *
   * @param more more
   */
  public StreamWork plus(StreamWork more) {
    return new StreamWork(
        Math.addExact(multiplyAdds, more.multiplyAdds),
        Math.addExact(rescalings, more.rescalings),
        Math.addExact(exponentials, more.exponentials),
        Math.addExact(additions, more.additions),
        Math.addExact(comparisons, more.comparisons),
        Math.addExact(divisions, more.divisions),
        Math.addExact(reads, more.reads),
        Math.addExact(writes, more.writes));
  }

  /** {@return what its units do of this} */
  public StreamWork arithmetic() {
    return new StreamWork(
        multiplyAdds, rescalings, exponentials, additions, comparisons, divisions, 0, 0);
  }

  /** {@return what its channels and buffers do of this} */
  public StreamWork accesses() {
    return new StreamWork(0, 0, 0, 0, 0, 0, reads, writes);
  }

  /** Counts the work of a fabric's commands, and keeps what it knows of its channels. */
  public static final class Counter {

    private final StreamFabricSpec fabric;

    /** By the tokens of a row: values through the channels of a row without keys, and per key. */
    private final Map<Long, long[]> channelValues = new LinkedHashMap<>();

    /**
     * Knows nothing yet.
     *
     * @param fabric the fabric
     */
    public Counter(StreamFabricSpec fabric) {
      this.fabric = fabric;
    }

    /**
     * {@return the work of a command}
     *
     * @param command the command
     */
    public StreamWork of(StreamOp command) {
      long rows = Math.multiplyExact((long) command.groups(), command.rows());
      long pairs = Math.multiplyExact(rows, command.keys());
      long width = command.width();
      long tokens = fabric.parts(width) * fabric.design().vectorWidth();
      AttentionVariant variant = fabric.design().variant();
      boolean running = variant == AttentionVariant.MEMORY_FREE;
      boolean maximum = running || variant == AttentionVariant.ROW_MAXIMUM;
      long divided =
          fabric.holdsRow() ? pairs : command.drain() ? Math.multiplyExact(rows, width) : 0;
      long[] values =
          channelValues.computeIfAbsent(fabric.parts(width), parts -> channelValues(tokens));
      long channels = rows * values[0] + pairs * values[1];
      // A query's row is kept and read for each key; the weighted sum is read and written.
      return new StreamWork(
          command.macs(),
          running ? Math.multiplyExact(pairs, width + 1) : 0,
          running ? 2 * pairs : pairs,
          pairs * (running ? 3 : maximum ? 2 : 1),
          maximum ? pairs : 0,
          divided,
          channels + 2 * pairs * tokens,
          channels + pairs * tokens + rows * tokens);
    }

    private long[] channelValues(long dimension) {
      long one = channelValues(1, dimension);
      long two = channelValues(2, dimension);
      return new long[] {2 * one - two, two - one};
    }

    /**
     * Each channel carries as many tokens for each key, and as many for a row, as for any other.
     */
    private long channelValues(long keys, long dimension) {
      StreamGraph lane =
          AttentionGraph.timing(fabric.shape(1, keys, dimension, 1), fabric.laneDesign());
      long values = 0;
      for (Link link : lane.links()) {
        values += lane.tokensInFirstRound(link) * lane.width(link);
      }
      return values;
    }
  }
}
