package tactus.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import tactus.config.Setting;

/** The option that replaces values of the files. */
final class SettingOption {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Put a value over the files', such as%nmachine.dram.bandwidth='400 GB/s'.")
  private List<String> settings = new ArrayList<>();

  List<Setting> settings() {
    return settings.stream().map(Setting::parse).toList();
  }
}
