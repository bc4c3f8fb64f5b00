package tactus.hw;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.hw.command.Dataflow;
import tactus.hw.matrix.AccumulationSpec;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.InterconnectSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.sparse.PatternOf;
import tactus.hw.sparse.SparseUnitSpec;

/** The keys of a matrix engine. */
final class MatrixEngineKeys {
  private static final long MOST_MULTIPLIERS = 1 << 16;

  private static final Key<Integer> COUNT =
      Key.integer("count").atLeast(1).atMost(256).byDefault(1).doc("How many equal ones.");
  private static final Key<Integer> ROWS =
      Key.integer("rows").atLeast(1).atMost(65_536).doc("Rows of the array.");
  private static final Key<Integer> COLUMNS =
      Key.integer("columns").atLeast(1).atMost(65_536).doc("Columns of the array.");
  private static final Key<List<Dataflow>> DATAFLOW =
      Key.of("dataflow", ValueType.choiceOrList(dataflowWords(), ValueType.word(Dataflow.class)))
          .byDefault(List.of(Dataflow.WEIGHT_STATIONARY))
          .doc(
              "Which operand stays in the processing elements; `flexible`: nonzeros of the weights,"
                  + " packed over `rows` times `columns` multipliers, in the manner of SIGMA. A list of"
                  + " those that the interconnect is switched between, a product at a time;"
                  + " `reconfigurable` is `[weight-stationary, output-stationary]`.");

  /** Who chooses the dataflow of a product, if there are several. */
  private enum DataflowChoice {
    /** The compiler, product by product, before the run. */
    OFFLINE(Optional.empty()),
    /** Nobody: weight stationary. */
    WEIGHT_STATIONARY(Optional.of(Dataflow.WEIGHT_STATIONARY)),
    /** Nobody: output stationary. */
    OUTPUT_STATIONARY(Optional.of(Dataflow.OUTPUT_STATIONARY)),
    /** Nobody: input stationary. */
    INPUT_STATIONARY(Optional.of(Dataflow.INPUT_STATIONARY));

    private final Optional<Dataflow> forced;

    DataflowChoice(Optional<Dataflow> forced) {
      this.forced = forced;
    }
  }

  private static final Key<DataflowChoice> DATAFLOW_CHOICE =
      Key.word("dataflow_choice", DataflowChoice.class)
          .byDefault(DataflowChoice.OFFLINE)
          .doc(
              "With several dataflows, which one a product takes: `offline`, that of the fastest plan"
                  + " the compiler finds, for each by itself; else this one, for all of them.");
  private static final Key<Integer> SWITCH_CYCLES =
      Key.integer("switch_cycles")
          .atLeast(0)
          .atMost(65_536)
          .byDefault(0)
          .doc(
              "With several dataflows: cycles in which the drained array is set to another one. That"
                  + " a configuration word takes none is a guess.");
  private static final Key<Integer> PIPELINE_DEPTH =
      Key.integer("pipeline_depth")
          .atLeast(1)
          .atMost(64)
          .byDefault(1)
          .doc("Stages of a processing element's multiply-add.");
  private static final Key<PipelineStyle> PIPELINE =
      Key.word("pipeline", PipelineStyle.class)
          .byDefault(PipelineStyle.CHAINED)
          .doc(
              "How the stages of vertical neighbours overlap: `chained`, a sum takes"
                  + " `pipeline_depth` cycles a row; `skewed`, one cycle a row and the other"
                  + " stages once at the column's end.");
  private static final Key<Boolean> DOUBLE_BUFFER =
      Key.bool("double_buffer")
          .byDefault(true)
          .doc(
              "Whether a second set of registers lets the next fold's stationary operand load (or"
                  + " the last one's sums drain) while a fold streams.");
  private static final Key<PartialFolds> PARTIAL_FOLDS =
      Key.word("partial_folds", PartialFolds.class)
          .byDefault(PartialFolds.PADDED)
          .doc(
              "What a fold smaller than the array costs: `padded`, as much as a full one;"
                  + " `trimmed`, only the rows and columns it uses.");
  private static final Key<Long> ACCUMULATOR =
      Key.size("accumulator")
          .atLeast(1L)
          .byDefault(4L << 20)
          .doc(
              "Capacity of the accumulators below the array, which hold sums between tiles. The"
                  + " default is TPU v1's.");
  private static final Key<Integer> ACCUMULATOR_BITS =
      Key.integer("accumulator_bits").atLeast(1).atMost(128).byDefault(32).doc("Width of a sum.");

  private static final Key<Integer> LARGEST_GROUP =
      Key.integer("largest_group")
          .where(
              group -> group >= 2 && group <= 32 && Integer.bitCount(group) == 1,
              "a power of two from 2 to 32")
          .byDefault(4)
          .doc(
              "The largest M of the N:M patterns it skips: how many activations a processing element"
                  + " picks one from. A smaller M works too.");
  private static final Key<Boolean> GATHER =
      Key.bool("gather")
          .byDefault(false)
          .doc(
              "Whether it chooses which rows of the reduction it streams: skips blocks that are not"
                  + " stored, and takes groups in any order.");
  private static final Key<PatternOf> PATTERN_OF =
      Key.word("pattern_of", PatternOf.class)
          .byDefault(PatternOf.COLUMN)
          .doc(
              "Whose N:M patterns may be: `column`, each column of weights may have its own, and every"
                  + " processing element picks; `shared`, only all columns the same one: activations are"
                  + " picked once, at the array's edge, and elements hold no indices.");
  private static final SectionType SPARSITY_TYPE =
      SectionType.of(
          "sparse_unit",
          "What a matrix engine adds to skip what sparse weights leave out: indices beside the weights,"
              + " and selection of activations.",
          LARGEST_GROUP,
          GATHER,
          PATTERN_OF);
  private static final Key<Section> SPARSITY =
      Key.sectionOrSwitch("sparsity", SPARSITY_TYPE)
          .optional()
          .doc(
              "Whether it takes weights that are not stored in full: skips what N:M sparse ones leave"
                  + " out, expands others as they are loaded. `on` is a section with nothing written in"
                  + " it. Needs weight or output stationary.");

  private static final Key<Integer> MULTIPLIERS =
      Key.integer("multipliers")
          .atLeast(1)
          .atMost(64)
          .byDefault(1)
          .doc(
              "Multiply-adds that a processing element makes in a cycle, all of one sum: the dot product"
                  + " of so many elements along the reduction. `pipeline_depth` stages are those of all"
                  + " of them. Not with `dataflow: flexible` or `sparsity.gather`.");
  private static final Key<Integer> ACCUMULATE_LATENCY =
      Key.integer("accumulate_latency")
          .atLeast(1)
          .byDefault(1)
          .doc(
              "With `output-stationary` among the dataflows: cycles from an addition to a sum until the next to"
                  + " the same one, at most `pipeline_depth`, of which they are the last.");
  private static final Key<Integer> INTERLEAVE =
      Key.integer("interleave")
          .atLeast(1)
          .atMost(64)
          .byDefault(1)
          .doc(
              "With `output-stationary` among the dataflows: independent sums of a processing element, of as many"
                  + " folds along the columns, to which it adds in turn.");

  private static final Key<Integer> DISTRIBUTION_BANDWIDTH =
      Key.integer("distribution_bandwidth")
          .atLeast(1)
          .optional()
          .doc(
              "With `dataflow: flexible`: values that enter in a cycle, each into one of as many equal"
                  + " groups of multipliers; it must divide their number. `rows` times `columns` if"
                  + " not written.");
  private static final Key<Integer> REDUCTION_BANDWIDTH =
      Key.integer("reduction_bandwidth")
          .atLeast(1)
          .optional()
          .doc("With `dataflow: flexible`: sums that leave in a cycle. `columns` if not written.");

  static final SectionType TYPE =
      SectionType.builder(
              "matrix_engine",
              "A systolic array, or multipliers between flexible networks, with its accumulators.")
          .keys(
              COUNT,
              ROWS,
              COLUMNS,
              DATAFLOW,
              DATAFLOW_CHOICE,
              SWITCH_CYCLES,
              PIPELINE_DEPTH,
              PIPELINE,
              DOUBLE_BUFFER,
              PARTIAL_FOLDS,
              ACCUMULATOR,
              ACCUMULATOR_BITS,
              SPARSITY,
              MULTIPLIERS,
              ACCUMULATE_LATENCY,
              INTERLEAVE,
              DISTRIBUTION_BANDWIDTH,
              REDUCTION_BANDWIDTH)
          .rule(
              (engine, problems) -> {
                long rowBits = (long) engine.get(COLUMNS) * engine.get(ACCUMULATOR_BITS);
                long leastBytes = (rowBits + 7) / 8;
                if (engine.get(ACCUMULATOR) < leastBytes) {
                  problems.add(
                      engine,
                      ACCUMULATOR,
                      "must hold a sum of each column, that is, at least " + leastBytes + " B");
                }
              })
          .rule(
              (engine, problems) -> {
                if (engine.find(SPARSITY).isPresent()
                    && engine.get(DATAFLOW).contains(Dataflow.INPUT_STATIONARY)) {
                  problems.add(
                      engine,
                      SPARSITY,
                      "must be off with dataflow 'input-stationary': its weights do not stay or"
                          + " meet a group of activations");
                }
              })
          .rule(MatrixEngineKeys::checkDataflows)
          .rule(MatrixEngineKeys::checkAccumulation)
          .rule(MatrixEngineKeys::checkFlexible)
          .build();

  private MatrixEngineKeys() {}

  private static Map<String, List<Dataflow>> dataflowWords() {
    Map<String, List<Dataflow>> words = new LinkedHashMap<>();
    for (Dataflow dataflow : Dataflow.values()) {
      words.put(ValueType.word(dataflow), List.of(dataflow));
    }
    words.put("reconfigurable", List.of(Dataflow.WEIGHT_STATIONARY, Dataflow.OUTPUT_STATIONARY));
    return words;
  }

  private static void checkDataflows(Section engine, Problems problems) {
    List<Dataflow> dataflows = engine.get(DATAFLOW);
    Set<Dataflow> seen = new TreeSet<>();
    for (Dataflow dataflow : dataflows) {
      if (!seen.add(dataflow)) {
        problems.add(
            engine,
            DATAFLOW,
            "must have '" + ValueType.word(dataflow) + "' once, but has it twice");
        return;
      }
    }
    if (dataflows.size() > 1 && dataflows.contains(Dataflow.FLEXIBLE)) {
      problems.add(
          engine,
          DATAFLOW,
          "must not have 'flexible' beside others: its multipliers lie between networks");
      return;
    }
    Optional<Dataflow> forced = engine.get(DATAFLOW_CHOICE).forced;
    if (forced.isPresent() && !dataflows.contains(forced.get())) {
      problems.add(
          engine,
          DATAFLOW_CHOICE,
          "must be 'offline' or one of the dataflows ("
              + dataflows.stream().map(ValueType::word).collect(Collectors.joining(", "))
              + ")");
    }
    if (dataflows.size() == 1 && engine.get(SWITCH_CYCLES) > 0) {
      problems.add(
          engine, SWITCH_CYCLES, "must be 0 with one dataflow: the interconnect is not switched");
    }
  }

  private static void checkAccumulation(Section engine, Problems problems) {
    if (!engine.get(DATAFLOW).contains(Dataflow.OUTPUT_STATIONARY)) {
      for (Key<Integer> key : List.of(ACCUMULATE_LATENCY, INTERLEAVE)) {
        if (engine.get(key) > 1) {
          problems.add(
              engine,
              key,
              "must be 1 without dataflow 'output-stationary': other sums move on after an addition");
        }
      }
    } else if (engine.get(ACCUMULATE_LATENCY) > engine.get(PIPELINE_DEPTH)) {
      problems.add(
          engine,
          ACCUMULATE_LATENCY,
          "must be at most 'pipeline_depth' (" + engine.get(PIPELINE_DEPTH) + ")");
    }
  }

  private static void checkFlexible(Section engine, Problems problems) {
    boolean gathers = engine.find(SPARSITY).map(unit -> unit.get(GATHER)).orElse(false);
    if (gathers && engine.get(MULTIPLIERS) > 1) {
      problems.add(
          engine,
          MULTIPLIERS,
          "must be 1 with 'sparsity.gather', which brings elements of the reduction one by one");
    }
    if (!isFlexible(engine)) {
      for (Key<?> key : List.of(DISTRIBUTION_BANDWIDTH, REDUCTION_BANDWIDTH)) {
        if (engine.isWritten(key)) {
          problems.add(engine, key, "must not be written without dataflow 'flexible'");
        }
      }
      return;
    }
    for (Key<?> key : List.of(PIPELINE, DOUBLE_BUFFER, PARTIAL_FOLDS, MULTIPLIERS)) {
      if (engine.isWritten(key)) {
        problems.add(engine, key, "must not be written with dataflow 'flexible', which has none");
      }
    }
    if (engine.find(SPARSITY).isPresent()) {
      problems.add(
          engine,
          SPARSITY,
          "must be off with dataflow 'flexible': its engine takes bitmaps of what is not zero");
    }
    long multipliers = (long) engine.get(ROWS) * engine.get(COLUMNS);
    if (multipliers > MOST_MULTIPLIERS) {
      problems.add(
          engine,
          ROWS,
          "times 'columns' must be at most " + MOST_MULTIPLIERS + " with dataflow 'flexible'");
    } else if (multipliers % engine.find(DISTRIBUTION_BANDWIDTH).orElse(1) != 0) {
      problems.add(
          engine,
          DISTRIBUTION_BANDWIDTH,
          "must divide the multipliers, 'rows' times 'columns' (" + multipliers + ")");
    }
  }

  /** {@return the multiply-adds that an element of a section's engines makes in a cycle} */
  static int multipliers(Section section) {
    return section.get(MULTIPLIERS);
  }

  /** {@return whether the engines of a section are flexible} */
  static boolean isFlexible(Section section) {
    return section.get(DATAFLOW).equals(List.of(Dataflow.FLEXIBLE));
  }

  /** {@return the dataflows that the engines of a section can be set to, in a fixed order} */
  static Set<Dataflow> dataflows(Section section) {
    return new TreeSet<>(section.get(DATAFLOW));
  }

  /** {@return the dataflow that all products take, of a section's engines with several} */
  static Optional<Dataflow> forced(Section section) {
    return section.get(DATAFLOW).size() > 1
        ? section.get(DATAFLOW_CHOICE).forced
        : Optional.empty();
  }

  /** Adds the engines of a section. */
  static void add(Section section, List<MatrixEngineSpec> engines) {
    MatrixEngineSpec engine = isFlexible(section) ? flexible(section) : systolic(section);
    for (int i = 0; i < section.get(COUNT); i++) {
      engines.add(engine);
    }
  }

  private static MatrixEngineSpec flexible(Section section) {
    int rows = section.get(ROWS);
    int columns = section.get(COLUMNS);
    return MatrixEngineSpec.flexible(
        rows,
        columns,
        section.get(PIPELINE_DEPTH),
        section.get(ACCUMULATOR),
        section.get(ACCUMULATOR_BITS),
        new FlexibleNetworksSpec(
            section.find(DISTRIBUTION_BANDWIDTH).orElse(rows * columns),
            section.find(REDUCTION_BANDWIDTH).orElse(columns)));
  }

  private static MatrixEngineSpec systolic(Section section) {
    MatrixEngineSpec engine =
        new MatrixEngineSpec(
            section.get(ROWS),
            section.get(COLUMNS),
            section.get(DATAFLOW).get(0),
            section.get(PIPELINE_DEPTH),
            section.get(PIPELINE),
            section.get(DOUBLE_BUFFER),
            section.get(PARTIAL_FOLDS),
            section.get(ACCUMULATOR),
            section.get(ACCUMULATOR_BITS),
            section
                .find(SPARSITY)
                .map(
                    sparsity ->
                        new SparseUnitSpec(
                            sparsity.get(LARGEST_GROUP),
                            sparsity.get(GATHER),
                            sparsity.get(PATTERN_OF))));
    InterconnectSpec interconnect =
        new InterconnectSpec(
            List.copyOf(dataflows(section)), forced(section), section.get(SWITCH_CYCLES));
    return engine
        .with(interconnect)
        .with(new AccumulationSpec(section.get(ACCUMULATE_LATENCY), section.get(INTERLEAVE)))
        .withMultipliers(section.get(MULTIPLIERS));
  }
}
