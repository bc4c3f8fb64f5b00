package tactus.hw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.stream.UnitTiming;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.hw.stream.attention.AttentionTiming;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.ElementaryAttention;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.sim.ChannelSpec;

/** The keys of a stream fabric laid out for attention: alone, and as a part of a machine. */
public final class StreamFabricKeys {

  private static final String VARIANTS =
      "The order of computation. `naive` divides each exponential by its row's sum,"
          + " `row-maximum` takes the row's maximum off first, `deferred` divides the"
          + " weighted sum, `memory-free` also takes a running maximum off.";

  /** The variant, which must be written. */
  public static final Key<AttentionVariant> VARIANT =
      Key.word("variant", AttentionVariant.class).doc(VARIANTS);

  private static final Key<AttentionVariant> MACHINE_VARIANT =
      Key.word("variant", AttentionVariant.class)
          .byDefault(AttentionVariant.MEMORY_FREE)
          .doc(VARIANTS);

  private static final Key<Long> LATENCY =
      Key.count("latency").atLeast(1L).optional().doc("Cycles until a result can be received.");
  private static final Key<Long> INTERVAL =
      Key.count("interval").atLeast(0L).optional().doc("Cycles from one step to the next.");
  private static final Key<Long> RESET =
      Key.count("reset").atLeast(0L).optional().doc("Cycles before each row.");
  private static final Key<Long> START =
      Key.count("start").atLeast(0L).optional().doc("Cycles once, before the first row.");

  private static final Key<Long> ELEMENTARY_DEPTH =
      Key.count("depth")
          .atLeast(1L)
          .byDefault(16L)
          .doc("Tokens of all channels but the one that holds a row of the naive graph.");
  private static final Key<Long> LONG_DEPTH =
      Key.count("long_depth")
          .atLeast(1L)
          .optional()
          .doc(
              "Tokens of the channel that holds a row of the naive graph; any number if not"
                  + " written.");

  /** Attention from elementary units. */
  public static final Key<Section> ELEMENTARY =
      Key.section(
              "elementary",
              SectionType.of(
                  "elementary", "Channels of elementary units.", ELEMENTARY_DEPTH, LONG_DEPTH))
          .optional()
          .doc(
              "Attention of one head from elementary units that pass single values: nothing is"
                  + " fused, `naive` and `memory-free` only, all latencies and intervals 1 if not"
                  + " written.");

  private static final SectionType UNIT =
      SectionType.of("unit", "How long a unit takes.", LATENCY, INTERVAL, RESET, START);

  private static final Key<Section> SOURCE = unit("source", "Operands from memory.");
  private static final Key<Section> SCORE = unit("score", "Query times key.");
  private static final Key<Section> EXPONENTIAL = unit("exponential", "The exponential alone.");
  private static final Key<Section> MAXIMUM = unit("maximum", "A maximum, also a running one.");
  private static final Key<Section> SUBTRACT = unit("subtract", "Taking the maximum off.");
  private static final Key<Section> SUM = unit("sum", "A row's sum of exponentials.");
  private static final Key<Section> DIVIDE = unit("divide", "The division.");
  private static final Key<Section> PRODUCT = unit("product", "Weights times values.");

  private static final SectionType UNITS_TYPE =
      SectionType.of(
          "units",
          "How long units take; what is not written is as published for the variant.",
          SOURCE,
          SCORE,
          EXPONENTIAL,
          MAXIMUM,
          SUBTRACT,
          SUM,
          DIVIDE,
          PRODUCT);

  private static final Key<Boolean> FUSED_EXPONENTIAL =
      Key.bool("fused_exponential")
          .byDefault(true)
          .doc("Whether the unit before the exponential computes it too.");
  private static final Key<Integer> VECTOR_WIDTH =
      Key.integer("vector_width")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(1)
          .doc(
              "Values a token of a query, key or value row carries. Without a machine it must divide"
                  + " the dimension; in a machine a row's last token may be partly empty.");
  private static final Key<Integer> HEAD_LANES =
      Key.integer("head_lanes")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(1)
          .doc("Key heads computed at a time, each by units of its own.");
  private static final Key<Integer> ROW_LANES =
      Key.integer("row_lanes")
          .atLeast(1)
          .atMost(4096)
          .byDefault(1)
          .doc("Query rows computed at a time from one stream of keys and values.");
  private static final Key<Map<String, Long>> DEPTHS =
      Key.map("depths", ValueType.count().atLeast(1L))
          .optional()
          .doc("Tokens that channels hold, by what they carry, such as `score-long`.");
  private static final Key<Section> UNITS =
      Key.section("units", UNITS_TYPE).orEmptySection().doc("How long units take.");

  /** What each fabric has: a section that has these keys can be read as a design. */
  public static final List<Key<?>> DESIGN =
      List.of(FUSED_EXPONENTIAL, VECTOR_WIDTH, HEAD_LANES, ROW_LANES, DEPTHS, UNITS);

  /** What the units compute with, if they do not compute doubles. */
  public static final Key<Section> ARITHMETIC =
      Key.section("arithmetic", ArithmeticKeys.TYPE)
          .optional()
          .doc(
              "What the units compute with, a floating-point arithmetic; doubles if not written. It"
                  + " never changes a cycle count.");

  private static final Key<Integer> LARGEST_DIMENSION =
      Key.integer("largest_dimension")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(256)
          .doc("Values of a query, key or value row that the units' buffers hold.");
  private static final Key<Long> LONGEST_ROW =
      Key.count("longest_row")
          .atLeast(1L)
          .atMost(1L << 24)
          .optional()
          .doc(
              "Keys of a row for which channels that wait for a whole row are long enough; must be"
                  + " written for `naive` and `row-maximum`, which have such channels.");

  private static final Key<Section> MACHINE_ARITHMETIC =
      Key.section("arithmetic", ArithmeticKeys.TYPE)
          .optional()
          .doc(
              "What the units compute with, a floating-point arithmetic; the machine's if not"
                  + " written. It never changes a cycle count.");

  /** The section of a machine's stream fabric. */
  static final SectionType TYPE =
      SectionType.builder("stream_fabric", "The stream fabric of a machine, for attention.")
          .keys(MACHINE_VARIANT)
          .keys(DESIGN.toArray(new Key<?>[0]))
          .keys(LARGEST_DIMENSION, LONGEST_ROW, MACHINE_ARITHMETIC)
          .rule(StreamFabricKeys::checkDepths)
          .rule(StreamFabricKeys::checkLongestRow)
          .build();

  private StreamFabricKeys() {}

  private static Key<Section> unit(String name, String doc) {
    return Key.section(name, UNIT).orEmptySection().doc(doc);
  }

  /**
   * {@return the depths and the timing of elementary units}
   *
   * @param fabric a section with {@link #ELEMENTARY}, written, and with the keys {@link #DESIGN}
   * @param variant the order of computation
   */
  public static ElementaryAttention.Parameters elementary(
      Section fabric, AttentionVariant variant) {
    Section channels = fabric.get(ELEMENTARY);
    AttentionTiming timing = timing(fabric.get(UNITS), AttentionTiming.UNIT);
    return new ElementaryAttention.Parameters(
        channels.get(ELEMENTARY_DEPTH),
        channels.find(LONG_DEPTH).orElse(ChannelSpec.UNBOUNDED),
        timing.keySource(),
        timing.score(),
        variant == AttentionVariant.NAIVE ? timing.exponential() : timing.maximum(),
        timing.sum(),
        timing.divide(),
        timing.product());
  }

  /**
   * Checks that nothing of another fabric is written beside elementary units.
   *
   * @param fabric a section with {@link #ELEMENTARY} and the keys {@link #DESIGN}
   * @param problems gets what is wrong
   * @param others further keys of the section that elementary units have no use for
   */
  public static void checkElementary(Section fabric, Problems problems, Key<?>... others) {
    if (fabric.isWritten(ELEMENTARY)) {
      List<Key<?>> useless = new ArrayList<>(List.of(others));
      useless.addAll(List.of(FUSED_EXPONENTIAL, VECTOR_WIDTH, HEAD_LANES, ROW_LANES, DEPTHS));
      for (Key<?> key : useless) {
        if (fabric.isWritten(key)) {
          problems.add(fabric, key, "must not be written with elementary");
        }
      }
    }
  }

  /** {@return the fabric of a machine} */
  static StreamFabricSpec read(Section section) {
    AttentionVariant variant = section.get(MACHINE_VARIANT);
    return new StreamFabricSpec(
        design(section, variant, false, Map.of()),
        section.get(LARGEST_DIMENSION),
        section.find(LONGEST_ROW).orElse(1L << 24),
        arithmetic(section, MACHINE_ARITHMETIC));
  }

  /**
   * {@return the design of a section}
   *
   * @param section a section with the keys {@link #DESIGN}
   * @param variant the order of computation
   * @param skipMasked whether keys that a query does not see are not streamed
   * @param depths tokens of channels that the section does not name
   */
  public static AttentionDesign design(
      Section section, AttentionVariant variant, boolean skipMasked, Map<Role, Long> depths) {
    Map<Role, Long> all = new LinkedHashMap<>(depths);
    section
        .find(DEPTHS)
        .ifPresent(
            given -> given.forEach((word, depth) -> role(word).ifPresent(r -> all.put(r, depth))));
    return new AttentionDesign(
        variant,
        section.get(FUSED_EXPONENTIAL),
        section.get(VECTOR_WIDTH),
        section.get(HEAD_LANES),
        section.get(ROW_LANES),
        skipMasked,
        timing(section.get(UNITS), AttentionTiming.published(variant)),
        all);
  }

  /**
   * {@return the arithmetic of a section}
   *
   * @param section a section with the key {@link #ARITHMETIC}
   * @throws tactus.config.ConfigException if it is of integers, which have no exponential
   */
  public static Optional<FloatArithmeticSpec> arithmetic(Section section) {
    return arithmetic(section, ARITHMETIC);
  }

  private static Optional<FloatArithmeticSpec> arithmetic(Section section, Key<Section> key) {
    return section
        .find(key)
        .map(
            written -> {
              if (ArithmeticKeys.read(written) instanceof FloatArithmeticSpec floats) {
                return floats;
              }
              throw section.failure(
                  key, "must have floating-point operands: integers have no exponential");
            });
  }

  private static AttentionTiming timing(Section units, AttentionTiming published) {
    return new AttentionTiming(
        timing(units.get(SOURCE), published.keySource()),
        timing(units.get(SCORE), published.score()),
        timing(units.get(EXPONENTIAL), published.exponential()),
        timing(units.get(MAXIMUM), published.maximum()),
        timing(units.get(SUBTRACT), published.subtract()),
        timing(units.get(SUM), published.sum()),
        timing(units.get(DIVIDE), published.divide()),
        timing(units.get(PRODUCT), published.product()));
  }

  private static UnitTiming timing(Section unit, UnitTiming published) {
    return new UnitTiming(
        unit.find(LATENCY).orElse(published.latencyCycles()),
        unit.find(INTERVAL).orElse(published.intervalCycles()),
        unit.find(RESET).orElse(published.resetCycles()),
        unit.find(START).orElse(published.startCycles()),
        published.sends());
  }

  /**
   * Checks that all depths are of channels there are.
   *
   * @param section a section with the keys {@link #DESIGN}
   * @param problems gets what is wrong
   */
  public static void checkDepths(Section section, Problems problems) {
    for (String word : section.find(DEPTHS).orElse(Map.of()).keySet()) {
      if (role(word).isEmpty()) {
        List<String> words = Arrays.stream(Role.values()).map(AttentionDesign::word).toList();
        problems.add(
            section, DEPTHS, "unknown channel '" + word + "'" + NearestMatch.hint(word, words));
      }
    }
  }

  private static void checkLongestRow(Section section, Problems problems) {
    boolean holdsRow = StreamFabricSpec.holdsRow(section.get(MACHINE_VARIANT));
    if (holdsRow != section.isWritten(LONGEST_ROW)) {
      problems.add(
          section,
          LONGEST_ROW,
          holdsRow
              ? "must be written, since channels hold a row"
              : "must not be written, since no channel holds a row");
    }
  }

  private static Optional<Role> role(String word) {
    return Arrays.stream(Role.values())
        .filter(role -> AttentionDesign.word(role).equals(word))
        .findFirst();
  }
}
