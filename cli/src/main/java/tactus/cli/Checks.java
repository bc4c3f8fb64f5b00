package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import tactus.config.ConfigException;
import tactus.explore.run.ConfigCheck;
import tactus.explore.run.ConfigKind;
import tactus.explore.sweep.SweepReader;

/**
 * The checks that a command line asks for.
 *
 * @param configs files of anything
 * @param settings what to put over them, as it is written
 */
record Checks(List<Path> configs, List<String> settings) implements Task {

  Checks {
    configs = List.copyOf(configs);
    settings = List.copyOf(settings);
  }

  @Override
  public int run(PrintWriter out, PrintWriter err) {
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
      return "sweep " + SweepReader.read(config, SettingOption.parse(settings)).name();
    }
    return ConfigCheck.check(config, SettingOption.parse(settings));
  }
}
