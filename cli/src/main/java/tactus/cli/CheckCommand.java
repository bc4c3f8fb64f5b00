package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.config.ConfigException;
import tactus.explore.run.ConfigCheck;
import tactus.explore.run.ConfigKind;
import tactus.explore.sweep.SweepReader;

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

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int code = ExitCode.FINE;
    for (Path config : configs) {
      try {
        out.println(config + ": fine (" + describe(config) + ")");
      } catch (ConfigException e) {
        e.problems().forEach(err::println);
        code = ExitCode.INPUT_WRONG;
      }
    }
    return code;
  }

  private String describe(Path config) {
    if (ConfigKind.of(config) == ConfigKind.SWEEP) {
      return "sweep " + SweepReader.read(config, setting.settings()).name();
    }
    return ConfigCheck.check(config, setting.settings());
  }
}
