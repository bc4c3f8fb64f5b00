package tactus.explore.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tactus.config.ConfigException;
import tactus.config.TextFile;

/** Where runs write, and what those without a machine do: the report, a page of it, a graph. */
public final class ReportOutput {

  /** The report as JSON. */
  public static final String REPORT = "report.json";

  /** The report as a page. */
  public static final String PAGE = "report.html";

  /** The graph that was run. */
  public static final String GRAPH = "graph.dot";

  private static final Set<String> FILES = Set.of(REPORT, PAGE, GRAPH);

  private ReportOutput() {}

  /**
   * {@return the directories of some runs' outputs: of one, the given one; of several, directories
   * in it named like the runs' files}
   *
   * @param directory the directory
   * @param files the runs' files
   * @throws ConfigException if two files have the same name
   */
  public static List<Path> directories(Path directory, List<Path> files) {
    if (files.size() == 1) {
      return List.of(directory);
    }
    List<Path> directories = new ArrayList<>();
    for (Path file : files) {
      Path own = directory.resolve(TextFile.stem(file));
      int other = directories.indexOf(own);
      if (other >= 0) {
        throw ConfigException.at(
            file,
            0,
            0,
            "",
            "must not have the name of '" + files.get(other) + "', as both go to '" + own + "'");
      }
      directories.add(own);
    }
    return directories;
  }

  /**
   * Checks that a directory holds nothing that is not such an output.
   *
   * @param directory the directory, which need not exist
   * @throws ConfigException if it holds something else
   */
  public static void check(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> foreign =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> !FILES.contains(name))
              .sorted()
              .toList();
      if (!foreign.isEmpty()) {
        throw failed(
            directory,
            "holds more than the output of a run ('"
                + foreign.get(0)
                + "') and is not overwritten");
      }
    } catch (IOException e) {
      throw failed(directory, "cannot be read: " + TextFile.reason(e));
    }
  }

  /**
   * Writes an output.
   *
   * @param directory the directory, which need not exist
   * @param files texts of {@link #REPORT}, {@link #PAGE} or {@link #GRAPH}
   * @throws ConfigException if it cannot be written
   */
  public static void write(Path directory, Map<String, String> files) {
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(directory.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw failed(directory, "cannot be written: " + TextFile.reason(e));
    }
  }

  private static ConfigException failed(Path directory, String message) {
    return ConfigException.at(directory, 0, 0, "", message);
  }
}
