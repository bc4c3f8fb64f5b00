package tactus.explore.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.explore.numerics.WeightTensors;
import tactus.hw.MachineSpec;
import tactus.hw.command.NmSparsity;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.sparse.PatternOf;
import tactus.workload.ElementMask;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.SparseWeights;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.Blocks;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.Sparsity.UnevenGroups;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Sparsity.Unstructured.Encoding;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;

/** The {@code sparsity} section of a workload: which weights are not stored in full, and how. */
final class SparsityReader {

  private static final String DENSE = "dense";
  private static final String PATTERN_MUST =
      "N:M with N at least 1 and at most M, and M a power of two from 2 to "
          + NOfM.LARGEST_GROUP
          + ", or 'dense'";

  private static final String BLOCK_MUST = "ROWSxCOLUMNS, each from 1 to 9999, such as 32x128";
  private static final Pattern BLOCK_SIZE = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");

  private static final Key<String> PATTERN =
      Key.string("pattern")
          .where(SparsityReader::isPattern, PATTERN_MUST)
          .optional()
          .doc(
              "N:M (`2:4`): at most N of every M consecutive elements along the reduction are"
                  + " stored, each with an index of log2(M) bits. Of a last group that is not full,"
                  + " as many are stored, or all of it if it has fewer. Any N up to M, M a power of"
                  + " two from 2 to 32; `dense` or N = M stores everything.");
  private static final Key<PatternOf> PATTERN_OF =
      Key.word("pattern_of", PatternOf.class)
          .byDefault(PatternOf.COLUMN)
          .doc(
              "Whose choice a `pattern` is: `column`, each column of a matrix stores its own elements"
                  + " of a group; `shared`, all columns those of the same rows, each row of them with"
                  + " one index. Without `weights`, the rows whose squares sum to the most.");
  private static final Key<Double> DENSITY =
      Key.number("density")
          .where(density -> density > 0 && density <= 1, "above 0 and at most 1")
          .optional()
          .doc(
              "Instead of a pattern: the share of elements that are stored, drawn at random. They"
                  + " are expanded on their way into the scratchpad and multiplied as dense ones,"
                  + " unless `block` or `group` is written or the matrix engine is flexible. With `weights`, the most that a matrix"
                  + " of the file may store; which ones they are, the file says.");
  private static final Key<String> BLOCK =
      Key.string("block")
          .where(text -> BLOCK_SIZE.matcher(text).matches(), BLOCK_MUST)
          .optional()
          .doc(
              "Size of the blocks (`32x128`: rows along the reduction, columns) that are stored whole"
                  + " or not at all; `density` is the share of blocks. What none of the columns on"
                  + " the array needs is skipped. Blocks at the edges of a matrix are smaller.");
  private static final Key<Integer> GROUP =
      Key.integer("group")
          .where(
              group -> group >= 2 && group <= NOfM.LARGEST_GROUP && Integer.bitCount(group) == 1,
              "a power of two from 2 to " + NOfM.LARGEST_GROUP)
          .optional()
          .doc(
              "M of groups along the reduction that store as many elements as the mask has: of the"
                  + " columns on the array, the fullest decides how long a group takes. A last group"
                  + " that is not full is filled up with zeros.");
  private static final Key<Long> SEED =
      Key.count("seed")
          .byDefault(1L)
          .doc("Seed of the masks of a `density`. Matrices of the same extents have the same one.");
  private static final Key<Encoding> ENCODING =
      Key.word("encoding", Encoding.class)
          .byDefault(Encoding.BITMAP)
          .doc(
              "What says where the elements of a `density` are without `block` or `group`: `bitmap`,"
                  + " a bit for each element of the matrix; `coordinate`, 16 bits beside each stored"
                  + " one.");
  private static final Key<List<String>> OPERATORS =
      Key.list("operators", ValueType.string())
          .where(list -> !list.isEmpty(), "not empty")
          .doc("Names of the operators that differ, `*` for any text (`*.q_proj`).");
  private static final SectionType LAYERS_TYPE =
      SectionType.builder("layer_sparsity", "How the weights of some operators are stored.")
          .keys(OPERATORS, PATTERN, PATTERN_OF, DENSITY, ENCODING, BLOCK, GROUP, SEED)
          .exactlyOneOf(PATTERN, DENSITY)
          .rule(SparsityReader::checkKeys)
          .build();
  private static final Key<List<Section>> LAYERS =
      Key.list("layers", ValueType.section(LAYERS_TYPE))
          .byDefault(List.of())
          .doc("Operators that differ from the rest; of several that name one, the last holds.");
  private static final Key<Path> WEIGHTS =
      Key.path("weights")
          .optional()
          .doc(
              "A safetensors file whose zeros are the masks. With a `pattern`, no group may have more"
                  + " than N elements other than zero; with a `density`, no matrix more than that"
                  + " share of elements or blocks.");

  /** The section. */
  static final SectionType SPARSITY =
      SectionType.builder(
              "workload_sparsity",
              "Weights that are not stored in full. Matrices that serve as tables of embeddings too"
                  + " are left as they are.")
          .keys(PATTERN, PATTERN_OF, DENSITY, ENCODING, BLOCK, GROUP, SEED, LAYERS, WEIGHTS)
          .exactlyOneOf(PATTERN, DENSITY)
          .rule(SparsityReader::checkKeys)
          .rule(SparsityReader::check)
          .build();

  private final Section section;
  private final Optional<WeightTensors> weights;

  /** Masks that were drawn; matrices of the same extents share one. */
  private final Map<List<Object>, ElementMask> drawn = new LinkedHashMap<>();

  private SparsityReader(Section section) {
    this.section = section;
    this.weights = section.find(WEIGHTS).map(WeightTensors::open);
  }

  private static boolean isPattern(String text) {
    return text.equals(DENSE) || kept(text).isPresent();
  }

  /** N and M of a legal pattern. */
  private static Optional<int[]> kept(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || !text.matches("[0-9]{1,3}:[0-9]{1,3}")) {
      return Optional.empty();
    }
    int kept = Integer.parseInt(text.substring(0, colon));
    int group = Integer.parseInt(text.substring(colon + 1));
    boolean legal =
        group >= 2
            && group <= NOfM.LARGEST_GROUP
            && Integer.bitCount(group) == 1
            && kept >= 1
            && kept <= group;
    return legal ? Optional.of(new int[] {kept, group}) : Optional.empty();
  }

  private static void checkKeys(Section section, Problems problems) {
    if (section.find(BLOCK).isPresent() && section.find(GROUP).isPresent()) {
      problems.add(section, GROUP, "must not be written beside 'block'");
    }
    for (Key<?> key : List.of(BLOCK, GROUP, SEED, ENCODING)) {
      if (section.isWritten(key) && section.find(DENSITY).isEmpty()) {
        problems.add(section, key, "must not be written without 'density'");
      }
    }
    if (section.isWritten(PATTERN_OF) && section.find(PATTERN).isEmpty()) {
      problems.add(section, PATTERN_OF, "must not be written without 'pattern'");
    }
    if (section.isWritten(ENCODING)
        && (section.find(BLOCK).isPresent() || section.find(GROUP).isPresent())) {
      problems.add(section, ENCODING, "must not be written beside 'block' or 'group'");
    }
  }

  private static void check(Section section, Problems problems) {
    WorkloadReader.checkExists(section, WEIGHTS, problems);
  }

  /**
   * {@return a graph with the weights of a section}
   *
   * @param section the section
   * @param graph the graph, dense
   */
  static OperatorGraph apply(Section section, OperatorGraph graph) {
    List<String> names = new ArrayList<>();
    for (Operator operator : graph.operators()) {
      if (SparseWeights.hasWeights(operator)) {
        names.add(operator.name());
      }
    }
    for (Section layer : section.get(LAYERS)) {
      NamePattern.check(layer, OPERATORS, names, "must name operators with weights, but none is");
    }
    return SparseWeights.of(graph, new SparsityReader(section)::stored);
  }

  /** {@return how most weights are stored, in a few words} */
  static String describe(Section section) {
    String others = section.get(LAYERS).isEmpty() ? "" : " and others";
    Optional<Double> density = section.find(DENSITY);
    if (density.isEmpty()) {
      String pattern = section.find(PATTERN).orElse(DENSE);
      boolean shared = section.get(PATTERN_OF) == PatternOf.SHARED && !pattern.equals(DENSE);
      return pattern + (shared ? " of all columns" : "") + others;
    }
    String stored = new Unstructured(density.get(), section.get(ENCODING)).text();
    String share = stored.substring(0, stored.indexOf(','));
    if (section.find(BLOCK).isPresent()) {
      return share + " in blocks of " + section.find(BLOCK).get() + others;
    }
    return section.find(GROUP).map(group -> share + " in groups of " + group).orElse(stored)
        + others;
  }

  private Optional<Sparsity> stored(Operator operator) {
    Section from = section;
    for (Section layer : section.get(LAYERS)) {
      boolean named = NamePattern.matchesAny(layer.get(OPERATORS), operator.name());
      from = named ? layer : from;
    }
    MatMulShape shape =
        operator.shape() instanceof ConvShape conv
            ? conv.asMatMul()
            : (MatMulShape) operator.shape();
    if (from.find(DENSITY).isPresent()) {
      return Optional.of(anywhere(from, operator.inputs().get(1), shape));
    }
    Optional<int[]> kept = from.find(PATTERN).flatMap(SparsityReader::kept);
    boolean shared = from.get(PATTERN_OF) == PatternOf.SHARED;
    Optional<NOfM> pattern =
        kept.filter(pair -> pair[0] < pair[1]).map(pair -> new NOfM(pair[0], pair[1], shared));
    if (pattern.isPresent() && weights.isPresent()) {
      weights.get().checkPattern(operator.inputs().get(1), shape.k(), shape.n(), pattern.get());
    }
    return pattern.map(Sparsity.class::cast);
  }

  private Sparsity anywhere(Section from, Tensor weight, MatMulShape shape) {
    double density = from.find(DENSITY).orElseThrow();
    Optional<int[]> block = from.find(BLOCK).map(SparsityReader::size);
    int blockRows = block.map(size -> size[0]).orElse(1);
    int blockColumns = block.map(size -> size[1]).orElse(1);
    ElementMask mask =
        weights.isPresent()
            ? weights.get().mask(weight, shape.k(), shape.n(), blockRows, blockColumns, density)
            : drawn.computeIfAbsent(
                List.of(shape.k(), shape.n(), blockRows, blockColumns, density, from.get(SEED)),
                key ->
                    ElementMask.random(
                        (shape.k() + blockRows - 1) / blockRows,
                        (shape.n() + blockColumns - 1) / blockColumns,
                        density,
                        from.get(SEED)));
    if (block.isPresent()) {
      return new Blocks(blockRows, blockColumns, shape.k(), shape.n(), mask);
    }
    if (from.find(GROUP).isPresent()) {
      return new UnevenGroups(from.find(GROUP).get(), mask);
    }
    double share = (double) Math.max(1, mask.count()) / shape.k() / shape.n();
    return new Unstructured(Math.min(1, share), from.get(ENCODING), Optional.of(mask));
  }

  private static int[] size(String text) {
    Matcher matcher = BLOCK_SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " must be " + BLOCK_MUST);
    }
    return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
  }

  /**
   * Checks that a machine can compute a graph.
   *
   * @param workload the section of the workload
   * @param key the key of this section in it
   * @param graph the graph
   * @param machine the machine
   */
  static void checkMachine(
      Section workload, Key<Section> key, OperatorGraph graph, MachineSpec machine) {
    for (Tensor tensor : graph.tensors()) {
      if (tensor.sparsity().isPresent()) {
        Sparsity stored = tensor.sparsity().get();
        boolean isWeight = tensor.kind() == TensorKind.WEIGHT;
        for (MatrixEngineSpec engine : machine.matrixEngines()) {
          Optional<String> problem = isWeight ? problem(stored, engine) : problem(engine);
          if (problem.isPresent()) {
            throw workload.failure(
                isWeight ? key : WorkloadReader.ACTIVATION_SPARSITY,
                "must fit "
                    + machine.name()
                    + ", but "
                    + tensor.name()
                    + " is "
                    + stored.text()
                    + " and "
                    + problem.get());
          }
        }
      }
    }
  }

  private static Optional<String> problem(MatrixEngineSpec engine) {
    return engine.isFlexible()
        ? Optional.empty()
        : Optional.of(
            "its matrix engine does not skip elements of left operands (write"
                + " matrix_engine.dataflow: flexible)");
  }

  private static Optional<String> problem(Sparsity stored, MatrixEngineSpec engine) {
    if (engine.isFlexible()) {
      return stored instanceof Unstructured anywhere && anywhere.encoding() == Encoding.BITMAP
          ? Optional.empty()
          : Optional.of(
              "its flexible matrix engine takes elements anywhere with a bitmap only (write"
                  + " density, without block, group or another encoding)");
    }
    if (engine.sparsity().isEmpty()) {
      return Optional.of(
          "its matrix engine takes dense weights only (write matrix_engine.sparsity: on)");
    }
    boolean blocks = stored instanceof Blocks;
    if ((blocks || stored instanceof UnevenGroups) && !engine.sparsity().get().gathers()) {
      return Optional.of(
          "its matrix engine does not choose what it streams (write"
              + " matrix_engine.sparsity.gather: true)");
    }
    int largest = engine.sparsity().get().largestGroup();
    boolean shared = stored instanceof NOfM pattern && pattern.isShared();
    if (engine.sparsity().get().picksAtEdge()
        && !shared
        && (stored instanceof NOfM || stored instanceof UnevenGroups)) {
      return Optional.of(
          "its matrix engine picks for all columns alike (write matrix_engine.sparsity.pattern_of:"
              + " column"
              + (stored instanceof NOfM ? ", or workload.sparsity.pattern_of: shared)" : ")"));
    }
    if (stored instanceof UnevenGroups groups) {
      // As many as all of a group may be stored.
      return groups.group() > Math.min(largest, engine.rows())
          ? Optional.of(
              "its matrix engine takes groups of at most "
                  + Math.min(largest, engine.rows())
                  + " (matrix_engine.sparsity.largest_group, and its rows)")
          : Optional.empty();
    }
    if (!(stored instanceof NOfM pattern)) {
      return Optional.empty();
    }
    if (pattern.group() > largest) {
      return Optional.of(
          "its matrix engine picks from groups of at most "
              + largest
              + " (matrix_engine.sparsity.largest_group)");
    }
    NmSparsity sparsity = new NmSparsity(pattern.kept(), pattern.group(), pattern.isShared());
    if (engine.slices(sparsity).parts() > engine.rows()) {
      return Optional.of("a group does not fit in the " + engine.rows() + " rows of its array");
    }
    return Optional.empty();
  }
}
