package tactus.explore.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tactus.config.ConfigException;

/**
 * The directory a run's output goes to: {@code report.json}, {@code report.html}, {@code
 * graph.dot}.
 */
public final class StreamOutput {

  private static final String REPORT = "report.json";
  private static final String PAGE = "report.html";
  private static final String GRAPH = "graph.dot";
  private static final Set<String> FILES = Set.of(REPORT, PAGE, GRAPH);

  private StreamOutput() {}

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
      throw failed(directory, "cannot be read (" + e + ")");
    }
  }

  /**
   * Writes an output.
   *
   * @param directory the directory, which need not exist
   * @param report the report's text
   * @param page the report as a page
   * @param dot the graph's text
   * @throws ConfigException if it cannot be written
   */
  public static void write(Path directory, String report, String page, String dot) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(REPORT), report);
      Files.writeString(directory.resolve(PAGE), page);
      Files.writeString(directory.resolve(GRAPH), dot);
    } catch (IOException e) {
      throw failed(directory, "cannot be written (" + e + ")");
    }
  }

  private static ConfigException failed(Path directory, String message) {
    return ConfigException.at(directory, 0, 0, "", message);
  }
}
