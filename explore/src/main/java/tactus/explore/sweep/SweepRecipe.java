package tactus.explore.sweep;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import tactus.config.ConfigException;
import tactus.config.Origin;
import tactus.config.Setting;

/**
 * How another process reads a sweep again.
 *
 * @param file its file, as an absolute path
 * @param directory where paths in settings are relative to, absolute
 * @param settings what is put over it, each {@code key=value}
 * @param hash content of all of it, which must be the same there
 */
public record SweepRecipe(String file, String directory, List<String> settings, String hash)
    implements Serializable {

  /** Copies the list. */
  public SweepRecipe {
    settings = List.copyOf(settings);
  }

  /**
   * {@return the recipe of a sweep}
   *
   * @param sweep the sweep
   * @param settings what was put over its file
   */
  public static SweepRecipe of(SweepSpec sweep, List<Setting> settings) {
    return new SweepRecipe(
        sweep.file().toAbsolutePath().normalize().toString(),
        Path.of("").toAbsolutePath().toString(),
        settings.stream().map(one -> one.key() + "=" + one.value()).toList(),
        sweep.hash());
  }

  /** The sweep, read here. */
  SweepSpec read() {
    Path here = Path.of(directory);
    List<Setting> read =
        settings.stream()
            .map(Setting::parse)
            .map(
                one ->
                    new Setting(
                        one.key(), one.value(), new Origin("--set " + one.key(), 0, 0, here)))
            .toList();
    SweepSpec sweep = SweepReader.read(Path.of(file), read);
    if (!sweep.hash().equals(hash)) {
      throw ConfigException.at(
          Path.of(file), 0, 0, "", "is another sweep here than where it was started");
    }
    return sweep;
  }
}
