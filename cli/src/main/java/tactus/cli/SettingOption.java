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
    return parse(settings);
  }

  /** As they are written. */
  List<String> texts() {
    return List.copyOf(settings);
  }

  static List<Setting> parse(List<String> texts) {
    List<Setting> parsed = new ArrayList<>();
    for (String text : texts) {
      parsed.add(Setting.parse(text));
    }
    return parsed;
  }
}
