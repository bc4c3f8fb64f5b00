package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.explore.numerics.NumericsRun;
import tactus.explore.numerics.NumericsSpec;
import tactus.explore.numerics.WeightTensors;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.tensors.Distribution;

/** Values of a run as they are written in its {@code numerics} section. */
final class NumericsReader {

  private static final String RANDOM = "random";
  private static final long DEFAULT_MACS = 2_000_000;
  private static final long MOST_MACS = 1_000_000_000;

  /** The word for what numbers are drawn from. */
  enum Shape {
    NORMAL,
    UNIFORM,
    RECTIFIED,
    LOG_NORMAL,
    OUTLIERS
  }

  private static final Key<Path> VALUES =
      Key.path("values")
          .optional()
          .doc(
              "`random`, or a `.safetensors` file that weights are read from, by the model's own"
                  + " tensor names (of `gemms` and topologies, `NAME.weight`). What is no weight is"
                  + " drawn at random. `random` if not written.");
  private static final Key<Shape> DISTRIBUTION =
      Key.word("distribution", Shape.class)
          .byDefault(Shape.NORMAL)
          .doc(
              "What is drawn from: `normal`, mean 0 and deviation 1; `uniform`, from -1 to 1;"
                  + " `rectified`, the positive part of normal; `log-normal`, the exponential of"
                  + " twice a normal number with a random sign; `outliers`, normal with one in a"
                  + " hundred 20 times as large.");
  private static final Key<Double> SCALE =
      Key.number("scale")
          .where(scale -> scale > 0, "above 0")
          .byDefault(1.0)
          .doc("Factor of everything that is drawn.");
  private static final Key<Long> SEED =
      Key.count("seed").byDefault(1L).doc("Seed of everything that is drawn.");
  private static final Key<List<String>> OPERATORS =
      Key.list("operators", ValueType.string())
          .where(list -> !list.isEmpty(), "not empty")
          .optional()
          .doc(
              "Names of the operators that are executed, `*` for any text (`layer.0.*`); all that"
                  + " matrix engines compute if not written.");
  private static final Key<Long> MOST_MACS_KEY =
      Key.count("most_macs")
          .atLeast(1L)
          .atMost(MOST_MACS)
          .byDefault(DEFAULT_MACS)
          .doc(
              "Multiply-accumulates of an operator that are executed at most: of a larger one, its"
                  + " first rows; of one whose single row is larger, that row's first columns.");

  /** The {@code numerics} section. */
  static final SectionType NUMERICS =
      SectionType.of(
          "numerics",
          "The values with which a run executes the products of its matrix engines, in the"
              + " machine's `arithmetic`. Each product has operands of its own; cycles do not"
              + " depend on them.",
          VALUES,
          DISTRIBUTION,
          SCALE,
          SEED,
          OPERATORS,
          MOST_MACS_KEY);

  private NumericsReader() {}

  /**
   * {@return the values of a section}
   *
   * @param section a section of type {@link #NUMERICS}
   * @param graph the operators of the run
   * @throws tactus.config.ConfigException if the file of weights is wrong or does not fit the
   *     graph, or no operator has a name that is asked for
   */
  static NumericsSpec read(Section section, OperatorGraph graph) {
    Shape shape = section.get(DISTRIBUTION);
    double scale = section.get(SCALE);
    String words = ValueType.word(shape) + (scale == 1 ? "" : " times " + scale);
    NumericsSpec spec =
        new NumericsSpec(
            weights(section),
            new Distribution.Scaled(distribution(shape), scale),
            words,
            section.get(SEED),
            operators(section, graph),
            section.get(MOST_MACS_KEY));
    NumericsRun.checkWeights(graph, spec);
    return spec;
  }

  private static Distribution distribution(Shape shape) {
    return switch (shape) {
      case NORMAL -> new Distribution.Normal(0, 1);
      case UNIFORM -> new Distribution.Uniform(-1, 1);
      case RECTIFIED -> new Distribution.Rectified(1);
      case LOG_NORMAL -> new Distribution.LogNormal(2);
      case OUTLIERS -> new Distribution.Outliers(0.01, 20);
    };
  }

  private static Optional<WeightTensors> weights(Section section) {
    return section
        .find(VALUES)
        .filter(path -> !String.valueOf(path.getFileName()).equals(RANDOM))
        .map(WeightTensors::open);
  }

  private static Predicate<String> operators(Section section, OperatorGraph graph) {
    Optional<List<String>> patterns = section.find(OPERATORS);
    if (patterns.isEmpty()) {
      return name -> true;
    }
    List<String> names =
        graph.operators().stream()
            .filter(operator -> operator.macs() > 0)
            .map(Operator::name)
            .toList();
    NamePattern.check(section, OPERATORS, names, "must name products, but none is called");
    return name -> NamePattern.matchesAny(patterns.get(), name);
  }
}
