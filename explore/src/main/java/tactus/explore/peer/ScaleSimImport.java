package tactus.explore.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.Problems;
import tactus.config.TextFile;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfigReader;
import tactus.workload.scalesim.ScaleSimTopology;
import tactus.workload.scalesim.ScaleSimTopologyReader;
import tactus.workload.scalesim.ScaleSimTopologyReader.Edge;

/**
 * Turns a machine and a network of SCALE-Sim into a run: a YAML file with the machine written out
 * and the names of both files in it. What becomes of each value is in {@code
 * docs/models/scale-sim.md}.
 */
public final class ScaleSimImport {

  private static final int LARGEST_ARRAY_EDGE = 65_536;

  private ScaleSimImport() {}

  /**
   * Writes a run. The file is there whole or not at all.
   *
   * @param cfg SCALE-Sim's {@code .cfg} file
   * @param topologyCsv SCALE-Sim's topology file, of products or convolutions
   * @param outputYaml the file to write; its folder is made if it is missing
   * @param replaces whether a file that is there and says something else is overwritten
   * @throws ConfigException if a file is missing or malformed, the array is larger than a machine
   *     may have, or the output cannot be written or holds something else
   */
  public static void write(Path cfg, Path topologyCsv, Path outputYaml, boolean replaces) {
    ScaleSimConfig config = readConfig(cfg);
    ScaleSimTopology topology =
        ScaleSimTopologyReader.read(
            topologyCsv, ScaleSimTopologyReader.detect(topologyCsv), Edge.ROUND_UP);
    try {
      Path folder = folder(outputYaml);
      ScaleSimRunYaml yaml =
          new ScaleSimRunYaml(
              config, topology, relative(folder, cfg), relative(folder, topologyCsv));
      TextFile.write(outputYaml, yaml.text(), replaces);
    } catch (IOException e) {
      throw refused(outputYaml, "cannot be written: " + TextFile.reason(e));
    }
  }

  private static ScaleSimConfig readConfig(Path cfg) {
    ScaleSimConfig config = ScaleSimConfigReader.read(cfg);
    Problems problems = new Problems();
    checkEdge(cfg, "ArrayHeight", config.arrayHeight(), problems);
    checkEdge(cfg, "ArrayWidth", config.arrayWidth(), problems);
    problems.throwIfAny();
    return config;
  }

  private static void checkEdge(Path cfg, String key, int edge, Problems problems) {
    if (edge > LARGEST_ARRAY_EDGE) {
      problems.add(
          ConfigProblem.at(
              cfg,
              0,
              0,
              "architecture_presets." + key,
              "must be at most "
                  + LARGEST_ARRAY_EDGE
                  + " for a machine to be made of it, but was "
                  + edge));
    }
  }

  private static Path folder(Path outputYaml) throws IOException {
    @Nullable Path folder = outputYaml.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(outputYaml)) {
      throw refused(outputYaml, "is a directory, but must be a file");
    }
    return Files.createDirectories(folder).toRealPath();
  }

  /** The way from a folder to a file, the same on every system; absolute if there is none. */
  private static String relative(Path folder, Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    @Nullable Path parent = absolute.getParent();
    @Nullable Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw new IllegalStateException(file + " was read, so it must have a name");
    }
    Path target = parent.toRealPath().resolve(name);
    boolean reachable = Objects.equals(target.getRoot(), folder.getRoot());
    String way = (reachable ? folder.relativize(target) : target).toString();
    return way.replace(target.getFileSystem().getSeparator(), "/");
  }

  private static ConfigException refused(Path outputYaml, String message) {
    return new ConfigException(List.of(ConfigProblem.at(outputYaml, 0, 0, "", message)));
  }
}
