package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import tactus.config.Setting;
import tactus.explore.spgemm.SparseProductReader;
import tactus.explore.stream.StreamReader;
import tactus.explore.training.TrainingReader;
import tactus.explore.training.TrainingSpec;
import tactus.hw.MachineReader;

/** Says whether what a person wrote can be run, without running it. */
public final class ConfigCheck {

  private ConfigCheck() {}

  /**
   * {@return what a file holds, in words}
   *
   * @param file a YAML file of any kind but a sweep
   * @param settings what to put over it
   * @throws tactus.config.ConfigException if anything in it is wrong, or the machine cannot compute
   *     the workload
   */
  public static String check(Path file, List<Setting> settings) {
    return switch (ConfigKind.of(file)) {
      case MACHINE -> "machine " + MachineReader.read(file, settings).name();
      case SWEEP -> throw new IllegalArgumentException(file + ": a sweep must be checked as one");
      case STREAM -> "stream fabric " + StreamReader.read(file, settings).name();
      case TRAINING -> {
        TrainingSpec spec = TrainingReader.read(file, settings);
        yield "training of " + spec.network().name();
      }
      case SPARSE_PRODUCT -> "sparse product " + SparseProductReader.read(file, settings).name();
      case RESIDENCY -> "residency of " + ResidencyReader.read(file, settings).problem().name();
      case RUN -> {
        RunSpec spec = RunReader.read(file, settings);
        RunStages.check(spec);
        yield "run of " + spec.workload().graph().name() + " on " + spec.machine().name();
      }
    };
  }
}
