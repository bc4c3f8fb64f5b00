package tactus.workload.scalesim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tactus.config.ConfigException;
import tactus.config.NearestMatch;
import tactus.workload.scalesim.ScaleSimConfig.BandwidthMode;
import tactus.workload.scalesim.ScaleSimConfig.BufferLayout;
import tactus.workload.scalesim.ScaleSimConfig.Representation;
import tactus.workload.scalesim.ScaleSimConfig.Sparsity;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;

/**
 * Reads SCALE-Sim's {@code .cfg} files, of version 3 and of version 2, which lack the sections
 * {@code layout} and {@code sparsity}. Keys that SCALE-Sim does not look at are not looked at here.
 */
public final class ScaleSimConfigReader {

  private static final String GENERAL = "general";
  private static final String PRESETS = "run_presets";
  private static final String ARCHITECTURE = "architecture_presets";
  private static final String LAYOUT = "layout";
  private static final String SPARSITY = "sparsity";

  private static final List<String> KEYS =
      List.of(
          "run_name",
          "InterfaceBandwidth",
          "UseRamulatorTrace",
          "ArrayHeight",
          "ArrayWidth",
          "IfmapSramSzkB",
          "FilterSramSzkB",
          "OfmapSramSzkB",
          "IfmapOffset",
          "FilterOffset",
          "OfmapOffset",
          "Dataflow",
          "Bandwidth",
          "ReadRequestBuffer",
          "WriteRequestBuffer",
          "MemoryBanks",
          "OnChipMemoryBanks",
          "OnChipMemoryBankPorts",
          "IfmapCustomLayout",
          "IfmapSRAMBankBandwidth",
          "IfmapSRAMBankNum",
          "IfmapSRAMBankPort",
          "FilterCustomLayout",
          "FilterSRAMBankBandwidth",
          "FilterSRAMBankNum",
          "FilterSRAMBankPort",
          "SparsitySupport",
          "SparseRep",
          "OptimizedMapping",
          "BlockSize",
          "RandomNumberGeneratorSeed");

  private final IniFile ini;

  private ScaleSimConfigReader(IniFile ini) {
    this.ini = ini;
  }

  /**
   * {@return the machine a file describes}
   *
   * @param file a {@code .cfg} file
   * @throws ConfigException if the file is missing, malformed or does not describe a machine
   */
  public static ScaleSimConfig read(Path file) {
    return new ScaleSimConfigReader(IniFile.read(file)).config();
  }

  private ScaleSimConfig config() {
    int height = required(ARCHITECTURE, "ArrayHeight");
    String mode = requiredText(PRESETS, "InterfaceBandwidth", List.of("CALC", "USER"));
    ScaleSimConfig config =
        new ScaleSimConfig(
            requiredText(GENERAL, "run_name"),
            mode.equals("USER") ? BandwidthMode.USER : BandwidthMode.CALC,
            text(PRESETS, "UseRamulatorTrace", "False").equals("True"),
            height,
            required(ARCHITECTURE, "ArrayWidth"),
            required(ARCHITECTURE, "IfmapSramSzkB"),
            required(ARCHITECTURE, "FilterSramSzkB"),
            required(ARCHITECTURE, "OfmapSramSzkB"),
            integer(ARCHITECTURE, "IfmapOffset", 0, 0),
            integer(ARCHITECTURE, "FilterOffset", 0, 10_000_000),
            integer(ARCHITECTURE, "OfmapOffset", 0, 20_000_000),
            dataflow(),
            bandwidths(mode),
            integer(ARCHITECTURE, "ReadRequestBuffer", 1, 32),
            integer(ARCHITECTURE, "WriteRequestBuffer", 1, 32),
            layout("Ifmap"),
            layout("Filter"),
            sparsity(height));
    ini.finish();
    return config;
  }

  private Stationary dataflow() {
    String name = requiredText(ARCHITECTURE, "Dataflow", List.of("os", "ws", "is"));
    return switch (name) {
      case "ws" -> Stationary.WS;
      case "is" -> Stationary.IS;
      default -> Stationary.OS;
    };
  }

  private List<Integer> bandwidths(String mode) {
    Optional<IniFile.Value> value = ini.find(ARCHITECTURE, "Bandwidth");
    if (value.isEmpty()) {
      if (mode.equals("USER")) {
        ini.missing(ARCHITECTURE, "Bandwidth", KEYS);
      }
      return List.of();
    }
    List<Integer> bandwidths = new ArrayList<>();
    for (String part : value.get().text().split(",", -1)) {
      bandwidths.add(parse(ARCHITECTURE, "Bandwidth", part.strip(), 1));
    }
    return bandwidths;
  }

  private BufferLayout layout(String operand) {
    String custom = operand + "CustomLayout";
    String bandwidth = operand + "SRAMBankBandwidth";
    String number = operand + "SRAMBankNum";
    String port = operand + "SRAMBankPort";
    if (!ini.hasSection(LAYOUT)) {
      return new BufferLayout(false, 10, 10, 2);
    }
    BufferLayout layout =
        new BufferLayout(
            flag(LAYOUT, custom, false),
            required(LAYOUT, bandwidth),
            required(LAYOUT, number),
            required(LAYOUT, port));
    if (layout.bankBandwidth() % layout.banks() != 0) {
      ini.problem(
          LAYOUT,
          bandwidth,
          "must be a multiple of "
              + number
              + " ("
              + layout.banks()
              + "), but was "
              + layout.bankBandwidth());
    }
    return layout;
  }

  private Sparsity sparsity(int height) {
    if (!ini.hasSection(SPARSITY) || !flag(SPARSITY, "SparsitySupport", false)) {
      return new Sparsity(SparsityMode.DENSE, Representation.ELLPACK_BLOCK, 8, 0);
    }
    boolean rowWise = flag(SPARSITY, "OptimizedMapping", false);
    String name = requiredText(SPARSITY, "SparseRep", List.of("csr", "csc", "ellpack_block"));
    Representation representation =
        switch (name) {
          case "csr" -> Representation.CSR;
          case "csc" -> Representation.CSC;
          default -> Representation.ELLPACK_BLOCK;
        };
    if (!rowWise) {
      return new Sparsity(SparsityMode.LAYER_WISE, representation, 8, 0);
    }
    int block = integer(SPARSITY, "BlockSize", 2, 8);
    if (block > height) {
      ini.problem(
          SPARSITY, "BlockSize", "must be at most ArrayHeight (" + height + "), but was " + block);
    }
    long seed = integer(SPARSITY, "RandomNumberGeneratorSeed", 0, 0);
    return new Sparsity(SparsityMode.ROW_WISE, representation, block, seed);
  }

  private int required(String section, String key) {
    if (ini.find(section, key).isEmpty()) {
      ini.missing(section, key, KEYS);
      return 1;
    }
    return integer(section, key, 1, 1);
  }

  private int integer(String section, String key, int least, int byDefault) {
    return ini.find(section, key)
        .map(value -> parse(section, key, value.text(), least))
        .orElse(byDefault);
  }

  private int parse(String section, String key, String text, int least) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is expected instead.
    }
    String comment =
        text.contains("#") || text.contains(";") ? "; comments need a line of their own" : "";
    ini.problem(
        section,
        key,
        "must be an integer from "
            + least
            + " to "
            + Integer.MAX_VALUE
            + ", but was '"
            + text
            + "'"
            + comment);
    return Math.max(1, least);
  }

  private boolean flag(String section, String key, boolean byDefault) {
    String text = text(section, key, String.valueOf(byDefault)).toLowerCase(Locale.ROOT);
    return switch (text) {
      case "1", "yes", "true", "on" -> true;
      case "0", "no", "false", "off" -> false;
      default -> {
        ini.problem(section, key, "must be true or false, but was '" + text + "'");
        yield byDefault;
      }
    };
  }

  private String text(String section, String key, String byDefault) {
    return ini.find(section, key).map(IniFile.Value::text).orElse(byDefault);
  }

  private String requiredText(String section, String key) {
    Optional<IniFile.Value> value = ini.find(section, key);
    if (value.isEmpty()) {
      ini.missing(section, key, KEYS);
      return "";
    }
    if (value.get().text().isEmpty()) {
      ini.problem(section, key, "must not be empty");
    }
    return value.get().text();
  }

  private String requiredText(String section, String key, List<String> allowed) {
    String text = requiredText(section, key);
    if (!text.isEmpty() && !allowed.contains(text)) {
      ini.problem(
          section,
          key,
          "must be a known word, but was '" + text + "'" + NearestMatch.hint(text, allowed));
    }
    return text;
  }
}
