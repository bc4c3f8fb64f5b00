package tactus.explore.regress;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.explore.reproduce.Paper;
import tactus.explore.reproduce.Reproduction;
import tactus.explore.reproduce.ReproductionRow;
import tactus.explore.run.ConfigKind;
import tactus.explore.run.ResidencyStages;
import tactus.explore.run.RunProgress;
import tactus.explore.run.RunReader;
import tactus.explore.run.RunStages;
import tactus.explore.spgemm.SparseProductReader;
import tactus.explore.spgemm.SparseProductReport;
import tactus.explore.stream.StreamExperiment;
import tactus.explore.stream.StreamReader;
import tactus.explore.training.TrainingReader;
import tactus.explore.training.TrainingReport;

/** What a regression runs, and the figures that come out of it by name. */
interface Subject {

  /**
   * {@return the figures, in the order of the report}
   *
   * @throws ConfigException if it cannot be run
   */
  Map<String, BigDecimal> figures();

  /**
   * {@return a file: a run, a stream fabric, a training iteration, a product of sparse matrices or
   * a problem of residency, whose figures are the numbers of its report by their paths}
   *
   * @param file its file
   * @param settings what to put over it
   */
  static Subject file(Path file, List<Setting> settings) {
    return () -> {
      Map<String, BigDecimal> figures = new LinkedHashMap<>();
      flatten("", report(file, settings), figures);
      return figures;
    };
  }

  /**
   * {@return a paper, whose figures are our results by what the rows of its table say}
   *
   * @param paper the paper
   * @param traces the folder of recorded inputs
   */
  static Subject paper(Paper paper, Path traces) {
    return () -> {
      Map<String, BigDecimal> figures = new LinkedHashMap<>();
      Reproduction reproduction = paper.reproduce(traces);
      for (ReproductionRow row : reproduction.rows()) {
        if (figures.put(row.what(), decimal(row.ours())) != null) {
          throw new IllegalStateException(paper.name() + " has '" + row.what() + "' twice");
        }
      }
      return figures;
    };
  }

  private static JsonNode report(Path file, List<Setting> settings) {
    ConfigKind kind = ConfigKind.of(file);
    return switch (kind) {
      case RUN -> RunStages.report(RunStages.run(RunReader.read(file, settings), RunProgress.NONE));
      case STREAM -> new StreamExperiment(StreamReader.read(file, settings)).report();
      case TRAINING -> TrainingReport.of(TrainingReader.read(file, settings));
      case SPARSE_PRODUCT -> SparseProductReport.of(SparseProductReader.read(file, settings));
      case RESIDENCY -> ResidencyStages.run(file, settings);
      case SWEEP, MACHINE ->
          throw ConfigException.at(
              file,
              0,
              0,
              "",
              "must hold a run, a stream fabric, a training iteration, a product of sparse matrices or"
                  + " a residency problem, but is "
                  + kind.words());
    };
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
    } else if (json.isIntegralNumber()) {
      figures.put(path, json.decimalValue());
    } else if (json.isNumber() && Double.isFinite(json.doubleValue())) {
      figures.put(path, decimal(json.doubleValue()));
    }
  }

  /** The decimal that a double is written as, so that a recorded one is equal to it again. */
  private static BigDecimal decimal(double number) {
    return new BigDecimal(Double.toString(number));
  }
}
