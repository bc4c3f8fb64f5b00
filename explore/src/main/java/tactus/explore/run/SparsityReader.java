package tactus.explore.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.explore.numerics.WeightTensors;
import tactus.hw.MachineSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.SparseWeights;
import tactus.workload.Sparsity;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Sparsity.Unstructured.Encoding;
import tactus.workload.Tensor;

/** The {@code sparsity} section of a workload: which weights are not stored in full, and how. */
final class SparsityReader {

  private static final String DENSE = "dense";
  private static final String PATTERN_MUST =
      "N:M with N at least 1 and at most M, and M a power of two from 2 to "
          + NOfM.LARGEST_GROUP
          + ", or 'dense'";

  private static final Key<String> PATTERN =
      Key.string("pattern")
          .where(SparsityReader::isPattern, PATTERN_MUST)
          .optional()
          .doc(
              "N:M (`2:4`): at most N of every M consecutive elements along the reduction are"
                  + " stored, each with an index of log2(M) bits. Of a last group that is not full,"
                  + " as many are stored, or all of it if it has fewer. Any N up to M, M a power of"
                  + " two from 2 to 32; `dense` or N = M stores everything.");
  private static final Key<Double> DENSITY =
      Key.number("density")
          .where(density -> density > 0 && density <= 1, "above 0 and at most 1")
          .optional()
          .doc(
              "Instead of a pattern: the share of elements that are stored, anywhere. They are"
                  + " expanded on their way into the scratchpad and multiplied as dense ones.");
  private static final Key<Encoding> ENCODING =
      Key.word("encoding", Encoding.class)
          .byDefault(Encoding.BITMAP)
          .doc(
              "What says where the elements of a `density` are: `bitmap`, a bit for each element of"
                  + " the matrix; `coordinate`, 16 bits beside each stored one.");
  private static final Key<List<String>> OPERATORS =
      Key.list("operators", ValueType.string())
          .where(list -> !list.isEmpty(), "not empty")
          .doc("Names of the operators that differ, `*` for any text (`*.q_proj`).");
  private static final SectionType LAYERS_TYPE =
      SectionType.builder("layer_sparsity", "How the weights of some operators are stored.")
          .keys(OPERATORS, PATTERN, DENSITY, ENCODING)
          .exactlyOneOf(PATTERN, DENSITY)
          .build();
  private static final Key<List<Section>> LAYERS =
      Key.list("layers", ValueType.section(LAYERS_TYPE))
          .byDefault(List.of())
          .doc("Operators that differ from the rest; of several that name one, the last holds.");
  private static final Key<Path> WEIGHTS =
      Key.path("weights")
          .optional()
          .doc(
              "A safetensors file whose zeros are checked: no group of a matrix may have more than N"
                  + " elements other than zero. A `density` is that of the file's tensor then.");

  /** The section. */
  static final SectionType SPARSITY =
      SectionType.builder(
              "workload_sparsity",
              "Weights that are not stored in full. Matrices that serve as tables of embeddings too"
                  + " are left as they are.")
          .keys(PATTERN, DENSITY, ENCODING, LAYERS, WEIGHTS)
          .exactlyOneOf(PATTERN, DENSITY)
          .rule(SparsityReader::check)
          .build();

  private SparsityReader() {}

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
      for (String pattern : layer.get(OPERATORS)) {
        if (names.stream().noneMatch(name -> NamePattern.matches(pattern, name))) {
          String hint =
              NearestMatch.of(pattern, names)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse("");
          throw layer.failure(
              OPERATORS, "must name operators with weights, but none is '" + pattern + "'" + hint);
        }
      }
    }
    Optional<WeightTensors> weights = section.find(WEIGHTS).map(WeightTensors::open);
    return SparseWeights.of(
        graph, operator -> stored(section, operator).map(how -> checked(weights, operator, how)));
  }

  /** {@return how most weights are stored, in a few words} */
  static String describe(Section section) {
    Optional<Double> density = section.find(DENSITY);
    return density.isPresent()
        ? new Unstructured(density.get(), section.get(ENCODING)).text()
        : section.find(PATTERN).orElse(DENSE)
            + (section.get(LAYERS).isEmpty() ? "" : " and others");
  }

  private static Optional<Sparsity> stored(Section section, Operator operator) {
    Section from = section;
    for (Section layer : section.get(LAYERS)) {
      boolean named =
          layer.get(OPERATORS).stream()
              .anyMatch(pattern -> NamePattern.matches(pattern, operator.name()));
      from = named ? layer : from;
    }
    Optional<Double> density = from.find(DENSITY);
    if (density.isPresent()) {
      return Optional.of(new Unstructured(density.get(), from.get(ENCODING)));
    }
    Optional<int[]> kept = from.find(PATTERN).flatMap(SparsityReader::kept);
    return kept.filter(pair -> pair[0] < pair[1]).map(pair -> new NOfM(pair[0], pair[1]));
  }

  private static Sparsity checked(
      Optional<WeightTensors> weights, Operator operator, Sparsity stored) {
    if (weights.isEmpty()) {
      return stored;
    }
    MatMulShape shape =
        operator.shape() instanceof ConvShape conv
            ? conv.asMatMul()
            : (MatMulShape) operator.shape();
    Tensor weight = operator.inputs().get(1);
    if (stored instanceof NOfM pattern) {
      weights.get().checkPattern(weight, shape.k(), shape.n(), pattern);
      return stored;
    }
    double density = weights.get().density(weight, shape.k(), shape.n());
    return new Unstructured(density, ((Unstructured) stored).encoding());
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
        for (MatrixEngineSpec engine : machine.matrixEngines()) {
          problem(stored, engine)
              .ifPresent(
                  problem -> {
                    throw workload.failure(
                        key,
                        "must fit "
                            + machine.name()
                            + ", but "
                            + tensor.name()
                            + " is "
                            + stored.text()
                            + " and "
                            + problem);
                  });
        }
      }
    }
  }

  private static Optional<String> problem(Sparsity stored, MatrixEngineSpec engine) {
    if (engine.sparsity().isEmpty()) {
      return Optional.of(
          "its matrix engine takes dense weights only (write matrix_engine.sparsity: on)");
    }
    if (!(stored instanceof NOfM pattern)) {
      return Optional.empty();
    }
    int largest = engine.sparsity().get().largestGroup();
    if (pattern.group() > largest) {
      return Optional.of(
          "its matrix engine picks from groups of at most "
              + largest
              + " (matrix_engine.sparsity.largest_group)");
    }
    if (pattern.kept() > engine.rows()) {
      return Optional.of("a group does not fit in the " + engine.rows() + " rows of its array");
    }
    return Optional.empty();
  }
}
