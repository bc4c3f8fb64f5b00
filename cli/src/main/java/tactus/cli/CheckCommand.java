package tactus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks files without running them. */
@Command(
    name = "check",
    description =
        "Check files of runs, sweeps, machines, stream fabrics and residency problems: every key,"
            + " every file they name, and whether the machine can compute the workload.")
final class CheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "YAML files.")
  private List<Path> configs = new ArrayList<>();

  @Mixin private SettingOption setting = new SettingOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  Task task() {
    return new Checks(configs, setting.texts());
  }

  @Override
  public Integer call() {
    return task().run(spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
