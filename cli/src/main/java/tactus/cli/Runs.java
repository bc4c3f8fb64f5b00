package tactus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.Problems;
import tactus.config.Setting;
import tactus.explore.report.ConsoleReport;
import tactus.explore.report.HtmlReport;
import tactus.explore.report.ReportOutput;
import tactus.explore.report.SparseProductText;
import tactus.explore.run.ConfigKind;
import tactus.explore.run.JsonText;
import tactus.explore.run.ReportJson;
import tactus.explore.run.RunOutput;
import tactus.explore.run.RunProgress;
import tactus.explore.run.RunResult;
import tactus.explore.run.RunSpec;
import tactus.explore.run.RunStages;
import tactus.explore.spgemm.SparseProductReader;
import tactus.explore.spgemm.SparseProductReport;
import tactus.explore.spgemm.SparseProductSpec;
import tactus.explore.stream.StreamExperiment;
import tactus.explore.stream.StreamReader;
import tactus.explore.stream.StreamSpec;
import tactus.explore.stream.StreamText;
import tactus.explore.training.TrainingReader;
import tactus.explore.training.TrainingReport;
import tactus.explore.training.TrainingSpec;
import tactus.explore.training.TrainingText;

/**
 * The runs that a command line asks for.
 *
 * @param configs files of machines with workloads, of stream fabrics, of training iterations or of
 *     products of sparse matrices
 * @param settings what to put over them, as it is written
 * @param output where reports are written, if anywhere
 * @param json whether the reports are printed as JSON, and nothing else is
 * @param quiet whether nothing is printed but errors
 */
record Runs(
    List<Path> configs, List<String> settings, @Nullable Path output, boolean json, boolean quiet)
    implements Task {

  /** Kinds of files that are not read as a run of a machine. */
  private static final Set<ConfigKind> APART =
      Set.of(ConfigKind.STREAM, ConfigKind.TRAINING, ConfigKind.SPARSE_PRODUCT);

  Runs {
    configs = List.copyOf(configs);
    settings = List.copyOf(settings);
  }

  @Override
  public int run(PrintWriter out, PrintWriter err) {
    Map<ConfigKind, Path> kinds = new EnumMap<>(ConfigKind.class);
    for (Path config : configs) {
      // A file that cannot be read is told of with the machines'.
      ConfigKind kind = Files.isReadable(config) ? ConfigKind.of(config) : ConfigKind.RUN;
      kinds.putIfAbsent(APART.contains(kind) ? kind : ConfigKind.RUN, config);
    }
    if (kinds.size() > 1) {
      List<Path> different = List.copyOf(kinds.values());
      throw ConfigException.at(
          different.get(1), 0, 0, "", "must not be run together with '" + different.get(0) + "'");
    }
    List<ObjectNode> reports = new ArrayList<>();
    ConfigKind kind = kinds.keySet().iterator().next();
    int code =
        switch (kind) {
          case TRAINING -> runAll(out, reports, TrainingReader::read, Runs::training);
          case SPARSE_PRODUCT ->
              runAll(out, reports, SparseProductReader::read, spec -> sparseProduct(spec, err));
          case STREAM -> runAll(out, reports, StreamReader::read, Runs::stream);
          default -> runMachines(out, err, reports);
        };
    if (json && !quiet) {
      out.print(JsonText.of(ReportJson.together(reports)));
      out.flush();
    }
    return code;
  }

  private int runMachines(PrintWriter out, PrintWriter err, List<ObjectNode> reports) {
    RunProgress progress = progress(err);
    List<RunSpec> runs = RunStages.read(configs, SettingOption.parse(settings));
    List<RunOutput> outputs = output == null ? List.of() : RunOutput.in(output, runs);
    for (int i = 0; i < runs.size(); i++) {
      RunResult result = RunStages.run(runs.get(i), progress);
      ObjectNode report = RunStages.report(result);
      if (!outputs.isEmpty()) {
        outputs.get(i).write(result, report);
      }
      reports.add(report);
      print(
          out,
          i,
          ConsoleReport.render(report, Terminal.width(), Terminal.hasColour()),
          outputs.isEmpty() ? null : outputs.get(i).directory());
    }
    return ExitCode.FINE;
  }

  private RunProgress progress(PrintWriter err) {
    return quiet ? RunProgress.NONE : TerminalProgress.on(err);
  }

  /**
   * What came of a file.
   *
   * @param report the report
   * @param text the report as text
   * @param files what is written of it, by name, apart from the report
   * @param fails whether the run has no end
   */
  private record Outcome(
      ObjectNode report, String text, Supplier<Map<String, String>> files, boolean fails) {}

  private static Outcome training(TrainingSpec spec) {
    ObjectNode report = TrainingReport.of(spec);
    return new Outcome(report, TrainingText.render(report), Map::of, false);
  }

  private Outcome sparseProduct(SparseProductSpec spec, PrintWriter err) {
    RunProgress progress = progress(err);
    ObjectNode report;
    try {
      report =
          SparseProductReport.of(spec, percent -> progress.at(RunProgress.Stage.SIMULATE, percent));
    } finally {
      progress.done();
    }
    return new Outcome(
        report,
        SparseProductText.render(report, Terminal.width()),
        () -> Map.of(ReportOutput.PAGE, HtmlReport.renderSparseProduct(report)),
        false);
  }

  private static Outcome stream(StreamSpec spec) {
    StreamExperiment experiment = new StreamExperiment(spec);
    ObjectNode report = experiment.report();
    return new Outcome(
        report,
        StreamText.render(report),
        () ->
            Map.of(
                ReportOutput.PAGE,
                HtmlReport.renderStream(report),
                ReportOutput.GRAPH,
                experiment.dot()),
        experiment.isDeadlocked());
  }

  private <T> int runAll(
      PrintWriter out,
      List<ObjectNode> reports,
      BiFunction<Path, List<Setting>, T> reader,
      Function<T, Outcome> run) {
    List<T> specs = readAll(reader);
    List<Path> directories = output == null ? List.of() : ReportOutput.directories(output, configs);
    directories.forEach(ReportOutput::check);
    int code = ExitCode.FINE;
    for (int i = 0; i < specs.size(); i++) {
      Outcome outcome = run.apply(specs.get(i));
      @Nullable Path directory = directories.isEmpty() ? null : directories.get(i);
      if (directory != null) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(ReportOutput.REPORT, JsonText.of(outcome.report()));
        files.putAll(outcome.files().get());
        ReportOutput.write(directory, files);
      }
      if (outcome.fails()) {
        code = ExitCode.CONDITION_FAILS;
      }
      reports.add(outcome.report());
      print(out, i, outcome.text(), directory);
    }
    return code;
  }

  /** Reads all files before the first is run, so that all that is wrong with them is told. */
  private <T> List<T> readAll(BiFunction<Path, List<Setting>, T> reader) {
    List<Setting> over = SettingOption.parse(settings);
    List<T> specs = new ArrayList<>();
    Problems problems = new Problems();
    for (Path config : configs) {
      try {
        specs.add(reader.apply(config, over));
      } catch (ConfigException e) {
        problems.add(e);
      }
    }
    problems.throwIfAny();
    return specs;
  }

  private void print(PrintWriter out, int number, String text, @Nullable Path directory) {
    if (json || quiet) {
      return;
    }
    out.print(number == 0 ? "" : "\n");
    out.print(text);
    if (directory != null) {
      out.println("\nwritten to " + directory);
    }
    out.flush();
  }
}
