package tactus.hw.stream.attention;

/**
 * What attention is computed of. Of a decode step, the queries are one and the keys are the cache.
 *
 * @param queries rows of the query matrix of a head, at least 1
 * @param keys rows of the key and the value matrix of a head, at least 1
 * @param dimension values in such a row, at least 1
 * @param heads query heads, at least 1
 * @param keyHeads key and value heads, a divisor of the query heads
 * @param causal whether a query sees only the keys up to its own, the last query all; then there
 *     are at least as many keys as queries
 */
public record AttentionShape(
    long queries, long keys, int dimension, int heads, int keyHeads, boolean causal) {

  /** Checks the ranges. */
  public AttentionShape {
    atLeastOne("queries", queries);
    atLeastOne("keys", keys);
    atLeastOne("dimension", dimension);
    atLeastOne("heads", heads);
    atLeastOne("keyHeads", keyHeads);
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "keyHeads (" + keyHeads + ") must divide heads (" + heads + ")");
    }
    if (causal && keys < queries) {
      throw new IllegalArgumentException(
          "keys (" + keys + ") must be at least queries (" + queries + ") with a causal mask");
    }
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
    }
  }

  /**
   * {@return a square of one head without mask}
   *
   * @param length queries and keys, at least 1
   * @param dimension values in a row, at least 1
   */
  public static AttentionShape square(long length, int dimension) {
    return new AttentionShape(length, length, dimension, 1, 1, false);
  }

  /** {@return the query heads that share a key head} */
  public int groupSize() {
    return heads / keyHeads;
  }

  /** {@return the multiply-accumulates of both products, of all keys or of those seen} */
  public long macs() {
    long seen = causal ? queries * (keys - queries) + queries * (queries + 1) / 2 : queries * keys;
    return Math.multiplyExact(Math.multiplyExact(2L * heads, dimension), seen);
  }

  /**
   * {@return how many keys a query sees}
   *
   * @param query its number, from 0
   */
  public long keysSeen(long query) {
    return causal ? keys - queries + query + 1 : keys;
  }
}
