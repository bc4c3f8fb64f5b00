package tactus.explore.run;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tactus.config.ConfigProblem;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.workload.DataType;
import tactus.workload.OperatorGraph;
import tactus.workload.gemm.GemmList;
import tactus.workload.scalesim.ScaleSimTopology;
import tactus.workload.scalesim.ScaleSimTopologyReader;
import tactus.workload.transformer.HuggingFaceConfig;
import tactus.workload.transformer.Phase;
import tactus.workload.transformer.TransformerGraph;
import tactus.workload.transformer.TransformerOptions;
import tactus.workload.transformer.TransformerOptions.Head;
import tactus.workload.transformer.TransformerSpec;

/** Workloads as they are written in the {@code workload} section of a run. */
final class WorkloadReader {

  /** The word for a phase. */
  private enum Task {
    PREFILL,
    DECODE,
    GENERATE
  }

  private static final Key<Path> MODEL =
      Key.path("model")
          .optional()
          .doc("A model's `config.json` from the Hugging Face hub; `phase` says what it does.");
  private static final Key<Path> TOPOLOGY =
      Key.path("topology")
          .optional()
          .doc(
              "Layers in a topology file of SCALE-Sim (CSV), convolutions or products. Windows that"
                  + " hang over the edge of an image are computed, as SCALE-Sim does.");
  private static final Key<List<Section>> GEMMS = GemmList.GEMMS.optional();

  private static final Key<Task> PHASE =
      Key.word("phase", Task.class)
          .optional()
          .doc(
              "`prefill` takes all tokens at once, `decode` one new token after those in the cache,"
                  + " `generate` a prompt and then one new token after the other. Training is a file of"
                  + " its own, with `accelerator` and `training`.");
  private static final Key<Integer> BATCH =
      Key.integer("batch").atLeast(1).byDefault(1).doc("Sequences, or images, at once.");
  private static final Key<Integer> SEQUENCE =
      Key.integer("sequence")
          .atLeast(1)
          .optional()
          .doc("Tokens of a sequence in prefill; not needed where the model fixes it (ViT).");
  private static final Key<Integer> KV_LENGTH =
      Key.integer("kv_length")
          .atLeast(0)
          .optional()
          .doc("Tokens of a sequence that are in the cache when decode starts.");
  private static final Key<Integer> PROMPT =
      Key.integer("prompt").atLeast(1).optional().doc("Tokens of a sequence's prompt.");
  private static final Key<Integer> NEW_TOKENS =
      Key.integer("new_tokens")
          .atLeast(1)
          .optional()
          .doc("Decode steps after the prompt of a generation.");
  private static final Key<DataType> WEIGHTS =
      format("weights").doc("Format of the weight matrices and tables.");
  private static final Key<DataType> ACTIVATIONS =
      format("activations").doc("Format of everything between operators.");
  private static final Key<DataType> KV_CACHE =
      format("kv_cache").doc("Format of the cached keys and values.");
  private static final Key<Head> HEAD =
      Key.word("head", Head.class)
          .byDefault(Head.INCLUDED)
          .doc("Whether what follows the last layer (language model's head, pooler) is computed.");
  private static final Key<DataType> DATA_TYPE =
      format("data_type").doc("Format of all tensors of a topology or of gemms.");

  static final Key<Section> SPARSITY =
      Key.sectionOrSwitch("sparsity", SparsityReader.SPARSITY)
          .optional()
          .doc("Which weights are not stored in full, and how; all are if not written.");

  static final Key<Section> ACTIVATION_SPARSITY =
      Key.section("activation_sparsity", ActivationSparsityReader.ACTIVATION_SPARSITY)
          .optional()
          .doc(
              "Which rows of results are left out, or which elements of left operands are zero,"
                  + " beside a topology or products; none if not written.");

  /** The keys that mean something beside a model only. */
  private static final List<Key<?>> OF_MODELS =
      List.of(
          PHASE,
          BATCH,
          SEQUENCE,
          KV_LENGTH,
          PROMPT,
          NEW_TOKENS,
          WEIGHTS,
          ACTIVATIONS,
          KV_CACHE,
          HEAD);

  private static final Map<Task, List<Key<Integer>>> LENGTHS = lengths();

  /** The {@code workload} section. */
  static final SectionType WORKLOAD =
      SectionType.builder(
              "workload", "What is to be computed: a model in a phase, a topology or products.")
          .keys(MODEL, TOPOLOGY, GEMMS)
          .keys(OF_MODELS.toArray(new Key<?>[0]))
          .keys(DATA_TYPE, SPARSITY, ACTIVATION_SPARSITY)
          .exactlyOneOf(MODEL, TOPOLOGY, GEMMS)
          .rule(WorkloadReader::check)
          .build();

  private final Section section;

  private WorkloadReader(Section section) {
    this.section = section;
  }

  /**
   * {@return the workload of a section}
   *
   * @param section a section of type {@link #WORKLOAD}
   * @throws tactus.config.ConfigException if a file it names is wrong or does not fit the rest
   */
  static Workload read(Section section) {
    WorkloadReader reader = new WorkloadReader(section);
    Workload dense;
    if (section.isWritten(MODEL)) {
      dense = reader.model();
    } else {
      dense = hasTopology(section) ? reader.topology() : reader.gemms();
    }
    Workload workload =
        section
            .find(SPARSITY)
            .map(
                sparsity ->
                    new Workload(
                        SparsityReader.apply(sparsity, dense.graph()),
                        dense.description() + ", weights " + SparsityReader.describe(sparsity),
                        dense.topology()))
            .orElse(dense);
    return section
        .find(ACTIVATION_SPARSITY)
        .map(
            rows ->
                new Workload(
                    ActivationSparsityReader.apply(rows, workload.graph()),
                    workload.description() + ", " + ActivationSparsityReader.describe(rows),
                    workload.topology()))
        .orElse(workload);
  }

  /** {@return the files that a workload is read from} */
  static List<Path> files(Section section) {
    return Stream.of(MODEL, TOPOLOGY).flatMap(key -> section.find(key).stream()).toList();
  }

  static boolean hasTopology(Section section) {
    return section.isWritten(TOPOLOGY);
  }

  /** Checks that the file a key names, if it is written, can be read. */
  static void checkExists(Section section, Key<Path> key, Problems problems) {
    Optional<Path> file = section.find(key);
    file.flatMap(TextFile::problem)
        .ifPresent(
            problem ->
                problems.add(
                    ConfigProblem.at(
                        section.origin(key),
                        pathOf(section, key),
                        "'" + file.get() + "': " + problem)));
  }

  private static Key<DataType> format(String name) {
    return Key.word(name, DataType.class).byDefault(DataType.BF16);
  }

  private static Map<Task, List<Key<Integer>>> lengths() {
    Map<Task, List<Key<Integer>>> keys = new EnumMap<>(Task.class);
    keys.put(Task.PREFILL, List.of(SEQUENCE));
    keys.put(Task.DECODE, List.of(KV_LENGTH));
    keys.put(Task.GENERATE, List.of(PROMPT, NEW_TOKENS));
    return keys;
  }

  private static void check(Section section, Problems problems) {
    checkExists(section, MODEL, problems);
    checkExists(section, TOPOLOGY, problems);
    section.find(GEMMS).ifPresent(gemms -> GemmList.check(gemms, problems));
    if (section.isWritten(MODEL)) {
      checkPhase(section, problems);
      refuse(
          section, DATA_TYPE, "beside 'model', which has weights, activations, kv_cache", problems);
      refuse(
          section,
          ACTIVATION_SPARSITY,
          "beside 'model', whose operators read what others left out",
          problems);
    } else {
      String other = section.isWritten(TOPOLOGY) ? TOPOLOGY.name() : GEMMS.name();
      OF_MODELS.forEach(key -> refuse(section, key, "beside '" + other + "'", problems));
    }
  }

  private static void checkPhase(Section section, Problems problems) {
    Optional<Task> phase = section.find(PHASE);
    if (phase.isEmpty()) {
      require(section, PHASE, "beside 'model'", problems);
      return;
    }
    List<Key<Integer>> allowed = LENGTHS.getOrDefault(phase.get(), List.of());
    String with = "with phase '" + ValueType.word(phase.get()) + "'";
    for (Key<Integer> key : allowed) {
      if (!section.isWritten(key) && key != SEQUENCE) {
        require(section, key, with, problems);
      }
    }
    String takes = allowed.stream().map(Key::name).collect(Collectors.joining(" and "));
    LENGTHS.values().stream()
        .flatMap(List::stream)
        .filter(key -> !allowed.contains(key))
        .forEach(key -> refuse(section, key, with + ", which takes " + takes, problems));
  }

  private static void refuse(Section section, Key<?> key, String where, Problems problems) {
    if (section.isWritten(key)) {
      problems.add(section, key, "must not be written " + where);
    }
  }

  private static void require(Section section, Key<?> key, String where, Problems problems) {
    problems.add(section, key, "is required " + where + ": " + key.type().must());
  }

  private static String pathOf(Section section, Key<?> key) {
    return section.path().isEmpty() ? key.name() : section.path() + "." + key.name();
  }

  private Workload model() {
    TransformerSpec spec = HuggingFaceConfig.read(section.get(MODEL));
    TransformerOptions options =
        new TransformerOptions(
            section.get(WEIGHTS),
            section.get(ACTIVATIONS),
            section.get(KV_CACHE),
            section.get(HEAD));
    Task task = section.get(PHASE);
    Phase phase = phase(spec, task);
    try {
      OperatorGraph graph = TransformerGraph.of(spec, phase, options);
      return new Workload(graph, describe(spec, phase, options), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw section.failure(culprit(spec, task, phase), String.valueOf(e.getMessage()));
    }
  }

  private Phase phase(TransformerSpec spec, Task task) {
    int batch = section.get(BATCH);
    return switch (task) {
      case PREFILL -> Phase.prefill(batch, sequence(spec));
      case DECODE -> Phase.decode(batch, section.get(KV_LENGTH));
      case GENERATE -> Phase.generate(batch, section.get(PROMPT), section.get(NEW_TOKENS));
    };
  }

  private long sequence(TransformerSpec spec) {
    if (section.isWritten(SEQUENCE)) {
      return section.get(SEQUENCE);
    }
    return spec.fixedSequence()
        .orElseThrow(
            () ->
                section.failure(
                    SEQUENCE,
                    "is required with phase 'prefill' of a model of text: "
                        + SEQUENCE.type().must()));
  }

  /** The key whose value a model refuses. */
  private static Key<?> culprit(TransformerSpec spec, Task task, Phase phase) {
    if (!spec.architecture().causal() && task != Task.PREFILL) {
      return PHASE;
    }
    boolean fits =
        spec.fixedSequence().isPresent()
            ? phase.positions() == spec.maxSequence()
            : phase.positions() <= spec.maxSequence();
    return fits ? BATCH : LENGTHS.getOrDefault(task, List.of()).get(0);
  }

  private static String describe(TransformerSpec spec, Phase phase, TransformerOptions options) {
    String does;
    if (phase instanceof Phase.Prefill prefill) {
      does = "prefill of " + counted(prefill.sequence(), "token");
    } else if (phase instanceof Phase.Decode decode) {
      does = "decode of one token after " + decode.kvLength();
    } else if (phase instanceof Phase.Generate generate) {
      does =
          "prompt of "
              + counted(generate.prompt(), "token")
              + ", then "
              + counted(generate.newTokens(), "new token");
    } else {
      throw new IllegalStateException("phase (" + phase + ") must be one of the known ones");
    }
    return spec.name() + ": " + does + ", batch " + phase.batch() + ", " + formats(options);
  }

  private static String formats(TransformerOptions options) {
    String weights = ValueType.word(options.weights());
    if (options.activations() == options.weights() && options.kvCache() == options.weights()) {
      return weights;
    }
    return weights
        + " weights, "
        + ValueType.word(options.activations())
        + " activations, "
        + ValueType.word(options.kvCache())
        + " cache";
  }

  private Workload topology() {
    Path file = section.get(TOPOLOGY);
    ScaleSimTopology topology =
        ScaleSimTopologyReader.read(
            file, ScaleSimTopologyReader.detect(file), ScaleSimTopologyReader.Edge.ROUND_UP);
    DataType type = section.get(DATA_TYPE);
    String description =
        topology.name()
            + ": "
            + counted(topology.layers().size(), "layer")
            + " of a SCALE-Sim topology, "
            + ValueType.word(type);
    return new Workload(topology.graph(type), description, Optional.of(topology));
  }

  private Workload gemms() {
    DataType type = section.get(DATA_TYPE);
    OperatorGraph graph = GemmList.of(section.get(GEMMS)).graph("gemms", type);
    int products = graph.operators().size();
    String description = counted(products, "independent product") + ", " + ValueType.word(type);
    return new Workload(graph, description, Optional.empty());
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
