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
    boolean outInDram) {}
