package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.SectionType;
import tactus.explore.stream.StreamReader;
import tactus.explore.training.TrainingReader;
import tactus.hw.MachineReader;

/** What a YAML file holds. */
public enum ConfigKind {
  /** One machine and one workload. */
  RUN,
  /** A run and what varies in it. */
  SWEEP,
  /** A machine. */
  MACHINE,
  /** A stream fabric. */
  STREAM,
  /** A training iteration. */
  TRAINING,
  /** A problem of residency in the scratchpad. */
  RESIDENCY;

  /** {@return the type of the file's top section} */
  public SectionType type() {
    return switch (this) {
      case RUN -> RunReader.RUN;
      case SWEEP -> RunReader.SWEEP;
      case MACHINE -> MachineReader.MACHINE;
      case STREAM -> StreamReader.STREAM;
      case TRAINING -> TrainingReader.TYPE;
      case RESIDENCY -> ResidencyReader.RESIDENCY;
    };
  }

  /**
   * {@return what a file holds, by the keys at its top; a run if they do not tell}
   *
   * @param file a YAML file
   * @throws ConfigException if it is no YAML file with keys, or one of something else
   */
  public static ConfigKind of(Path file) {
    List<String> keys = ConfigDocument.topKeys(file);
    long run = RUN.known(keys);
    long sweep = SWEEP.known(keys); // A run's keys are a sweep's too.
    long machine = MACHINE.known(keys);
    long stream = STREAM.known(keys);
    long training = TRAINING.known(keys);
    long residency = RESIDENCY.known(keys);
    if (sweep == 0
        && machine == 0
        && stream == 0
        && training == 0
        && residency == 0
        && !keys.isEmpty()) {
      throw ConfigException.at(
          file,
          0,
          0,
          "",
          "must hold a run ("
              + RUN.names()
              + "), a sweep (also axes, objectives), a machine ("
              + MACHINE.names()
              + "), a stream fabric ("
              + STREAM.names()
              + "), a training iteration ("
              + TRAINING.names()
              + ") or a residency problem ("
              + RESIDENCY.names()
              + "), but has keys such as '"
              + keys.get(0)
              + "'");
    }
    if (sweep > run && sweep > machine && sweep > stream && sweep > training && sweep > residency) {
      return SWEEP;
    }
    if (training > run && training > machine && training > stream && training > residency) {
      return TRAINING;
    }
    if (residency > run && residency > machine && residency > stream) {
      return RESIDENCY;
    }
    // Both have a key attention; but a machine must have others too.
    if (stream > run && stream >= machine) {
      return STREAM;
    }
    if (machine > run) {
      return MACHINE;
    }
    return RUN;
  }

  /** {@return what a file of this kind holds, in words} */
  public String words() {
    return switch (this) {
      case RUN -> "a run";
      case SWEEP -> "a sweep";
      case MACHINE -> "a machine";
      case STREAM -> "a stream fabric";
      case TRAINING -> "a training iteration";
      case RESIDENCY -> "a residency problem";
    };
  }

  /** How many keys are this type's, or nearly. */
  private long known(List<String> keys) {
    List<String> names = type().keys().stream().map(Key::name).toList();
    return keys.stream().filter(key -> NearestMatch.of(key, names).isPresent()).count();
  }

  private String names() {
    return type().keys().stream().map(Key::name).collect(Collectors.joining(", "));
  }
}
