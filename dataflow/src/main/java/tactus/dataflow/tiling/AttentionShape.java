package tactus.dataflow.tiling;

/**
 * What the mapping of scores, softmax and context depends on, besides the machine.
 *
 * @param groups number of independent attentions (batch times key-value heads)
 * @param queries rows of queries of a group
 * @param width elements of a query, key or value
 * @param keys keys of a group
 * @param queryBits bits of an element of a query
 * @param keyBits bits of an element of a key or value
 * @param scoreBits bits of a score
 * @param outBits bits of an element of the result
 * @param queriesInDram whether queries are streamed from DRAM
 * @param loadedKeys keys of a group that are loaded from DRAM; 0 if all are in the scratchpad
 * @param loadedValues values of a group that are loaded from DRAM; 0 if all are in the scratchpad
 * @param outInDram whether the result goes to DRAM
 */
public record AttentionShape(
    long groups,
    long queries,
    long width,
    long keys,
    int queryBits,
    int keyBits,
    int scoreBits,
    int outBits,
    boolean queriesInDram,
    long loadedKeys,
    long loadedValues,
    boolean outInDram) {

  /**
   * {@return the bytes loaded from DRAM}
   *
   * @param passes how often keys and values are loaded
   */
  long loadBytes(long passes) {
    long ofKeys = Layouts.packed((loadedKeys + loadedValues) * width, keyBits);
    long ofQueries = queriesInDram ? Layouts.packed(queries * width, queryBits) : 0;
    return groups * (ofKeys * passes + ofQueries);
  }

  /** {@return the bytes stored to DRAM} */
  long storeBytes() {
    return outInDram ? Layouts.packed(groups * queries * width, outBits) : 0;
  }

  /** {@return where keys, values and results are, in words} */
  String placeText(boolean keep) {
    boolean loaded = loadedKeys > 0 || loadedValues > 0;
    String operands = !loaded ? "resident" : keep ? "kept" : "streamed";
    return "keys and values " + operands + (outInDram ? "; result stored" : "; result resident");
  }
}
