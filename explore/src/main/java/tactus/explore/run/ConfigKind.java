package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.NearestMatch;
import tactus.config.SectionType;
import tactus.explore.spgemm.SparseProductReader;
import tactus.explore.stream.StreamReader;
import tactus.explore.training.TrainingReader;
import tactus.hw.MachineReader;

/** What a YAML file holds. */
public enum ConfigKind {
  /** One machine and one workload. */
  RUN("name", "machine", "workload", "fidelity", "numerics", "scale_sim"),
  /** A run and what varies in it. */
  SWEEP(
      "name",
      "machine",
      "workload",
      "fidelity",
      "numerics",
      "scale_sim",
      "axes",
      "derive",
      "constraints",
      "objectives",
      "method",
      "budget",
      "seed"),
  /** A machine. */
  MACHINE(
      "name",
      "clock",
      "matrix_engine",
      "matrix_engines",
      "vector_engine",
      "scratchpad",
      "dma",
      "dram",
      "arithmetic",
      "attention",
      "stream_fabric",
      "cost"),
  /** A stream fabric. */
  STREAM("name", "attention", "fabric", "graph", "method", "values", "arithmetic", "fifo_depths"),
  /** A training iteration. */
  TRAINING("name", "accelerator", "training"),
  /** A product of sparse matrices. */
  SPARSE_PRODUCT(
      "name",
      "sparse_product",
      "hash_block",
      "versions",
      "distribution",
      "hash",
      "write_back",
      "fidelity"),
  /** A problem of residency in the scratchpad. */
  RESIDENCY(
      "name",
      "network",
      "workload",
      "operators",
      "tensors",
      "machine",
      "budgets",
      "allocators",
      "order",
      "weights",
      "kv_caches",
      "alignment",
      "effort");

  /** What a file may hold that others name, and that is nothing by itself. */
  enum Part {
    ACCELERATOR(
        "is an accelerator, a part of a training iteration; the file that names it is what is run",
        "rows",
        "columns",
        "clock",
        "accumulate_latency",
        "interleave",
        "vector_lanes",
        "update_lanes",
        "select_lanes",
        "buffer",
        "bandwidth"),
    HASH_BLOCK(
        "is a block, a part of a product of sparse matrices; the file that names it is what is run",
        "cores",
        "threads_per_core",
        "clock",
        "scratchpad",
        "banks",
        "scratchpad_latency",
        "bandwidth",
        "latency",
        "dma_width",
        "compute_instructions",
        "sort_instructions");

    private final String message;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> names;

    Part(String message, String... names) {
      this.message = message;
      this.names = List.of(names);
    }

    /** The names of its keys. */
    List<String> names() {
      return names;
    }
  }

  /**
   * The keys of the type, written out: what a file is can so be told without making the types of
   * all that it is not, with every key below them, which takes longer than reading most files.
   */
  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> names;

  ConfigKind(String... names) {
    this.names = List.of(names);
  }

  /** {@return the type of the file's top section} */
  public SectionType type() {
    return switch (this) {
      case RUN -> RunReader.RUN;
      case SWEEP -> RunReader.SWEEP;
      case MACHINE -> MachineReader.MACHINE;
      case STREAM -> StreamReader.STREAM;
      case TRAINING -> TrainingReader.TYPE;
      case SPARSE_PRODUCT -> SparseProductReader.TYPE;
      case RESIDENCY -> ResidencyReader.RESIDENCY;
    };
  }

  /**
   * {@return what a file holds, by the keys at its top; a run if they do not tell}
   *
   * @param file a YAML file
   * @throws ConfigException if it is no YAML file with keys, or one of something else
   */
  public static ConfigKind of(Path file) {
    List<String> keys = ConfigDocument.topKeys(file);
    long[] known = new long[values().length];
    long most = 0;
    for (ConfigKind kind : values()) {
      known[kind.ordinal()] = kind.known(keys);
      most = Math.max(most, known[kind.ordinal()]);
    }
    // Where all keys are of one kind, as in most files, no part can have more.
    if (most < keys.size()) {
      checkIsNoPart(file, keys, most);
    }
    if (most == 0 && !keys.isEmpty()) {
      throw ofNoKind(file, keys.get(0));
    }
    // A run's keys are a sweep's too.
    if (SWEEP.leads(known, RUN, MACHINE, STREAM, TRAINING, SPARSE_PRODUCT, RESIDENCY)) {
      return SWEEP;
    }
    if (SPARSE_PRODUCT.leads(known, RUN, MACHINE, STREAM, TRAINING, RESIDENCY)) {
      return SPARSE_PRODUCT;
    }
    if (TRAINING.leads(known, RUN, MACHINE, STREAM, RESIDENCY)) {
      return TRAINING;
    }
    if (RESIDENCY.leads(known, RUN, MACHINE, STREAM)) {
      return RESIDENCY;
    }
    // Both have a key attention; but a machine must have others too.
    if (STREAM.leads(known, RUN) && !MACHINE.leads(known, STREAM)) {
      return STREAM;
    }
    return MACHINE.leads(known, RUN) ? MACHINE : RUN;
  }

  private static void checkIsNoPart(Path file, List<String> keys, long most) {
    for (Part part : Part.values()) {
      if (known(keys, part.names) > most) {
        throw ConfigException.at(file, 0, 0, "", part.message);
      }
    }
  }

  /** Whether more keys are this type's than any other's. */
  private boolean leads(long[] known, ConfigKind... others) {
    for (ConfigKind other : others) {
      if (known[ordinal()] <= known[other.ordinal()]) {
        return false;
      }
    }
    return true;
  }

  private static ConfigException ofNoKind(Path file, String key) {
    return ConfigException.at(
        file,
        0,
        0,
        "",
        "must hold a run ("
            + RUN.list()
            + "), a sweep (also axes, objectives), a machine ("
            + MACHINE.list()
            + "), a stream fabric ("
            + STREAM.list()
            + "), a training iteration ("
            + TRAINING.list()
            + "), a product of sparse matrices ("
            + SPARSE_PRODUCT.list()
            + ") or a residency problem ("
            + RESIDENCY.list()
            + "), but has keys such as '"
            + key
            + "'");
  }

  /** {@return what a file of this kind holds, in words} */
  public String words() {
    return switch (this) {
      case RUN -> "a run";
      case SWEEP -> "a sweep";
      case MACHINE -> "a machine";
      case STREAM -> "a stream fabric";
      case TRAINING -> "a training iteration";
      case SPARSE_PRODUCT -> "a product of sparse matrices";
      case RESIDENCY -> "a residency problem";
    };
  }

  /** {@return the names of the keys of {@link #type()}, in their order} */
  List<String> names() {
    return names;
  }

  /** How many keys are this type's, or nearly. */
  private long known(List<String> keys) {
    return known(keys, names);
  }

  private static long known(List<String> keys, List<String> names) {
    long known = 0;
    for (String key : keys) {
      known += names.contains(key) || NearestMatch.of(key, names).isPresent() ? 1 : 0;
    }
    return known;
  }

  private String list() {
    return String.join(", ", names);
  }
}
