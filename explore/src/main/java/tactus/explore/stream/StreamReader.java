package tactus.explore.stream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.hw.StreamFabricKeys;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionDesign.Role;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.ElementaryAttention;

/** Runs of a stream fabric as they are written in YAML. */
public final class StreamReader {

  /** How deep channels are that are not given a depth. */
  private enum Channels {
    /** What is in the producer's pipeline and, where a row is waited for, the row. */
    SIZED,
    /** As in the published runs. */
    PUBLISHED,
    /** Never full. */
    UNBOUNDED
  }

  /** Cells of a matrix that values are computed of at most, so that arrays can hold it. */
  private static final long MOST_VALUES = 1L << 26;

  private static final Key<String> NAME =
      Key.string("name").optional().doc("Name in reports; the file's name if not written.");

  private static final Key<Long> KEYS =
      Key.count("keys").atLeast(1L).atMost(1L << 24).doc("Rows of the key and value matrices.");
  private static final Key<Long> QUERIES =
      Key.count("queries")
          .atLeast(1L)
          .atMost(1L << 24)
          .optional()
          .doc("Rows of the query matrix; as many as keys if not written, 1 in a decode step.");
  private static final Key<Integer> DIMENSION =
      Key.integer("dimension").atLeast(1).atMost(65536).byDefault(1).doc("Values in a row.");
  private static final Key<Integer> HEADS =
      Key.integer("heads").atLeast(1).atMost(65536).byDefault(1).doc("Query heads.");
  private static final Key<Integer> KEY_HEADS =
      Key.integer("key_heads")
          .atLeast(1)
          .optional()
          .doc("Key and value heads, a divisor of the query heads; as many if not written.");
  private static final Key<Boolean> CAUSAL =
      Key.bool("causal").byDefault(false).doc("Whether a query sees the keys up to its own only.");

  private static final SectionType ATTENTION =
      SectionType.of(
          "attention",
          "The attention operator.",
          StreamFabricKeys.VARIANT,
          KEYS,
          QUERIES,
          DIMENSION,
          HEADS,
          KEY_HEADS,
          CAUSAL);

  private static final Key<Boolean> SKIP_MASKED =
      Key.bool("skip_masked")
          .byDefault(false)
          .doc("Whether keys that a query does not see are not streamed at all.");
  private static final Key<Channels> CHANNELS =
      Key.word("channels", Channels.class)
          .byDefault(Channels.SIZED)
          .doc(
              "Depths of channels: `sized` to what is in pipelines and what waits for a row,"
                  + " `published` as in the published runs, `unbounded`.");
  private static final SectionType FABRIC =
      SectionType.builder("fabric", "The fabric it is computed on.")
          .keys(StreamFabricKeys.DESIGN.toArray(new Key<?>[0]))
          .keys(SKIP_MASKED, CHANNELS, StreamFabricKeys.ELEMENTARY)
          .rule(StreamFabricKeys::checkDepths)
          .rule(
              (fabric, problems) ->
                  StreamFabricKeys.checkElementary(fabric, problems, SKIP_MASKED, CHANNELS))
          .build();

  private static final Key<Section> ATTENTION_KEY =
      Key.section("attention", ATTENTION).optional().doc("Attention, on a fabric laid out for it.");
  private static final Key<Section> FABRIC_KEY =
      Key.section("fabric", FABRIC).orEmptySection().doc("On what attention is computed.");
  private static final Key<Section> GRAPH_KEY =
      Key.section("graph", GraphReader.GRAPH).optional().doc("Any other graph of units.");
  private static final Key<Method> METHOD =
      Key.word("method", Method.class)
          .byDefault(Method.JUMP)
          .doc(
              "How it is simulated; the cycles are the same. `jump` computes steps and rows that"
                  + " repeat others.");
  private static final Key<Boolean> VALUES =
      Key.bool("values")
          .byDefault(false)
          .doc("Whether values are computed too, and compared with plain attention.");
  private static final Key<List<Integer>> FIFO_DEPTHS =
      Key.list("fifo_depths", ValueType.integer().atLeast(0).atMost(10000))
          .optional()
          .doc(
              "Searches the least channels that take no more cycles than unbounded ones and so many"
                  + " percent; 0 for full throughput.");

  /** The top section of such a file. */
  public static final SectionType STREAM =
      SectionType.builder("stream", "A stream fabric: attention, or any other graph of units.")
          .keys(
              NAME,
              ATTENTION_KEY,
              FABRIC_KEY,
              GRAPH_KEY,
              METHOD,
              VALUES,
              StreamFabricKeys.ARITHMETIC,
              FIFO_DEPTHS)
          .exactlyOneOf(ATTENTION_KEY, GRAPH_KEY)
          .rule(StreamReader::checkGraph)
          .build();

  private StreamReader() {}

  /**
   * {@return what a file describes}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong, or the fabric cannot compute the attention
   */
  public static StreamSpec read(Path file, List<Setting> settings) {
    Section top = ConfigDocument.read(file, STREAM, settings).section();
    String name = top.find(NAME).orElseGet(() -> TextFile.stem(file));
    Optional<StreamSpec.Attention> attention =
        top.find(ATTENTION_KEY).map(section -> attention(top, section));
    return new StreamSpec(
        file,
        name,
        attention
            .map(on -> on.fabric().timing(on.shape()))
            .orElseGet(() -> GraphReader.read(top.get(GRAPH_KEY), name)),
        attention,
        top.get(METHOD),
        top.get(VALUES),
        top.find(FIFO_DEPTHS).orElse(List.of()));
  }

  private static StreamSpec.Attention attention(Section top, Section attention) {
    Section fabric = top.get(FABRIC_KEY);
    AttentionShape shape = shape(attention);
    AttentionVariant variant = attention.get(StreamFabricKeys.VARIANT);
    Problems problems = new Problems();
    StreamSpec.Fabric on;
    if (fabric.isWritten(StreamFabricKeys.ELEMENTARY)) {
      for (String reason : ElementaryAttention.unfit(variant, shape)) {
        problems.add(
            ConfigProblem.at(
                attention.origin(), "attention", snakeCase(reason) + " with elementary units"));
      }
      if (top.isWritten(StreamFabricKeys.ARITHMETIC)) {
        problems.add(top, StreamFabricKeys.ARITHMETIC, "must not be written with elementary units");
      }
      on = new StreamSpec.Elementary(variant, StreamFabricKeys.elementary(fabric, variant));
    } else {
      AttentionDesign design = design(fabric, variant, shape);
      for (String reason : design.unfit(shape)) {
        problems.add(ConfigProblem.at(fabric.origin(), "fabric", snakeCase(reason)));
      }
      on = new StreamSpec.LaidOut(design, StreamFabricKeys.arithmetic(top));
    }
    if (top.get(VALUES)
        && Math.max(shape.keys() * shape.keyHeads(), shape.queries() * shape.heads())
            > MOST_VALUES / shape.dimension()) {
      problems.add(
          top, VALUES, "must only be true for matrices of at most " + MOST_VALUES + " values");
    }
    problems.throwIfAny();
    return new StreamSpec.Attention(shape, on);
  }

  private static void checkGraph(Section top, Problems problems) {
    if (top.isWritten(GRAPH_KEY)) {
      for (Key<?> key : List.of(FABRIC_KEY, VALUES)) {
        if (top.isWritten(key)) {
          problems.add(top, key, "must only be written with attention");
        }
      }
    }
    if (top.isWritten(StreamFabricKeys.ARITHMETIC) && !top.get(VALUES)) {
      problems.add(top, StreamFabricKeys.ARITHMETIC, "must only be written where values is true");
    }
  }

  private static AttentionShape shape(Section attention) {
    int heads = attention.get(HEADS);
    int keyHeads = attention.find(KEY_HEADS).orElse(heads);
    if (heads % keyHeads != 0) {
      throw attention.failure(KEY_HEADS, "must divide the query heads (" + heads + ")");
    }
    long keys = attention.get(KEYS);
    long queries = attention.find(QUERIES).orElse(keys);
    if (attention.get(CAUSAL) && keys < queries) {
      throw attention.failure(QUERIES, "must be at most keys (" + keys + ") with a causal mask");
    }
    return new AttentionShape(
        queries, keys, attention.get(DIMENSION), heads, keyHeads, attention.get(CAUSAL));
  }

  private static AttentionDesign design(
      Section fabric, AttentionVariant variant, AttentionShape shape) {
    Map<Role, Long> depths = new LinkedHashMap<>();
    AttentionDesign published = AttentionDesign.published(variant, shape.keys());
    switch (fabric.get(CHANNELS)) {
      case SIZED -> {}
      case PUBLISHED -> depths.putAll(published.depths());
      case UNBOUNDED -> depths.putAll(published.unbounded().depths());
    }
    return StreamFabricKeys.design(fabric, variant, fabric.get(SKIP_MASKED), depths);
  }

  /** Names as they stand in the file. */
  private static String snakeCase(String reason) {
    List<String> words = new ArrayList<>();
    for (String word : reason.split(" ", -1)) {
      words.add(word.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT));
    }
    return String.join(" ", words);
  }
}
