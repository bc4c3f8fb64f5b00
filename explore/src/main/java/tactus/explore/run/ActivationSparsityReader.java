package tactus.explore.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.workload.KeptRows;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.SparseWeights;

/**
 * The {@code activation_sparsity} section of a workload: which rows of the results of products are
 * left out.
 */
final class ActivationSparsityReader {

  private static final Key<Double> DENSITY =
      Key.number("density")
          .where(density -> density > 0 && density <= 1, "above 0 and at most 1")
          .doc(
              "Share of the rows that are computed; of a convolution, a row is a pixel of its result,"
                  + " a column of im2col as it is often written.");
  private static final Key<Long> SEED =
      Key.count("seed")
          .byDefault(1L)
          .doc("Seed of the rows. Results of as many rows have the same ones.");
  private static final Key<List<String>> OPERATORS =
      Key.list("operators", ValueType.string())
          .where(list -> !list.isEmpty(), "not empty")
          .byDefault(List.of("*"))
          .doc("Names of the operators of which rows are left out, `*` for any text.");

  /** The section. */
  static final SectionType ACTIVATION_SPARSITY =
      SectionType.of(
          "activation_sparsity",
          "Rows of results that are left out, at positions known before the run: they are neither"
              + " loaded, computed nor stored, and zero for whoever reads them.",
          DENSITY,
          SEED,
          OPERATORS);

  private ActivationSparsityReader() {}

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

  /** {@return what is computed, in a few words} */
  static String describe(Section section) {
    return String.format(Locale.ROOT, "%.4g %% of the rows computed", 100 * section.get(DENSITY));
  }
}
