package tactus.explore.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.explore.numerics.WeightTensors;
import tactus.workload.ElementMask;
import tactus.workload.KeptRows;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.SparseWeights;
import tactus.workload.Sparsity.Unstructured;
import tactus.workload.Sparsity.Unstructured.Encoding;
import tactus.workload.Tensor;

/**
 * The {@code activation_sparsity} section of a workload: which rows of the results of products are
 * left out, or which elements of their left operands are zero.
 */
final class ActivationSparsityReader {

  /** What is left out. */
  enum Of {
    /** Rows of results. */
    ROWS,
    /** Elements of left operands. */
    ELEMENTS
  }

  private static final Key<Of> OF =
      Key.word("of", Of.class)
          .byDefault(Of.ROWS)
          .doc(
              "What is left out: `rows` of results, or `elements` of left operands (of a convolution,"
                  + " of its image), which are zero and are skipped by a flexible matrix engine.");
  private static final Key<Double> DENSITY =
      Key.number("density")
          .where(density -> density > 0 && density <= 1, "above 0 and at most 1")
          .doc(
              "Share of the rows that are computed; of a convolution, a row is a pixel of its result,"
                  + " a column of im2col as it is often written. With `of: elements`, share of the"
                  + " elements that are not zero; with `values`, the most that may be.");
  private static final Key<Long> SEED =
      Key.count("seed")
          .byDefault(1L)
          .doc(
              "Seed of the rows or elements. Results of as many rows, and operands of the same"
                  + " extents, have the same ones.");
  private static final Key<Path> VALUES =
      Key.path("values")
          .optional()
          .doc(
              "With `of: elements`: a safetensors file whose zeros are the operands', a tensor"
                  + " `NAME.input` of rows by columns for each operator (of a convolution, of pixels"
                  + " by channels).");
  private static final Key<List<String>> OPERATORS =
      Key.list("operators", ValueType.string())
          .where(list -> !list.isEmpty(), "not empty")
          .byDefault(List.of("*"))
          .doc("Names of the operators of which rows are left out, `*` for any text.");

  /** The section. */
  static final SectionType ACTIVATION_SPARSITY =
      SectionType.builder(
              "activation_sparsity",
              "Rows of results that are left out, at positions known before the run: they are neither"
                  + " loaded, computed nor stored, and zero for whoever reads them. Or elements of"
                  + " left operands that are zero.")
          .keys(OF, DENSITY, SEED, OPERATORS, VALUES)
          .rule(ActivationSparsityReader::check)
          .build();

  private ActivationSparsityReader() {}

  private static void check(Section section, Problems problems) {
    if (section.find(VALUES).isPresent() && section.get(OF) == Of.ROWS) {
      problems.add(section, VALUES, "must not be written without 'of: elements'");
    }
    WorkloadReader.checkExists(section, VALUES, problems);
  }

  /**
   * {@return a graph whose products leave rows out}
   *
   * @param section the section
   * @param graph the graph, of independent products
   */
  static OperatorGraph apply(Section section, OperatorGraph graph) {
    List<String> names = new ArrayList<>();
    for (Operator operator : graph.operators()) {
      if (SparseWeights.hasWeights(operator)) {
        names.add(operator.name());
      }
    }
    NamePattern.check(section, OPERATORS, names, "must name operators with weights, but none is");
    if (section.get(OF) == Of.ELEMENTS) {
      return withZeros(section, graph, names);
    }
    Map<Long, KeptRows> drawn = new LinkedHashMap<>();
    OperatorGraph.Builder builder = OperatorGraph.named(graph.name());
    for (Operator operator : graph.operators()) {
      boolean named =
          names.contains(operator.name())
              && NamePattern.matchesAny(section.get(OPERATORS), operator.name());
      builder.add(
          named
              ? operator.with(
                  drawn.computeIfAbsent(
                      operator.asMatMul().m(),
                      rows -> KeptRows.random(rows, section.get(DENSITY), section.get(SEED))))
              : operator);
    }
    return builder.build();
  }

  private static OperatorGraph withZeros(Section section, OperatorGraph graph, List<String> names) {
    Optional<WeightTensors> values = section.find(VALUES).map(WeightTensors::open);
    Map<List<Long>, ElementMask> drawn = new LinkedHashMap<>();
    OperatorGraph.Builder builder = OperatorGraph.named(graph.name());
    for (Operator operator : graph.operators()) {
      boolean named =
          names.contains(operator.name())
              && NamePattern.matchesAny(section.get(OPERATORS), operator.name());
      if (!named) {
        builder.add(operator);
        continue;
      }
      Tensor left = operator.inputs().get(0);
      long columns = left.shape().get(left.shape().size() - 1);
      long rows = left.elements() / columns;
      double density = section.get(DENSITY);
      ElementMask mask =
          values.isPresent()
              ? values.get().mask(left, rows, columns, 1, 1, density)
              : drawn.computeIfAbsent(
                  List.of(rows, columns),
                  extents -> ElementMask.random(rows, columns, density, section.get(SEED)));
      double share = Math.min(1, (double) Math.max(1, mask.count()) / rows / columns);
      List<Tensor> inputs = new ArrayList<>(operator.inputs());
      inputs.set(0, left.with(new Unstructured(share, Encoding.BITMAP, Optional.of(mask))));
      builder.add(
          new Operator(
              operator.name(),
              operator.kind(),
              operator.layer(),
              inputs,
              operator.output(),
              operator.shape(),
              operator.keptRows()));
    }
    return builder.build();
  }

  /** {@return what is computed, in a few words} */
  static String describe(Section section) {
    return String.format(
        Locale.ROOT,
        section.get(OF) == Of.ROWS
            ? "%.4g %% of the rows computed"
            : "%.4g %% of left operands not zero",
        100 * section.get(DENSITY));
  }
}
