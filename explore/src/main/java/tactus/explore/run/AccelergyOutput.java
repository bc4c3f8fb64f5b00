package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.hw.cost.AccelergyTables;

/** A machine's costs as files of Accelergy, so that they can be compared there. */
public final class AccelergyOutput {

  private AccelergyOutput() {}

  /**
   * Writes {@code ERT.yaml} and {@code ART.yaml} of a machine.
   *
   * @param file YAML file of a machine, or of a run with one
   * @param settings what to put over it
   * @param directory where they go; files of these names are replaced
   * @throws tactus.config.ConfigException if the file is wrong or the directory cannot be written
   */
  public static void write(Path file, List<Setting> settings, Path directory) {
    AccelergyTables tables =
        AccelergyTables.of(
            RunReader.readCost(file, settings), RunReader.readMachine(file, settings).clockHz());
    TextFile.write(directory.resolve("ERT.yaml"), tables.ertYaml(), true);
    TextFile.write(directory.resolve("ART.yaml"), tables.artYaml(), true);
  }
}
