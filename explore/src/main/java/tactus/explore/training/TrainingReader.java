package tactus.explore.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.explore.training.TrainingPlan.Method;
import tactus.explore.training.TrainingPlan.Optimizer;
import tactus.explore.training.TrainingPlan.Schedule;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatSpec;
import tactus.unit.Bandwidth;
import tactus.workload.DataType;
import tactus.workload.OperatorGraph;
import tactus.workload.training.KnownNetwork;
import tactus.workload.training.TrainingNetwork;
import tactus.workload.transformer.HuggingFaceConfig;
import tactus.workload.transformer.Phase;
import tactus.workload.transformer.TransformerGraph;
import tactus.workload.transformer.TransformerOptions;
import tactus.workload.transformer.TransformerOptions.Head;
import tactus.workload.transformer.TransformerSpec;

/** Training iterations as they are written in YAML. */
public final class TrainingReader {

  private static final Key<String> NAME =
      Key.string("name").optional().doc("Name in reports; the file's name if not written.");
  private static final Key<Integer> ROWS =
      Key.integer("rows").atLeast(1).atMost(65_536).byDefault(32).doc("Rows of the array.");
  private static final Key<Integer> COLUMNS =
      Key.integer("columns").atLeast(1).atMost(65_536).byDefault(32).doc("Columns of the array.");
  private static final Key<Long> CLOCK = Key.clock("clock").doc("The clock.");
  private static final Key<Integer> ACCUMULATE_LATENCY =
      Key.integer("accumulate_latency")
          .atLeast(1)
          .atMost(1024)
          .byDefault(8)
          .doc(
              "Cycles until a sum can be added to again, output stationary. The default is a guess:"
                  + " a pipelined floating-point adder of an FPGA.");
  private static final Key<Integer> INTERLEAVE =
      Key.integer("interleave")
          .atLeast(1)
          .atMost(1024)
          .byDefault(8)
          .doc("Sums that an element forms in turn, output stationary; 1 is no interleaving.");
  private static final Key<Integer> VECTOR_LANES =
      Key.integer("vector_lanes")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(32)
          .doc(
              "Elements the vector unit (normalization, activation, addition) takes a cycle. The"
                  + " default is a guess: one for each column.");
  private static final Key<Integer> UPDATE_LANES =
      Key.integer("update_lanes")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(32)
          .doc("Weights the update engine takes a cycle. The default is a guess, as many as SORE.");
  private static final Key<Integer> SELECT_LANES =
      Key.integer("select_lanes")
          .atLeast(1)
          .atMost(65_536)
          .byDefault(32)
          .doc("Groups the selecting engine sorts at once, a value a cycle; SORE has 32.");
  private static final Key<Long> BUFFER =
      Key.size("buffer")
          .atLeast(1L)
          .byDefault(32L << 20)
          .doc(
              "On-chip memory for the operand that is used again: weights forwards and backwards,"
                  + " sums in the update. The default is about what a VU9P has in UltraRAM.");
  private static final Key<Bandwidth> BANDWIDTH =
      Key.bandwidth("bandwidth")
          .doc("Bandwidth of the memory; SAT's card has four channels of DDR4.");

  private static final SectionType ACCELERATOR_TYPE =
      SectionType.of(
          "accelerator",
          "A training accelerator with an N:M sparse array, as SAT.",
          ROWS,
          COLUMNS,
          CLOCK,
          ACCUMULATE_LATENCY,
          INTERLEAVE,
          VECTOR_LANES,
          UPDATE_LANES,
          SELECT_LANES,
          BUFFER,
          BANDWIDTH);

  private static final Key<Section> ACCELERATOR =
      Key.sectionOrFile("accelerator", ACCELERATOR_TYPE)
          .doc("The accelerator, or a file with one.");

  private static final Key<KnownNetwork> NETWORK =
      Key.word("network", KnownNetwork.class)
          .optional()
          .doc("A network for images at the size with which N:M sparse training was reported.");
  private static final Key<Path> MODEL =
      Key.path("model")
          .optional()
          .doc("Instead: a transformer's `config.json` from the Hugging Face hub.");
  private static final Key<Integer> SEQUENCE =
      Key.integer("sequence").atLeast(1).optional().doc("Tokens of a sequence of a model.");
  private static final Key<Integer> BATCH =
      Key.integer("batch")
          .atLeast(1)
          .optional()
          .doc("Images or sequences of an iteration; the usual ones of a network if not written.");
  private static final Key<Method> METHOD =
      Key.word("method", Method.class)
          .byDefault(Method.BDWP)
          .doc(
              "Which stages multiply by sparse weights: `dense` none; `sr-ste` the forward one;"
                  + " `bdwp` forward and backward, each with a mask along its own reduction;"
                  + " `transposable` both with one mask. The update is dense.");
  private static final Key<String> PATTERN =
      Key.string("pattern")
          .where(text -> pattern(text).isPresent(), "N:M, N less than M, M a power of two up to 32")
          .optional()
          .doc("N:M of the weights (`2:8`); required unless the method is `dense`.");
  private static final Key<Schedule> SCHEDULE =
      Key.word("schedule", Schedule.class)
          .byDefault(Schedule.OFFLINE)
          .doc(
              "What stays in the array: `offline`, for each layer and stage what is predicted to"
                  + " take fewer cycles; `fixed`, weights forwards and backwards, sums in the"
                  + " update; `weight-stationary` or `output-stationary` always.");
  private static final Key<Boolean> PREGENERATE =
      Key.bool("pregenerate")
          .byDefault(true)
          .doc(
              "Whether the next iteration's sparse weights are selected during the update and stored"
                  + " compressed, instead of when they are needed.");
  private static final Key<Boolean> OVERLAP =
      Key.bool("overlap").byDefault(true).doc("Whether transfers run beside the array.");
  private static final Key<Optimizer> OPTIMIZER =
      Key.word("optimizer", Optimizer.class)
          .byDefault(Optimizer.MOMENTUM)
          .doc("What an update reads and writes beside each master weight, in FP32.");

  private static final SectionType TRAINING_TYPE =
      SectionType.builder("training", "A network and how it is trained.")
          .keys(
              NETWORK,
              MODEL,
              SEQUENCE,
              BATCH,
              METHOD,
              PATTERN,
              SCHEDULE,
              PREGENERATE,
              OVERLAP,
              OPTIMIZER)
          .exactlyOneOf(NETWORK, MODEL)
          .rule(
              (section, problems) -> {
                Method method = section.get(METHOD);
                Optional<NmSparsity> pattern =
                    section.find(PATTERN).flatMap(TrainingReader::pattern);
                if (method != Method.DENSE && pattern.isEmpty()) {
                  problems.add(section, PATTERN, "is required unless the method is 'dense': N:M");
                }
                if (method == Method.TRANSPOSABLE
                    && pattern.isPresent()
                    && pattern.get().kept() * 2 != pattern.get().group()) {
                  problems.add(
                      section, PATTERN, "must keep half of a group with method 'transposable'");
                }
                if (section.isWritten(SEQUENCE) && !section.isWritten(MODEL)) {
                  problems.add(section, SEQUENCE, "must only be written beside 'model'");
                }
              })
          .build();

  private static final Key<Section> TRAINING =
      Key.section("training", TRAINING_TYPE).doc("What is trained.");

  /** The top section of a file with a training iteration. */
  public static final SectionType TYPE =
      SectionType.of(
          "training_run",
          "An iteration of training on an N:M sparse training accelerator.",
          NAME,
          ACCELERATOR,
          TRAINING);

  private TrainingReader() {}

  private static Optional<NmSparsity> pattern(String text) {
    if (!text.matches("[0-9]{1,2}:[0-9]{1,2}")) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    int kept = Integer.parseInt(text.substring(0, colon));
    int group = Integer.parseInt(text.substring(colon + 1));
    boolean legal =
        kept >= 1
            && kept < group
            && group <= NmSparsity.LARGEST_GROUP
            && Integer.bitCount(group) == 1;
    return legal ? Optional.of(new NmSparsity(kept, group)) : Optional.empty();
  }

  /**
   * {@return the iteration of a file}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong
   */
  public static TrainingSpec read(Path file, List<Setting> settings) {
    Section top = ConfigDocument.read(file, TYPE, settings).section();
    Section training = top.get(TRAINING);
    SatSpec accelerator = accelerator(top.get(ACCELERATOR));
    NmSparsity pattern =
        training.get(METHOD) == Method.DENSE
            ? NmSparsity.DENSE
            : training.find(PATTERN).flatMap(TrainingReader::pattern).orElse(NmSparsity.DENSE);
    TrainingPlan plan =
        new TrainingPlan(
            training.get(METHOD),
            pattern,
            training.get(SCHEDULE),
            training.get(PREGENERATE),
            training.get(OVERLAP),
            training.get(OPTIMIZER));
    if (pattern.kept() > accelerator.rows()) {
      throw training.failure(
          PATTERN, "must keep no more of a group than the array has rows, " + accelerator.rows());
    }
    return new TrainingSpec(
        top.find(NAME).orElseGet(() -> TextFile.stem(file)), accelerator, network(training), plan);
  }

  private static SatSpec accelerator(Section section) {
    return new SatSpec(
        section.get(ROWS),
        section.get(COLUMNS),
        section.get(CLOCK),
        section.get(ACCUMULATE_LATENCY),
        section.get(INTERLEAVE),
        section.get(VECTOR_LANES),
        section.get(UPDATE_LANES),
        section.get(SELECT_LANES),
        section.get(BUFFER),
        section.get(BANDWIDTH).bytesPerSecond().doubleValue());
  }

  private static TrainingNetwork network(Section training) {
    Optional<KnownNetwork> known = training.find(NETWORK);
    try {
      if (known.isPresent()) {
        int batch = training.find(BATCH).orElse(known.get().usualBatch());
        return known.get().network(known.get().name().toLowerCase(Locale.ROOT), batch);
      }
      TransformerSpec spec = HuggingFaceConfig.read(training.find(MODEL).orElseThrow());
      int batch = training.find(BATCH).orElse(1);
      Optional<Long> tokens = training.find(SEQUENCE).map(Integer::longValue);
      if (tokens.isEmpty() && spec.fixedSequence().isEmpty()) {
        throw training.failure(SEQUENCE, "is required beside a model of text");
      }
      long sequence = tokens.orElseGet(() -> spec.fixedSequence().orElseThrow());
      OperatorGraph graph =
          TransformerGraph.of(
              spec,
              Phase.prefill(batch, sequence),
              new TransformerOptions(DataType.FP16, DataType.FP16, DataType.FP16, Head.INCLUDED));
      TrainingNetwork network =
          GraphTraining.of(graph, batch, spec.architecture().causal() ? batch * sequence : batch);
      network.macs();
      return network;
    } catch (ArithmeticException e) {
      throw training.failure(BATCH, "must make less than 2^63 multiply-accumulates");
    } catch (IllegalArgumentException e) {
      throw training.failure(SEQUENCE, String.valueOf(e.getMessage()));
    }
  }
}
