package tactus.hw.stream.attention;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tactus.sim.ChannelSpec;

/**
 * A fabric laid out for attention.
 *
 * @param variant the order of computation
 * @param fusedExponential whether the unit before the exponential computes it too
 * @param vectorWidth values a token of a query, key or value row carries, at least 1; a row takes
 *     several tokens if its dimension is larger
 * @param headLanes key heads computed at a time, each by units of its own, at least 1
 * @param rowLanes query rows computed at a time from one stream of keys and values, at least 1
 * @param skipMasked whether keys that a query does not see are not streamed at all
 * @param timing how long its units take
 * @param depths tokens that channels hold, by {@link Role}; those not given as {@link
 *     #defaultDepth}
 */
public record AttentionDesign(
    AttentionVariant variant,
    boolean fusedExponential,
    int vectorWidth,
    int headLanes,
    int rowLanes,
    boolean skipMasked,
    AttentionTiming timing,
    Map<Role, Long> depths) {

  /** What a channel carries. */
  public enum Role {
    /** Query rows. */
    QUERY,
    /** Key rows. */
    KEY,
    /** Value rows. */
    VALUE,
    /** Scores, or their exponentials if fused, to where nothing waits for a row. */
    SCORE,
    /** The same, to a unit that waits for the end of the row: as long as a row. */
    SCORE_LONG,
    /** The maximum of a row. */
    MAXIMUM,
    /** Scores without the maximum. */
    DIFFERENCE,
    /** Exponentials to the row's sum. */
    EXPONENTIAL,
    /** Exponentials to a unit that waits for the row's sum: as long as a row. */
    EXPONENTIAL_LONG,
    /** Factors by which a new running maximum scales what there is. */
    FACTOR,
    /** Sums of rows. */
    SUM,
    /** Weights: exponentials divided by the row's sum. */
    WEIGHT,
    /** Weighted sums that are still to be divided. */
    PRODUCT,
    /** Results. */
    OUTPUT
  }

  /** Checks the ranges. */
  public AttentionDesign {
    atLeastOne("vectorWidth", vectorWidth);
    atLeastOne("headLanes", headLanes);
    atLeastOne("rowLanes", rowLanes);
    depths.forEach((role, depth) -> atLeastOne("depth of " + word(role), depth));
    depths = Collections.unmodifiableMap(new TreeMap<>(depths));
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
    }
  }

  /**
   * {@return a role as channels are named after it}
   *
   * @param role the role
   */
  public static String word(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return the design of the published runs, whose heads have dimension 1}
   *
   * @param variant the variant; naive and memory-free were published
   * @param length queries and keys, at least 1
   */
  public static AttentionDesign published(AttentionVariant variant, long length) {
    return new AttentionDesign(
        variant,
        true,
        1,
        1,
        1,
        false,
        AttentionTiming.published(variant),
        switch (variant) {
          case NAIVE, ROW_MAXIMUM -> publishedNaiveDepths(length);
          case DEFERRED, MEMORY_FREE -> PUBLISHED_MEMORY_FREE_DEPTHS;
        });
  }

  private static final Map<Role, Long> PUBLISHED_MEMORY_FREE_DEPTHS =
      Map.of(
          Role.QUERY, 2L,
          Role.KEY, 2L,
          Role.VALUE, 2L,
          Role.SCORE, 12L,
          Role.EXPONENTIAL, 2L,
          Role.FACTOR, 2L,
          Role.SUM, 10L,
          Role.PRODUCT, 14L,
          Role.OUTPUT, 22L);

  /** Operands never wait for room there: their channels hold as many tokens as are ever sent. */
  private static Map<Role, Long> publishedNaiveDepths(long length) {
    Map<Role, Long> depths = new LinkedHashMap<>();
    depths.put(Role.QUERY, ChannelSpec.UNBOUNDED);
    depths.put(Role.KEY, ChannelSpec.UNBOUNDED);
    depths.put(Role.VALUE, ChannelSpec.UNBOUNDED);
    depths.put(Role.SCORE, 13L);
    depths.put(Role.SCORE_LONG, length + 34);
    depths.put(Role.SUM, 24L);
    depths.put(Role.WEIGHT, 9L);
    depths.put(Role.OUTPUT, length);
    return depths;
  }

  /**
   * {@return the same with another depth of some channels}
   *
   * @param role what they carry
   * @param depth tokens they hold, at least 1
   */
  public AttentionDesign withDepth(Role role, long depth) {
    Map<Role, Long> changed = new TreeMap<>(depths);
    changed.put(role, depth);
    return withDepths(changed);
  }

  /**
   * {@return the same with other depths}
   *
   * @param changed all depths that are not to be the default
   */
  public AttentionDesign withDepths(Map<Role, Long> changed) {
    return new AttentionDesign(
        variant, fusedExponential, vectorWidth, headLanes, rowLanes, skipMasked, timing, changed);
  }

  /**
   * {@return the same with other lanes}
   *
   * @param heads key heads computed at a time, at least 1
   * @param rows query rows computed at a time, at least 1
   */
  public AttentionDesign withLanes(int heads, int rows) {
    return new AttentionDesign(
        variant, fusedExponential, vectorWidth, heads, rows, skipMasked, timing, depths);
  }

  /**
   * {@return the same with another timing}
   *
   * @param changed how long its units take
   */
  public AttentionDesign withTiming(AttentionTiming changed) {
    return new AttentionDesign(
        variant, fusedExponential, vectorWidth, headLanes, rowLanes, skipMasked, changed, depths);
  }

  /** {@return the same with no bound on any channel} */
  public AttentionDesign unbounded() {
    Map<Role, Long> all = new TreeMap<>();
    for (Role role : Role.values()) {
      all.put(role, ChannelSpec.UNBOUNDED);
    }
    return withDepths(all);
  }

  /**
   * {@return the tokens a channel holds if its depth is not given: two, one for each cycle the
   * consumer's interval exceeds one, and what is in the producer's pipeline, as results take slots
   * from there on; where a row is waited for, the row and the pipelines on the other way}
   *
   * @param role what it carries
   * @param shape what is computed
   */
  long defaultDepth(Role role, AttentionShape shape) {
    long latency = timing.score().latencyCycles();
    return switch (role) {
      case QUERY -> 2 + rest(timing.querySource().latencyCycles());
      case KEY, VALUE -> 2 + rest(timing.keySource().latencyCycles());
      case SCORE -> 2 + rest(latency) + rest(timing.sum().intervalCycles());
      case SCORE_LONG ->
          shape.keys()
              + rest(latency)
              + 1
              + (variant == AttentionVariant.ROW_MAXIMUM
                  ? timing.maximum().latencyCycles()
                  : timing.sum().latencyCycles());
      case MAXIMUM -> 2 + rest(timing.maximum().latencyCycles());
      case DIFFERENCE -> 2 + rest(timing.subtract().latencyCycles());
      case EXPONENTIAL ->
          variant == AttentionVariant.MEMORY_FREE
              ? 2 + rest(timing.maximum().latencyCycles())
              : 2 + rest(exponentialLatency()) + rest(timing.sum().intervalCycles());
      case EXPONENTIAL_LONG ->
          shape.keys() + rest(exponentialLatency()) + 1 + timing.sum().latencyCycles();
      case FACTOR -> 2 + rest(timing.maximum().latencyCycles());
      case SUM -> 3 + rest(timing.sum().latencyCycles());
      case WEIGHT -> 2 + rest(timing.divide().latencyCycles());
      case PRODUCT -> 3 + rest(timing.product().latencyCycles());
      case OUTPUT ->
          2 + rest(Math.max(timing.divide().latencyCycles(), timing.product().latencyCycles()));
    };
  }

  private long exponentialLatency() {
    return variant == AttentionVariant.ROW_MAXIMUM && fusedExponential
        ? timing.subtract().latencyCycles()
        : timing.exponential().latencyCycles();
  }

  private static long rest(long cycles) {
    return Math.max(0, cycles - 1);
  }

  /** Tokens that a channel holds. */
  long depth(Role role, AttentionShape shape) {
    Long given = depths.get(role);
    return given == null ? defaultDepth(role, shape) : given;
  }

  /**
   * {@return why a shape cannot be computed by this design, a line each; empty if it can}
   *
   * @param shape what is to be computed
   */
  public List<String> unfit(AttentionShape shape) {
    List<String> reasons = new java.util.ArrayList<>();
    if (shape.dimension() % vectorWidth != 0) {
      reasons.add(
          "vectorWidth ("
              + vectorWidth
              + ") must divide the dimension ("
              + shape.dimension()
              + ") of a head");
    }
    if (shape.keyHeads() % headLanes != 0) {
      reasons.add(
          "headLanes (" + headLanes + ") must divide the key heads (" + shape.keyHeads() + ")");
    }
    long rows = shape.queries() * shape.groupSize();
    if (rows % rowLanes != 0) {
      reasons.add("rowLanes (" + rowLanes + ") must divide the rows (" + rows + ") of a key head");
    }
    if (skipMasked && shape.causal()) {
      if (rowLanes > 1 || shape.groupSize() > 1 || shape.keyHeads() != headLanes) {
        reasons.add(
            "skipMasked (true) must only be used with one row at a time and all heads at once");
      }
    }
    return reasons;
  }
}
