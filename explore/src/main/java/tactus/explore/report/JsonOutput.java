package tactus.explore.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tactus.config.ConfigException;

/** The directory that runs without a page write: {@code report.json}. */
public final class JsonOutput {

  private static final String REPORT = "report.json";

  private JsonOutput() {}

  /**
   * Writes an output.
   *
   * @param directory the directory, which need not exist and may hold an earlier report only
   * @param report the report's text
   * @throws ConfigException if it cannot be written
   */
  public static void write(Path directory, String report) {
    try {
      Files.createDirectories(directory);
      try (var entries = Files.list(directory)) {
        if (entries.anyMatch(entry -> !entry.endsWith(REPORT))) {
          throw failed(directory, "holds more than a report and is not overwritten");
        }
      }
      Files.writeString(directory.resolve(REPORT), report);
    } catch (IOException e) {
      throw failed(directory, "cannot be written (" + e + ")");
    }
  }

  private static ConfigException failed(Path directory, String message) {
    return ConfigException.at(directory, 0, 0, "", message);
  }
}
