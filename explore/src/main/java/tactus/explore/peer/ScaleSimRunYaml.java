package tactus.explore.peer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tactus.config.ValueType;
import tactus.hw.command.Dataflow;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimTopology;

/** The text of a run that SCALE-Sim's files describe, with a reason beside each value. */
final class ScaleSimRunYaml {

  private static final Pattern PLAIN = Pattern.compile("(\\.\\./)*/?[A-Za-z_][A-Za-z0-9_./-]*");
  private static final List<String> WORDS_OF_YAML =
      List.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
  private static final int COMMENT_COLUMN = 34;
  private static final int ACCUMULATOR_BYTES = 4;
  private static final long LARGEST_BURST_BYTES = 65_536;
  private static final long MOST_BANKS = 1024;
  private static final long WIDEST_WORD_BYTES = 32;

  private final ScaleSimConfig config;
  private final String cfgPath;
  private final String topologyPath;
  private final Optional<String> unmodelled;
  private final ScaleSimSparsity sparsity;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates the text.
   *
   * @param cfgPath the {@code .cfg} file as the run names it
   * @param topologyPath the topology file as the run names it
   */
  ScaleSimRunYaml(
      ScaleSimConfig config, ScaleSimTopology topology, String cfgPath, String topologyPath) {
    this.config = config;
    this.cfgPath = cfgPath;
    this.topologyPath = topologyPath;
    this.unmodelled = ScaleSim3.unmodelled(config, topology);
    this.sparsity = new ScaleSimSparsity(config, topology);
  }

  String text() {
    comment("", "Made by `tactus import scale-sim`, to be run and edited. \"SCALE-Sim\" beside a");
    comment("", "value: it stands in, or follows from, the .cfg. \"Our choice\": SCALE-Sim has no");
    comment("", "such thing.");
    line("", "machine:");
    value("  ", "name", quoted(config.runName()), "SCALE-Sim: run_name");
    value("  ", "clock", "1 GHz", "our choice: SCALE-Sim counts cycles, not seconds");
    matrixEngine();
    memories();
    workload();
    return text.toString();
  }

  private void matrixEngine() {
    section("matrix_engine");
    value("    ", "rows", config.arrayHeight(), "SCALE-Sim: ArrayHeight");
    value("    ", "columns", config.arrayWidth(), "SCALE-Sim: ArrayWidth");
    String stationary = config.dataflow().name().toLowerCase(Locale.ROOT);
    String dataflow = ValueType.word(dataflow(config.dataflow()));
    value("    ", "dataflow", dataflow, "SCALE-Sim: Dataflow = " + stationary);
    value("    ", "pipeline_depth", 1, "SCALE-Sim: a multiply-add takes one cycle");
    value("    ", "double_buffer", "false", "SCALE-Sim: a fold starts when the last has ended");
    value("    ", "partial_folds", "padded", "SCALE-Sim: a fold costs the whole array");
    comment(
        "    ", "Our choice: SCALE-Sim has no accumulators and writes partial sums to its OFMAP");
    comment("    ", "SRAM; as many sums as that has bytes, and at least one a column.");
    long sums = Math.max(1024L * config.ofmapSramKib(), config.arrayWidth());
    value("    ", "accumulator", size(sums * ACCUMULATOR_BYTES), "");
    value("    ", "accumulator_bits", 8 * ACCUMULATOR_BYTES, "our choice: the usual for int8");
    if (!sparsity.isDense()) {
      String group = "{largest_group: " + sparsity.largestGroup() + "}";
      value("    ", "sparsity", group, "SCALE-Sim: the largest M of the layers");
    }
    section("vector_engine");
    value(
        "    ", "lanes", config.arrayWidth(), "our choice: a topology has nothing for them to do");
  }

  private static Dataflow dataflow(Stationary stationary) {
    return switch (stationary) {
      case OS -> Dataflow.OUTPUT_STATIONARY;
      case WS -> Dataflow.WEIGHT_STATIONARY;
      case IS -> Dataflow.INPUT_STATIONARY;
    };
  }

  private void memories() {
    long rows = config.arrayHeight();
    long columns = config.arrayWidth();
    long wanted = wantedBytesPerCycle();
    long burst = Math.min(LARGEST_BURST_BYTES, powerOfTwoFrom(wanted));
    long widest = Math.max(Math.max(rows, ACCUMULATOR_BYTES * columns), burst);
    // A word that divides both edges leaves none of the capacity unused beside a vector.
    long word = Math.min(WIDEST_WORD_BYTES, Long.lowestOneBit(rows | columns));
    word = Math.max(word, powerOfTwoFrom(widest) / MOST_BANKS);

    section("scratchpad");
    comment("    ", "SCALE-Sim: IfmapSramSzkB + FilterSramSzkB + OfmapSramSzkB in one.");
    long kib = 0L + config.ifmapSramKib() + config.filterSramKib() + config.ofmapSramKib();
    value("    ", "capacity", kib + " KiB", "");
    comment("    ", "Our choice: so many that nothing waits for a bank. In a cycle they give two");
    comment("    ", "vectors to the array and take one of 32-bit sums, and keep up with DRAM.");
    value("    ", "banks", powerOfTwoFrom((widest + word - 1) / word), "");
    value("    ", "width", word + " B", "");
    value("    ", "read_ports", 2, "");
    value("    ", "write_ports", 1, "");
    section("dma");
    value("    ", "outstanding", 64, "our choice: more than the latency needs");
    value("    ", "setup", "0 cycles", "SCALE-Sim: a transfer starts at once");
    section("dram");
    value("    ", "channels", 1, "our choice: one; SCALE-Sim has one for each operand");
    bandwidth(wanted);
    value("    ", "burst", burst + " B", "our choice: at most one is moved in a cycle");
    value("    ", "latency", "1 cycle", "our choice: the least there is; SCALE-Sim has none");
    value("    ", "queue", 32, "our choice: more than the latency needs");
  }

  private long wantedBytesPerCycle() {
    return config.bandwidthMode() == BandwidthMode.USER
        ? 0L
            + config.ifmapLayout().bankBandwidth()
            + config.filterLayout().bankBandwidth()
            + config.bandwidths().get(0)
        : powerOfTwoFrom(config.arrayHeight() + 2L * config.arrayWidth());
  }

  private void bandwidth(long wanted) {
    if (config.bandwidthMode() == BandwidthMode.USER) {
      comment(
          "    ", "SCALE-Sim: IfmapSRAMBankBandwidth + FilterSRAMBankBandwidth + Bandwidth, in");
      comment("    ", "words of one byte a cycle, which any operand may use here.");
    } else {
      comment("    ", "SCALE-Sim: CALC, so enough that the array does not wait: what its rows and");
      comment("    ", "columns take and its columns give in a cycle, rounded up to whole bursts.");
    }
    if (wanted > LARGEST_BURST_BYTES) {
      comment(
          "    ", "That is " + wanted + " B a cycle, more than the DMA engine moves: one burst.");
    }
    long bytesPerCycle = Math.min(wanted, LARGEST_BURST_BYTES);
    value("    ", "bandwidth", bytesPerCycle + " GB/s", bytesPerCycle + " B a cycle");
  }

  private void workload() {
    text.append('\n');
    line("", "workload:");
    value("  ", "topology", quoted(topologyPath), "");
    value("  ", "data_type", "int8", "SCALE-Sim: every element is one byte");
    sparsity();
    text.append('\n');
    value("", "fidelity", "fast", "");
    if (unmodelled.isPresent()) {
      comment("", "Without `scale_sim`, which would add SCALE-Sim's own numbers to the report:");
      comment("", oneLine(unmodelled.get()) + ".");
    } else {
      comment("", "Adds SCALE-Sim's own numbers to the report, at peer.scaleSim3.");
      value("", "scale_sim", quoted(cfgPath), "");
    }
  }

  private void sparsity() {
    for (String reason : sparsity.dense()) {
      comment("  ", oneLine(reason));
    }
    if (sparsity.isDense()) {
      return;
    }
    comment(
        "  ", "SCALE-Sim: SparsitySupport, and N:M of each layer. Which elements a group keeps");
    comment(
        "  ", "does not matter for time; the indices, which SCALE-Sim does not move, are loaded.");
    line("  ", "sparsity:");
    value("    ", "pattern", "dense", "");
    line("    ", "layers:");
    sparsity
        .layers()
        .forEach(
            (pattern, names) -> {
              line("      ", "- pattern: " + pattern);
              List<String> written = names.stream().map(ScaleSimRunYaml::quoted).toList();
              line("        ", "operators: [" + String.join(", ", written) + "]");
            });
  }

  private void section(String name) {
    text.append('\n');
    line("  ", name + ":");
  }

  private void value(String indent, String key, long value, String why) {
    value(indent, key, String.valueOf(value), why);
  }

  private void value(String indent, String key, String value, String why) {
    String written = indent + key + ": " + value;
    if (why.isEmpty()) {
      line("", written);
    } else {
      line("", written + " ".repeat(Math.max(1, COMMENT_COLUMN - written.length())) + "# " + why);
    }
  }

  private void comment(String indent, String words) {
    line(indent, "# " + words);
  }

  private void line(String indent, String words) {
    text.append(indent).append(words).append('\n');
  }

  private static String size(long bytes) {
    return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " B";
  }

  private static long powerOfTwoFrom(long least) {
    long floor = Long.highestOneBit(least);
    return floor == least ? floor : 2 * floor;
  }

  private static String oneLine(String words) {
    return words.replaceAll("\\p{Cntrl}", " ");
  }

  /** A text as a value in YAML, in quotes if it could be taken for something else. */
  private static String quoted(String value) {
    boolean plain =
        PLAIN.matcher(value).matches() && !WORDS_OF_YAML.contains(value.toLowerCase(Locale.ROOT));
    if (plain) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
