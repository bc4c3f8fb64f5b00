package tactus.explore.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.explore.report.SweepPage;
import tactus.explore.run.JsonText;
import tactus.explore.run.RunOutput;
import tactus.explore.run.RunProgress;
import tactus.explore.run.RunReader;
import tactus.explore.run.RunResult;
import tactus.explore.run.RunSpec;
import tactus.explore.run.RunStages;
import tactus.explore.run.Workloads;
import tactus.explore.store.PointStore;
import tactus.explore.store.StoreQuery;
import tactus.explore.store.TableFormat;

/**
 * The files beside the store of a sweep: {@code points.csv}, {@code sweep.json} and {@code
 * report.html}.
 */
public final class SweepOutput {

  private static final String SUMMARY = "sweep.json";

  private SweepOutput() {}

  /**
   * Checks that a directory may be used.
   *
   * @param directory the directory
   * @param resume whether to go on with a sweep that is in it
   * @throws ConfigException if it holds a sweep and that is not wanted, or none and that is
   */
  public static void check(Path directory, boolean resume) {
    boolean holds = PointStore.isIn(directory);
    if (holds && !resume) {
      throw failed(
          directory, "holds a sweep already; go on with it by --resume, or name another directory");
    }
    if (!holds && resume && Files.exists(directory)) {
      throw failed(directory, "holds no sweep to resume");
    }
  }

  /**
   * Writes the files of a sweep.
   *
   * @param sweep the sweep
   * @param directory where its store is
   * @param result what came of it
   */
  public static void write(SweepSpec sweep, Path directory, SweepResult result) {
    if (!result.isComplete()) {
      return;
    }
    StoreQuery all = StoreQuery.ask(directory, "select * from points order by point");
    write(directory, "points.csv", all.csv());
    write(directory, SUMMARY, JsonText.of(result.summary()));
    write(directory, "report.html", SweepPage.render(result.page()));
  }

  /**
   * Writes the points of a sweep as {@code points.FORMAT} beside its store.
   *
   * @param directory where its store is
   * @param format the format
   */
  public static void export(Path directory, TableFormat format) {
    StoreQuery all = StoreQuery.ask(directory, "select * from points order by point");
    format.write(all, directory.resolve("points." + ValueType.word(format)));
  }

  /**
   * {@return whether a directory holds what a sweep wrote at its end}
   *
   * @param directory the directory
   */
  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(SUMMARY));
  }

  /**
   * {@return what a sweep wrote for scripts, of schema {@code tactus/sweep/1}}
   *
   * @param directory the directory
   * @throws ConfigException if there is none
   */
  public static JsonNode readSummary(Path directory) {
    Path file = directory.resolve(SUMMARY);
    try {
      JsonNode json = JsonText.parse(TextFile.read(file));
      if (json.path("schema").asText().equals(SweepSummary.SCHEMA)) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw failed(file, "is not JSON: " + e.getOriginalMessage());
    }
    throw failed(file, "must have the schema '" + SweepSummary.SCHEMA + "'");
  }

  /**
   * Runs one point of a sweep by itself, with everything that a run reports.
   *
   * @param sweep the sweep
   * @param directory where its store is
   * @param point the point's number in the store
   * @param progress told how far the run has come
   * @return the directory of the report
   */
  public static Path runPoint(SweepSpec sweep, Path directory, long point, RunProgress progress) {
    StoreQuery query =
        StoreQuery.ask(directory, "select design from points where point = " + point);
    if (query.rows().isEmpty()) {
      throw failed(directory, "has no point " + point);
    }
    DesignPoints points = new DesignPoints(sweep.run(), sweep.design(), sweep.space());
    long number = Long.parseLong(String.valueOf(query.rows().get(0).get(0)));
    DesignPoint design = points.point(number);
    design
        .failure()
        .ifPresent(
            failure -> {
              throw new ConfigException(failure);
            });
    RunSpec read =
        RunReader.read(
            sweep.run().with(design.settings()).section(), sweep.file(), new Workloads());
    RunSpec spec = read.withName(read.name() + ", point " + point);
    Path target = directory.resolve("points").resolve(String.valueOf(point));
    RunOutput output = RunOutput.in(target, List.of(spec)).get(0);
    RunResult result = RunStages.run(spec, progress);
    output.write(result, RunStages.report(result));
    return target;
  }

  private static void write(Path directory, String name, String text) {
    Path fresh = directory.resolve("." + name + ".fresh");
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      @Nullable String reason = TextFile.reason(e);
      throw failed(directory, "cannot be written: " + reason);
    }
  }

  private static ConfigException failed(Path directory, String message) {
    return ConfigException.at(directory, 0, 0, "", message);
  }
}
