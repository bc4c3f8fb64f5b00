package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import tactus.config.ConfigDocument;
import tactus.config.Key;
import tactus.config.SectionType;
import tactus.hw.MachineReader;

/** What a YAML file holds. */
public enum ConfigKind {
  /** One machine and one workload. */
  RUN,
  /** A machine. */
  MACHINE;

  /** {@return the type of the file's top section} */
  public SectionType type() {
    return switch (this) {
      case RUN -> RunReader.RUN;
      case MACHINE -> MachineReader.MACHINE;
    };
  }

  /**
   * {@return what a file holds, by the keys at its top; a run if they do not tell}
   *
   * @param file a YAML file
   * @throws tactus.config.ConfigException if it is no YAML file with keys
   */
  public static ConfigKind of(Path file) {
    List<String> keys = ConfigDocument.topKeys(file);
    return MACHINE.matches(keys) > RUN.matches(keys) ? MACHINE : RUN;
  }

  private long matches(List<String> keys) {
    return type().keys().stream().map(Key::name).filter(keys::contains).count();
  }
}
