package tactus.explore.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.TextFile;
import tactus.explore.report.ConsoleReport;
import tactus.explore.report.HtmlReport;
import tactus.explore.report.ReportOutput;
import tactus.explore.report.TraceExport;
import tactus.explore.stream.StreamExperiment;
import tactus.explore.stream.StreamText;

/**
 * The directory that a run's output goes to: {@code report.json} for scripts, {@code report.html}
 * for people, {@code trace.json.gz} for Perfetto. It appears as a whole or not at all.
 */
public final class RunOutput {

  private static final String REPORT = "report.json";
  private static final String PAGE = "report.html";
  private static final String TRACE = "trace.json.gz";
  private static final Set<String> FILES = Set.of(REPORT, PAGE, TRACE);

  private final Path named;
  private final Path directory;

  private RunOutput(Path named) {
    this.named = named;
    this.directory = named.toAbsolutePath().normalize();
  }

  /**
   * {@return the outputs of some runs, each in a directory that need not exist yet: of one, the
   * given one; of several, directories in it named like the runs' files}
   *
   * @param directory the directory
   * @param specs the runs
   * @throws ConfigException if something else is there, or two files have the same name
   */
  public static List<RunOutput> in(Path directory, List<RunSpec> specs) {
    List<RunOutput> outputs = new ArrayList<>();
    List<Path> files = specs.stream().map(RunSpec::file).toList();
    for (Path own : ReportOutput.directories(directory, files)) {
      RunOutput output = new RunOutput(own);
      output.checkReplaceable();
      outputs.add(output);
    }
    return outputs;
  }

  /** {@return the directory} */
  public Path directory() {
    return named;
  }

  /**
   * Writes the output of a run in place of a former one.
   *
   * @param result the run
   * @param report its report
   * @throws ConfigException if the directory cannot be written
   */
  public void write(RunResult result, ObjectNode report) {
    Path name = directory.getFileName();
    Path parent = directory.getParent();
    if (name == null || parent == null) {
      throw failed("must not be the root of the file system");
    }
    Path fresh = parent.resolve("." + name + ".tactus-" + ProcessHandle.current().pid());
    Path former = parent.resolve(fresh.getFileName() + ".former");
    try {
      Files.createDirectories(parent);
      delete(fresh);
      Files.createDirectory(fresh);
      try {
        Files.writeString(fresh.resolve(REPORT), JsonText.of(report));
        Files.writeString(fresh.resolve(PAGE), HtmlReport.render(report));
        try (OutputStream trace =
            new BufferedOutputStream(Files.newOutputStream(fresh.resolve(TRACE)))) {
          TraceExport.write(
              result.spec().machine(), result.execution(), result.energy().power(), trace);
        }
        replace(fresh, former);
      } finally {
        delete(fresh);
        delete(former);
      }
    } catch (IOException e) {
      throw failed("cannot be written: " + TextFile.reason(e));
    }
  }

  /**
   * {@return the report in a directory that an earlier run wrote}
   *
   * @param directory the directory
   * @throws ConfigException if there is none
   */
  public static ObjectNode readReport(Path directory) {
    return readReport(directory, Set.of(ReportJson.SCHEMA));
  }

  /**
   * {@return the report in a directory that an earlier run of a machine or of a stream fabric
   * wrote}
   *
   * @param directory the directory
   * @throws ConfigException if there is none
   */
  public static ObjectNode readAnyReport(Path directory) {
    return readReport(directory, Set.of(ReportJson.SCHEMA, StreamExperiment.SCHEMA));
  }

  /**
   * {@return a report for the terminal}
   *
   * @param report the report of a machine's run or of a stream fabric's
   * @param width columns
   * @param colour whether it may have colours
   */
  public static String text(ObjectNode report, int width, boolean colour) {
    return isStream(report)
        ? StreamText.render(report)
        : ConsoleReport.render(report, width, colour);
  }

  private static boolean isStream(ObjectNode report) {
    return report.path("schema").asText().equals(StreamExperiment.SCHEMA);
  }

  private static ObjectNode readReport(Path directory, Set<String> schemas) {
    Path file = directory.resolve(REPORT);
    String text = TextFile.read(file);
    try {
      JsonNode json = JsonText.parse(text);
      if (json instanceof ObjectNode report && schemas.contains(report.path("schema").asText())) {
        return report;
      }
    } catch (JsonProcessingException e) {
      throw ConfigException.at(
          file,
          e.getLocation().getLineNr(),
          e.getLocation().getColumnNr(),
          "",
          "is not JSON: " + e.getOriginalMessage());
    }
    throw ConfigException.at(
        file, 0, 0, "schema", "must be '" + ReportJson.SCHEMA + "', as in the output of a run");
  }

  /**
   * Renders the page in a directory that an earlier run wrote again.
   *
   * @param directory the directory
   * @param report the report in it
   * @throws ConfigException if the page cannot be written
   */
  public static void renderAgain(Path directory, ObjectNode report) {
    Path fresh = directory.resolve("." + PAGE + ".tactus-" + ProcessHandle.current().pid());
    try {
      String page = isStream(report) ? HtmlReport.renderStream(report) : HtmlReport.render(report);
      Files.writeString(fresh, page, StandardCharsets.UTF_8);
      Files.move(fresh, directory.resolve(PAGE), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw ConfigException.at(directory, 0, 0, "", "cannot be written: " + TextFile.reason(e));
    }
  }

  private void checkReplaceable() {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      checkCreatable();
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw failed("is a file, but must be a directory for the output");
    }
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (IOException e) {
      throw failed("cannot be read: " + TextFile.reason(e));
    }
    if (names.isEmpty()) {
      return;
    }
    for (String name : names) {
      if (!FILES.contains(name)) {
        throw failed("holds more than the output of a run ('" + name + "') and is not overwritten");
      }
    }
    readReport(named);
  }

  /** Finds before a long run what can be found of the reasons why it cannot be written. */
  private void checkCreatable() {
    @Nullable Path above = directory.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null) {
      return;
    }
    if (!Files.isDirectory(above)) {
      throw failed("cannot be written: '" + above + "' is no directory");
    }
    if (!Files.isWritable(above)) {
      throw failed("cannot be written: permission denied");
    }
  }

  /** Moves the fresh directory into place; the former one comes back if that fails. */
  private void replace(Path fresh, Path former) throws IOException {
    boolean replaces = Files.exists(directory);
    if (replaces) {
      delete(former);
      Files.move(directory, former, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(former, directory, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  /** Deletes a directory of this class's own files, if it exists. */
  private static void delete(Path own) throws IOException {
    if (!Files.exists(own)) {
      return;
    }
    for (String name : FILES) {
      Files.deleteIfExists(own.resolve(name));
    }
    Files.delete(own);
  }

  private ConfigException failed(String message) {
    return ConfigException.at(named, 0, 0, "", message);
  }
}
