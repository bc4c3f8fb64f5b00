package tactus.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.peer.ScaleSimImport;

/** Turns SCALE-Sim's files into a run. */
@Command(
    name = "scale-sim",
    description = "Turn a machine and a topology of SCALE-Sim into the YAML file of a run.")
final class ImportScaleSimCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "CFG", description = "The machine, a .cfg file.")
  private Path cfg = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "CSV",
      description = "The topology, of products or convolutions.")
  private Path topology = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The YAML file to write; if not given, one named like the topology, here.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Overwrite a file that says something else.")
  private boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path file = output == null ? namedLike(topology) : output;
    ScaleSimImport.write(cfg, topology, file, force);
    spec.commandLine().getOut().println("written to " + file);
    return ExitCode.FINE;
  }

  private static Path namedLike(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return Path.of((dot > 0 ? name.substring(0, dot) : name) + ".yaml");
  }
}
