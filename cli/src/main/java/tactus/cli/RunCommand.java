package tactus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs machines with workloads. */
@Command(
    name = "run",
    description = "Run one machine with one workload, from each file, and say where cycles go.")
final class RunCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CONFIG",
      arity = "1..*",
      description =
          "YAML files, each with a machine and a workload, a stream fabric, a training iteration or a"
              + " product of sparse matrices.")
  private List<Path> configs = new ArrayList<>();

  @Mixin private SettingOption setting = new SettingOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Write report.json, report.html and trace.json.gz there; with several files, to a"
              + " directory in it for each.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print the report as JSON and nothing else.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create();

  Task task() {
    return new Runs(configs, setting.texts(), output, json, quiet);
  }

  @Override
  public Integer call() {
    return task().run(spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
