package tactus.hw.stream.attention;

import tactus.hw.stream.UnitTiming;

/**
 * How long the units of an attention graph take; those a variant does not have are not used.
 *
 * @param querySource query rows from memory
 * @param keySource key rows, and value rows, from memory
 * @param score query times key, with the exponential if that is fused
 * @param exponential the exponential on its own
 * @param maximum a row's maximum, or the running maximum
 * @param subtract taking the maximum off, with the exponential if that is fused
 * @param sum a row's sum of exponentials
 * @param divide dividing
 * @param product weights times values, added up
 * @param sink results to memory
 */
public record AttentionTiming(
    UnitTiming querySource,
    UnitTiming keySource,
    UnitTiming score,
    UnitTiming exponential,
    UnitTiming maximum,
    UnitTiming subtract,
    UnitTiming sum,
    UnitTiming divide,
    UnitTiming product,
    UnitTiming sink) {

  /**
   * Makes a timing of a fabric that takes results as soon as they are there.
   *
   * @param source operands from memory
   * @param score query times key, with the exponential if that is fused
   * @param exponential the exponential on its own
   * @param maximum a row's maximum, or the running maximum
   * @param subtract taking the maximum off, with the exponential if that is fused
   * @param sum a row's sum of exponentials
   * @param divide dividing
   * @param product weights times values, added up
   */
  public AttentionTiming(
      UnitTiming source,
      UnitTiming score,
      UnitTiming exponential,
      UnitTiming maximum,
      UnitTiming subtract,
      UnitTiming sum,
      UnitTiming divide,
      UnitTiming product) {
    this(
        source,
        source,
        score,
        exponential,
        maximum,
        subtract,
        sum,
        divide,
        product,
        UnitTiming.of(1, 0));
  }

  /** All latencies and intervals 1, as in the general-dimension graphs. */
  public static final AttentionTiming UNIT = allAlike(UnitTiming.of(1, 1));

  private static AttentionTiming allAlike(UnitTiming timing) {
    return new AttentionTiming(timing, timing, timing, timing, timing, timing, timing, timing);
  }

  /** Of the published runs of the naive graph; of units it has not, as of similar ones. */
  public static final AttentionTiming PUBLISHED_NAIVE =
      published(UnitTiming.of(23, 2), UnitTiming.of(8, 1), UnitTiming.of(13, 2));

  /** Of the published runs of the memory-free graph. */
  public static final AttentionTiming PUBLISHED_MEMORY_FREE =
      published(UnitTiming.of(8, 2), UnitTiming.of(21, 1), UnitTiming.of(12, 2));

  /** What both published graphs have in common, and what they differ in. */
  private static AttentionTiming published(UnitTiming sum, UnitTiming divide, UnitTiming product) {
    return new AttentionTiming(
        UnitTiming.of(1, 1),
        UnitTiming.of(11, 1),
        UnitTiming.of(5, 1),
        UnitTiming.of(3, 1),
        UnitTiming.of(5, 1),
        sum,
        divide,
        product);
  }

  /**
   * {@return the published timing for a variant}
   *
   * @param variant the variant
   */
  public static AttentionTiming published(AttentionVariant variant) {
    return switch (variant) {
      case NAIVE, ROW_MAXIMUM -> PUBLISHED_NAIVE;
      case DEFERRED, MEMORY_FREE -> PUBLISHED_MEMORY_FREE;
    };
  }

  /**
   * {@return the same with other times at memory}
   *
   * @param query of query rows
   * @param key of key rows, and of value rows
   * @param result of results
   */
  public AttentionTiming withMemory(UnitTiming query, UnitTiming key, UnitTiming result) {
    return new AttentionTiming(
        query, key, score, exponential, maximum, subtract, sum, divide, product, result);
  }
}
