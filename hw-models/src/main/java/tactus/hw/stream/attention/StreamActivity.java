package tactus.hw.stream.attention;

import tactus.hw.command.StreamOp;

/**
 * When a stream fabric executed one command and what it used.
 *
 * @param startCycle first cycle of its first unit
 * @param endCycle cycle in which its last unit ended
 * @param queryReads elements of queries read from the scratchpad
 * @param keyReads elements of keys read from the scratchpad, and as many of values
 * @param outWrites elements of results written to the scratchpad
 */
public record StreamActivity(
    long startCycle, long endCycle, long queryReads, long keyReads, long outWrites) {

  /** The activity of a command in some cycles: what it uses does not depend on them. */
  static StreamActivity of(StreamFabricSpec fabric, StreamOp command, long start, long end) {
    long queries = Math.multiplyExact(command.groups() * command.rows(), (long) command.width());
    long keys =
        Math.multiplyExact(
            Math.multiplyExact(command.groups() * fabric.rounds(command.rows()), command.keys()),
            (long) command.width());
    return new StreamActivity(start, end, queries, keys, command.drain() ? queries : 0);
  }
}
