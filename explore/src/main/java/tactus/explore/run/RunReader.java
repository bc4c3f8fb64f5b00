package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import tactus.concurrent.Background;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.explore.numerics.NumericsSpec;
import tactus.explore.peer.ScaleSim3;
import tactus.explore.space.SpaceReader;
import tactus.hw.Fidelity;
import tactus.hw.MachineReader;
import tactus.hw.MachineSpec;
import tactus.hw.cost.MachineCost;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfigReader;

/** Runs as they are written in YAML, read into a {@link RunSpec}. */
public final class RunReader {

  private static final Key<String> NAME =
      Key.string("name").optional().doc("Name in reports; the file's name if not written.");
  private static final Key<Section> MACHINE =
      Key.sectionOrFile("machine", MachineReader.MACHINE).doc("The machine, or a file with one.");
  private static final Key<Section> WORKLOAD =
      Key.section("workload", WorkloadReader.WORKLOAD).doc("What the machine computes.");
  private static final Key<Fidelity> FIDELITY =
      Key.word("fidelity", Fidelity.class)
          .byDefault(Fidelity.FAST)
          .doc(
              "How the machine is simulated. `reference` steps every register on every cycle; it"
                  + " gives the same answer, slowly.");
  private static final Key<Section> NUMERICS =
      Key.sectionOrSwitch("numerics", NumericsReader.NUMERICS)
          .optional()
          .doc(
              "Whether products are executed with real values, and which; the machine must have"
                  + " `arithmetic`. `on` is a section with nothing written in it.");
  private static final Key<Path> SCALE_SIM =
      Key.path("scale_sim")
          .optional()
          .doc(
              "The machine as SCALE-Sim describes it (a `.cfg` file). Adds SCALE-Sim's numbers for"
                  + " the layers of a topology to the report.");

  /** The top section of a run's file. */
  public static final SectionType RUN =
      SectionType.builder("run", "One machine and one workload.")
          .keys(NAME, MACHINE, WORKLOAD, FIDELITY, NUMERICS, SCALE_SIM)
          .rule(RunReader::checkScaleSim)
          .build();

  /** The top section of a sweep's file: a run, and what varies in it. */
  public static final SectionType SWEEP =
      SectionType.builder(
              "sweep", "A run, usually of another file by `extends`, and what varies in it.")
          .keys(NAME, MACHINE, WORKLOAD, FIDELITY, NUMERICS, SCALE_SIM)
          .keys(SpaceReader.KEYS.toArray(new Key<?>[0]))
          .rule(RunReader::checkScaleSim)
          .rule(SpaceReader::check)
          .build();

  private RunReader() {}

  /**
   * {@return the run of a file}
   *
   * @param file a YAML file
   * @param settings what to put over it and the files it names
   * @throws ConfigException if anything in them is wrong
   */
  public static RunSpec read(Path file, List<Setting> settings) {
    ConfigKind kind = ConfigKind.of(file);
    if (kind != ConfigKind.RUN) {
      throw ConfigException.at(
          file,
          0,
          0,
          "",
          "must hold a run, with the keys machine and workload, but is " + kind.words());
    }
    Section run = ConfigDocument.read(file, RUN, settings).section();
    MachineSpec machine = MachineReader.read(run.get(MACHINE));
    // Pricing searches organizations of memories: meanwhile the workload is read and compiled.
    return read(
        run,
        file,
        WorkloadReader.read(run.get(WORKLOAD)),
        machine,
        Background.start("price", () -> MachineReader.readCost(run.get(MACHINE), machine)));
  }

  /**
   * {@return the run of a section, its machine priced}
   *
   * @param run a section of type {@link #RUN}
   * @param file the file it stands for, for messages
   * @param workloads makes the workload of a section of a run, or knows it already
   * @throws ConfigException if anything in it is wrong
   */
  public static RunSpec read(Section run, Path file, Function<Section, Workload> workloads) {
    Workload workload = workloads.apply(run.get(WORKLOAD));
    MachineSpec machine = MachineReader.read(run.get(MACHINE));
    return read(
        run,
        file,
        workload,
        machine,
        CompletableFuture.completedFuture(MachineReader.readCost(run.get(MACHINE), machine)));
  }

  private static RunSpec read(
      Section run, Path file, Workload workload, MachineSpec machine, Future<MachineCost> pricing) {
    SparsityReader.checkMachine(
        run.get(WORKLOAD), WorkloadReader.SPARSITY, workload.graph(), machine);
    return new RunSpec(
        file,
        run.find(NAME).orElseGet(() -> TextFile.stem(file)),
        run.get(MACHINE),
        machine,
        pricing,
        workload,
        run.get(FIDELITY),
        numerics(run, machine, workload),
        scaleSim(run, workload));
  }

  private static Optional<NumericsSpec> numerics(
      Section run, MachineSpec machine, Workload workload) {
    Optional<Section> section = run.find(NUMERICS);
    if (section.isPresent() && machine.arithmetic().isEmpty()) {
      throw run.failure(
          NUMERICS,
          "must be off, since " + machine.name() + " has no arithmetic to compute values with");
    }
    if (section.isPresent()
        && machine.streamFabric().isPresent()
        && machine.streamArithmetic().isEmpty()) {
      throw run.failure(
          NUMERICS,
          "must be off, since the stream fabric of "
              + machine.name()
              + " has no floating-point arithmetic for exponentials"
              + " (machine.stream_fabric.arithmetic)");
    }
    return section.map(values -> NumericsReader.read(values, workload.graph()));
  }

  /**
   * {@return the machine of a file that holds a run or a machine}
   *
   * @param file a YAML file
   * @param settings what to put over it and the files it names
   * @throws ConfigException if anything in the file is wrong
   */
  public static MachineSpec readMachine(Path file, List<Setting> settings) {
    return switch (ConfigKind.of(file)) {
      case MACHINE -> MachineReader.read(file, settings);
      case RUN ->
          MachineReader.read(ConfigDocument.read(file, RUN, settings).section().get(MACHINE));
      case SWEEP, STREAM, TRAINING, SPARSE_PRODUCT, RESIDENCY ->
          throw ConfigException.at(
              file, 0, 0, "", "must hold a machine, but is " + ConfigKind.of(file).words());
    };
  }

  /**
   * {@return what the machine of a file that holds a run or a machine costs}
   *
   * @param file a YAML file
   * @param settings what to put over it and the files it names
   * @throws ConfigException if anything in the file is wrong
   */
  public static MachineCost readCost(Path file, List<Setting> settings) {
    boolean isMachine = ConfigKind.of(file) == ConfigKind.MACHINE;
    SectionType type = isMachine ? MachineReader.MACHINE : RUN;
    Section section = ConfigDocument.read(file, type, settings).section();
    return MachineReader.readCost(isMachine ? section : section.get(MACHINE));
  }

  /**
   * {@return the name a run's section has, if it has one}
   *
   * @param run a section of type {@link #RUN}
   */
  public static Optional<String> name(Section run) {
    return run.find(NAME);
  }

  /** {@return the workload of a run's section} */
  static Section workload(Section run) {
    return run.get(WORKLOAD);
  }

  private static void checkScaleSim(Section run, Problems problems) {
    if (!run.isWritten(SCALE_SIM)) {
      return;
    }
    if (WorkloadReader.hasTopology(run.get(WORKLOAD))) {
      WorkloadReader.checkExists(run, SCALE_SIM, problems);
    } else {
      problems.add(run, SCALE_SIM, "must only be written with workload.topology");
    }
  }

  private static Optional<ScaleSimConfig> scaleSim(Section run, Workload workload) {
    Optional<ScaleSimConfig> config = run.find(SCALE_SIM).map(ScaleSimConfigReader::read);
    config
        .flatMap(known -> ScaleSim3.unmodelled(known, workload.topology().orElseThrow()))
        .ifPresent(
            reason -> {
              throw run.failure(SCALE_SIM, reason);
            });
    return config;
  }
}
