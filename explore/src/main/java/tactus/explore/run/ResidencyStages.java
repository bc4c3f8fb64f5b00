package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.dataflow.scratchpad.ResidencyException;
import tactus.explore.report.ResidencyPage;
import tactus.explore.residency.ResidencyExperiment;

/** What planning a file does: read, plan, write. */
public final class ResidencyStages {

  private static final String REPORT = "report.json";
  private static final String PAGE = "report.html";

  private ResidencyStages() {}

  /**
   * {@return the report of a file's problem, {@code tactus/residency/1}}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong, or an operator does not fit a budget
   */
  public static ObjectNode run(Path file, List<Setting> settings) {
    try {
      return ResidencyExperiment.run(ResidencyReader.read(file, settings));
    } catch (ResidencyException e) {
      throw ConfigException.at(file, 0, 0, "budgets", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Writes the report and its page to a directory.
   *
   * @param directory the directory, which need not exist
   * @param report the report
   * @throws ConfigException if they cannot be written
   */
  public static void write(Path directory, ObjectNode report) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(REPORT), JsonText.of(report));
      Files.writeString(directory.resolve(PAGE), ResidencyPage.render(report));
    } catch (IOException e) {
      throw ConfigException.at(directory, 0, 0, "", "cannot be written (" + e + ")");
    }
  }
}
