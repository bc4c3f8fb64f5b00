package tactus.explore.regress;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.explore.run.RunProgress;
import tactus.explore.run.RunReader;
import tactus.explore.run.RunStages;

/**
 * A run and its recorded results. Its file names the run and lists figures of its report under
 * {@code expected}, the last key of the file, which an update writes anew.
 */
public final class Regression {

  /** Figures that are recorded if none are listed, as far as the report has them. */
  private static final List<String> USUAL =
      List.of(
          "cycles",
          "macs",
          "utilization",
          "cycleStack",
          "traffic.dram.readBytes",
          "traffic.dram.writeBytes",
          "traffic.scratchpad.readBytes",
          "traffic.scratchpad.writeBytes",
          "peakScratchpadBytes",
          "energyPicojoules.total",
          "areaSquareMicrometers.total");

  private static final Key<Path> RUN =
      Key.path("run").doc("File of the run, relative to this file.");
  private static final Key<List<String>> SET =
      Key.list("set", ValueType.string())
          .byDefault(List.of())
          .doc("What to put over it, each `key=value` as in `--set`.");
  private static final Key<String> FIGURE =
      Key.string("figure").doc("Dotted path in `report.json`.");
  private static final Key<String> VALUE = Key.string("value").doc("The recorded value.");
  private static final Key<Double> TOLERANCE =
      Key.number("tolerance")
          .byDefault(0.0)
          .where(value -> value >= 0, "at least 0")
          .doc("How far the figure may be off, relative to the value; exact if not written.");
  private static final SectionType EXPECTED_FIGURE =
      SectionType.of("expected", "A figure and its recorded value.", FIGURE, VALUE, TOLERANCE);
  private static final Key<List<Section>> EXPECTED =
      Key.list("expected", ValueType.section(EXPECTED_FIGURE))
          .byDefault(List.of())
          .doc("The recorded results; the last key of the file, written anew by `--update`.");

  /** The top section of a regression's file. */
  public static final SectionType REGRESSION =
      SectionType.of("regression", "A run and its recorded results.", RUN, SET, EXPECTED);

  private final Path file;
  private final Section section;
  private final List<Expectation> expectations = new ArrayList<>();

  private Regression(Path file) {
    this.file = file;
    this.section = ConfigDocument.read(file, REGRESSION).section();
    for (Section one : section.get(EXPECTED)) {
      expectations.add(new Expectation(one.get(FIGURE), number(one), one.get(TOLERANCE)));
    }
  }

  private static BigDecimal number(Section one) {
    try {
      return new BigDecimal(one.get(VALUE));
    } catch (NumberFormatException e) {
      throw one.failure(VALUE, "must be a number");
    }
  }

  /**
   * {@return the regressions' files among some paths, in order}
   *
   * @param paths files, and directories that are searched for YAML files
   * @throws ConfigException if a path does not exist or a directory has no YAML file
   */
  public static List<Path> files(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try (Stream<Path> inside = Files.walk(path)) {
        List<Path> found =
            inside.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
        if (found.isEmpty()) {
          throw ConfigException.at(path, 0, 0, "", "has no regression (*.yaml) in it");
        }
        files.addAll(found);
      } catch (IOException e) {
        throw ConfigException.at(path, 0, 0, "", "cannot be read: " + TextFile.reason(e));
      }
    }
    return files;
  }

  /**
   * {@return the regression of a file}
   *
   * @param file a YAML file
   * @throws ConfigException if anything in it is wrong
   */
  public static Regression read(Path file) {
    return new Regression(file);
  }

  /**
   * Runs it and compares.
   *
   * @param update whether to record what came out
   * @return what came of it
   * @throws ConfigException if the run is wrong, or the file cannot be written
   */
  public RegressionResult run(boolean update) {
    long start = System.nanoTime();
    List<Setting> settings = section.get(SET).stream().map(Setting::parse).toList();
    JsonNode report =
        RunStages.report(
            RunStages.run(RunReader.read(section.get(RUN), settings), RunProgress.NONE));
    Map<String, BigDecimal> figures = new LinkedHashMap<>();
    flatten("", report, figures);
    List<String> failures = new ArrayList<>();
    for (Expectation one : expectations) {
      Optional<BigDecimal> now = Optional.ofNullable(figures.get(one.figure()));
      if (now.isEmpty()) {
        failures.add(one.figure() + ": is not in the report");
      } else if (!one.meets(now.get())) {
        failures.add(difference(one, now.get()));
      }
    }
    if (expectations.isEmpty() && !update) {
      failures.add("nothing is recorded; --update records it");
    }
    boolean isChanged = update && (!failures.isEmpty() || expectations.isEmpty());
    if (isChanged) {
      write(figures);
    }
    return new RegressionResult(
        file,
        RunReader.stem(file),
        expectations.size(),
        failures,
        isChanged,
        (System.nanoTime() - start) / 1e9);
  }

  private static String difference(Expectation one, BigDecimal now) {
    BigDecimal off = now.subtract(one.value());
    String relative =
        one.value().signum() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", %+.3f %%",
                100 * off.divide(one.value(), MathContext.DECIMAL64).doubleValue());
    return one.figure()
        + ": was "
        + one.value().toPlainString()
        + ", is "
        + now.toPlainString()
        + " ("
        + (off.signum() > 0 ? "+" : "")
        + off.toPlainString()
        + relative
        + (one.tolerance() > 0 ? ", allowed " + 100 * one.tolerance() + " %" : "")
        + ")";
  }

  /** The numbers of a report by path; those in lists by {@code [i]}. */
  private static void flatten(String path, JsonNode json, Map<String, BigDecimal> figures) {
    if (json.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      json.properties().forEach(one -> flatten(prefix + one.getKey(), one.getValue(), figures));
    } else if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        flatten(path + "[" + i + "]", json.get(i), figures);
      }
    } else if (json.isNumber()) {
      figures.put(path, json.isIntegralNumber() ? json.decimalValue() : decimal(json));
    }
  }

  /** The decimal that a double is written as, so that a recorded one is equal to it again. */
  private static BigDecimal decimal(JsonNode json) {
    return new BigDecimal(Double.toString(json.doubleValue()));
  }

  /** Writes what came out below the other keys, which stay as they are. */
  private void write(Map<String, BigDecimal> figures) {
    StringBuilder text = new StringBuilder();
    for (String line : TextFile.read(file).split("\n", -1)) {
      if (line.startsWith("expected:")) {
        break;
      }
      text.append(line).append('\n');
    }
    String head = text.toString().stripTrailing() + "\n";
    StringBuilder list = new StringBuilder("expected:\n");
    if (expectations.isEmpty()) {
      for (String usual : USUAL) {
        figures.forEach(
            (figure, value) -> {
              if (figure.equals(usual) || figure.startsWith(usual + ".")) {
                list.append(line(figure, value, 0));
              }
            });
      }
    }
    for (Expectation one : expectations) {
      if (figures.containsKey(one.figure())) {
        boolean keeps = one.meets(figures.get(one.figure()));
        BigDecimal value = keeps ? one.value() : figures.get(one.figure());
        list.append(line(one.figure(), value, one.tolerance()));
      }
    }
    TextFile.write(file, head + list, true);
  }

  private static String line(String figure, BigDecimal value, double tolerance) {
    return "  - {figure: "
        + figure
        + ", value: "
        + value.toPlainString()
        + (tolerance > 0 ? ", tolerance: " + BigDecimal.valueOf(tolerance).toPlainString() : "")
        + "}\n";
  }
}
