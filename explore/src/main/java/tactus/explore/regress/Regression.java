package tactus.explore.regress;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.explore.reproduce.Paper;
import tactus.explore.reproduce.Papers;

/**
 * A run, a stream fabric, a training iteration, a product of sparse matrices, a residency problem
 * or a paper, and its recorded results. Its file names it and lists figures of its report under
 * {@code expected}, the last key of the file, which an update writes anew.
 */
public final class Regression {

  /** Figures that are recorded of a report if none are listed, as far as it has them. */
  private static final Pattern USUAL =
      Pattern.compile(
          "cycles|macs|skippedMacs|utilization|cycleStack\\..*"
              + "|traffic\\.(dram|scratchpad)\\.(readBytes|writeBytes)|dramBytes"
              + "|peakScratchpadBytes|energyPicojoules\\.total|areaSquareMicrometers\\.total"
              // Streams.
              + "|attention\\.macs|cyclesOfRound|channelValues"
              + "|fifoDepths\\.(unboundedCycles|points\\[[0-9]+]\\.(cycles|values))"
              + "|values\\.(greatestError|relativeRmsError)"
              // Products of sparse matrices.
              + "|multiplyAdds|result\\.nonzeros|probes\\..*"
              + "|versions\\[[0-9]+]\\.(cycles|instructions|threadCycleStack\\..*|memory\\.totalBytes)"
              // Residency.
              + "|leastBytes|defaultPeakBytes|leastPeakBytes"
              + "|budgets\\[[0-9]+]\\.plans\\[[0-9]+]\\.bytes");

  /** What stands in YAML's braces without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");

  private static final Key<Path> RUN =
      Key.path("run")
          .optional()
          .doc(
              "File of the run, of a stream fabric, a training iteration, a product of sparse"
                  + " matrices or a residency problem,"
                  + " relative to this file.");
  private static final Key<String> REPRODUCE =
      Key.string("reproduce").optional().doc("A paper of `tactus reproduce --list`.");
  private static final Key<Path> TRACES =
      Key.path("traces")
          .optional()
          .doc(
              "Folder of recorded inputs of a paper, as `--traces` of `tactus reproduce`; needed by"
                  + " those that have any.");
  private static final Key<List<String>> SET =
      Key.list("set", ValueType.string())
          .byDefault(List.of())
          .doc("What to put over it, each `key=value` as in `--set`.");
  private static final Key<String> FIGURE =
      Key.string("figure")
          .doc("Dotted path in `report.json`; of a paper, what a row of its table says.");
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
      SectionType.builder("regression", "What is run, and its recorded results.")
          .keys(RUN, REPRODUCE, SET, TRACES, EXPECTED)
          .exactlyOneOf(RUN, REPRODUCE)
          .rule(Regression::check)
          .build();

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

  private static void check(Section section, Problems problems) {
    Optional<String> paper = section.find(REPRODUCE);
    if (paper.isPresent() && Papers.find(paper.get()).isEmpty()) {
      List<String> names = Papers.all().stream().map(Paper::name).toList();
      problems.add(
          section,
          REPRODUCE,
          "must be the name of a paper" + NearestMatch.hint(paper.get(), names));
    }
    if (paper.isPresent() && section.isWritten(SET)) {
      problems.add(section, SET, "must only be written beside 'run'");
    }
    if (paper.isEmpty() && section.isWritten(TRACES)) {
      problems.add(section, TRACES, "must only be written beside 'reproduce'");
    }
  }

  private Subject subject() {
    Optional<Paper> paper = section.find(REPRODUCE).flatMap(Papers::find);
    Path traces = section.find(TRACES).orElseGet(() -> file.resolveSibling("traces"));
    return paper
        .map(one -> Subject.paper(one, traces))
        .orElseGet(
            () ->
                Subject.file(
                    section.find(RUN).orElseThrow(),
                    section.get(SET).stream().map(Setting::parse).toList()));
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
    Map<String, BigDecimal> figures = subject().figures();
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
    int recorded = isChanged ? write(figures) : expectations.size();
    return new RegressionResult(
        file,
        TextFile.stem(file),
        recorded,
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

  /**
   * Writes what came out below the other keys, which stay as they are.
   *
   * @return how many figures
   */
  private int write(Map<String, BigDecimal> figures) {
    StringBuilder text = new StringBuilder();
    for (String line : TextFile.read(file).split("\n", -1)) {
      if (line.startsWith("expected:")) {
        break;
      }
      text.append(line).append('\n');
    }
    String head = text.toString().stripTrailing() + "\n";
    List<String> lines = new ArrayList<>();
    if (expectations.isEmpty()) {
      boolean isPaper = section.isWritten(REPRODUCE);
      figures.forEach(
          (figure, value) -> {
            if (isPaper || USUAL.matcher(figure).matches()) {
              lines.add(line(figure, value, 0));
            }
          });
    }
    for (Expectation one : expectations) {
      if (figures.containsKey(one.figure())) {
        boolean keeps = one.meets(figures.get(one.figure()));
        BigDecimal value = keeps ? one.value() : figures.get(one.figure());
        lines.add(line(one.figure(), value, one.tolerance()));
      }
    }
    TextFile.write(file, head + "expected:\n" + String.join("", lines), true);
    return lines.size();
  }

  private static String line(String figure, BigDecimal value, double tolerance) {
    String name =
        PLAIN.matcher(figure).matches()
            ? figure
            : '"' + figure.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return "  - {figure: "
        + name
        + ", value: "
        + value.toPlainString()
        + (tolerance > 0 ? ", tolerance: " + BigDecimal.valueOf(tolerance).toPlainString() : "")
        + "}\n";
  }
}
