package tactus.hw;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tactus.config.ConfigDocument;
import tactus.config.ConfigProblem;
import tactus.config.Key;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.Setting;
import tactus.config.TextFile;
import tactus.config.ValueType;
import tactus.hw.cost.CostReader;
import tactus.hw.cost.MachineCost;
import tactus.hw.matrix.MatrixEngineSpec;

/** Machines as they are written in YAML, read into a {@link MachineSpec}. */
public final class MachineReader {
  private static final long SLOWEST_PERIOD_TICKS = 1_000_000_000L;
  private static final long FASTEST_PERIOD_TICKS = 10_000L;

  private static final Key<String> NAME =
      Key.string("name").optional().doc("Name in reports; the file's name if not written.");
  private static final Key<Long> CLOCK =
      Key.clock("clock")
          .where(
              period -> period <= SLOWEST_PERIOD_TICKS && period >= FASTEST_PERIOD_TICKS,
              "from 1 MHz to 100 GHz")
          .doc("Core clock. Its period is rounded to whole femtoseconds.");
  private static final Key<Section> MATRIX_ENGINE =
      Key.section("matrix_engine", MatrixEngineKeys.TYPE)
          .optional()
          .doc("The matrix engine, or several equal ones.");
  private static final Key<List<Section>> MATRIX_ENGINES =
      Key.list("matrix_engines", ValueType.section(MatrixEngineKeys.TYPE))
          .where(list -> !list.isEmpty(), "not empty")
          .optional()
          .doc("Unequal matrix engines, instead of `matrix_engine`.");
  private static final Key<Section> VECTOR_ENGINE =
      Key.section("vector_engine", VectorEngineKeys.TYPE)
          .orEmptySection()
          .doc("The vector engine, for everything that is not a matrix product.");
  private static final Key<Section> SCRATCHPAD =
      Key.section("scratchpad", MemoryKeys.SCRATCHPAD).doc("The on-chip memory.");
  private static final Key<Section> DMA =
      Key.section("dma", MemoryKeys.DMA)
          .orEmptySection()
          .doc("The DMA engine between DRAM and scratchpad.");
  private static final Key<Section> DRAM =
      Key.section("dram", MemoryKeys.DRAM).doc("The off-chip memory.");

  private static final Key<Section> ARITHMETIC =
      Key.section("arithmetic", ArithmeticKeys.TYPE)
          .optional()
          .doc(
              "What the matrix engines compute with; without it, a run has no values. It never"
                  + " changes a cycle count.");

  /** Who computes attention. */
  private enum Attention {
    /** The matrix engines and the vector engine. */
    MATMUL,
    /** The stream fabric. */
    STREAMING
  }

  private static final Key<Attention> ATTENTION =
      Key.word("attention", Attention.class)
          .byDefault(Attention.MATMUL)
          .doc(
              "Who computes attention: the matrix and vector engines as products and a softmax"
                  + " (`matmul`), or a stream fabric (`streaming`).");
  private static final Key<Section> STREAM_FABRIC =
      Key.section("stream_fabric", StreamFabricKeys.TYPE)
          .orEmptySection()
          .doc("The stream fabric; there is none unless attention is `streaming`.");

  private static final Key<Section> COST =
      Key.section("cost", CostReader.COST)
          .orEmptySection()
          .doc("What its parts cost in energy and area. It never changes a cycle count.");

  /** The top section of a machine's file, and of {@code machine} in others. */
  public static final SectionType MACHINE =
      SectionType.builder("machine", "A machine: its engines, its memories and its clock.")
          .keys(
              NAME,
              CLOCK,
              MATRIX_ENGINE,
              MATRIX_ENGINES,
              VECTOR_ENGINE,
              SCRATCHPAD,
              DMA,
              DRAM,
              ARITHMETIC,
              ATTENTION,
              STREAM_FABRIC,
              COST)
          .exactlyOneOf(MATRIX_ENGINE, MATRIX_ENGINES)
          .rule(MachineReader::checkEngines)
          .build();

  private MachineReader() {}

  private static void checkEngines(Section machine, Problems problems) {
    List<Section> engines = machine.find(MATRIX_ENGINES).orElse(List.of());
    long flexible = engines.stream().filter(MatrixEngineKeys::isFlexible).count();
    if (flexible > 0 && flexible < engines.size()) {
      problems.add(machine, MATRIX_ENGINES, "must all have dataflow 'flexible', or none of them");
    }
    boolean isSwitched =
        engines.stream().anyMatch(one -> MatrixEngineKeys.dataflows(one).size() > 1);
    boolean isAlike =
        engines.stream()
                .map(one -> List.of(MatrixEngineKeys.dataflows(one), MatrixEngineKeys.forced(one)))
                .distinct()
                .count()
            <= 1;
    if (isSwitched && !isAlike) {
      problems.add(
          machine,
          MATRIX_ENGINES,
          "must all have the same dataflows and dataflow_choice if one has several: they share each"
              + " product");
    }
    if (engines.stream().map(MatrixEngineKeys::multipliers).distinct().count() > 1) {
      problems.add(machine, MATRIX_ENGINES, "must all have the same 'multipliers'");
    }
  }

  /**
   * {@return the machine of a section}
   *
   * @param section a section of type {@link #MACHINE}
   */
  public static MachineSpec read(Section section) {
    long period = section.get(CLOCK);
    List<MatrixEngineSpec> engines = new ArrayList<>();
    section.find(MATRIX_ENGINE).ifPresent(engine -> MatrixEngineKeys.add(engine, engines));
    section
        .find(MATRIX_ENGINES)
        .ifPresent(list -> list.forEach(engine -> MatrixEngineKeys.add(engine, engines)));
    return new MachineSpec(
        section.find(NAME).orElseGet(() -> TextFile.stem(Path.of(section.origin().file()))),
        period,
        engines,
        VectorEngineKeys.read(section.get(VECTOR_ENGINE), period),
        MemoryKeys.scratchpad(section.get(SCRATCHPAD)),
        MemoryKeys.dma(section.get(DMA), period),
        MemoryKeys.dram(section.get(DRAM), period),
        section.find(ARITHMETIC).map(ArithmeticKeys::read),
        section.get(ATTENTION) == Attention.STREAMING
            ? Optional.of(StreamFabricKeys.read(section.get(STREAM_FABRIC)))
            : Optional.empty());
  }

  /**
   * {@return what the machine of a section costs}
   *
   * @param section a section of type {@link #MACHINE}
   * @throws tactus.config.ConfigException if an estimator does not know one of its parts
   */
  public static MachineCost readCost(Section section) {
    return readCost(section, read(section));
  }

  /**
   * {@return what the machine of a section costs}
   *
   * @param section a section of type {@link #MACHINE}
   * @param machine the machine of the section
   * @throws tactus.config.ConfigException if an estimator does not know one of its parts
   */
  public static MachineCost readCost(Section section, MachineSpec machine) {
    return CostReader.read(section.get(COST), machine.parts());
  }

  /**
   * {@return a problem with the capacity of a machine's scratchpad}
   *
   * @param section a section of type {@link #MACHINE}
   * @param message what is wrong
   */
  public static ConfigProblem scratchpadProblem(Section section, String message) {
    return MemoryKeys.capacityProblem(section.get(SCRATCHPAD), message);
  }

  /**
   * {@return a problem with a machine's stream fabric}
   *
   * @param section a section of type {@link #MACHINE}
   * @param message what is wrong
   */
  public static ConfigProblem streamFabricProblem(Section section, String message) {
    return section.problem(STREAM_FABRIC, message);
  }

  /**
   * {@return the machine of a file}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws tactus.config.ConfigException if anything in it is wrong
   */
  public static MachineSpec read(Path file, List<Setting> settings) {
    return read(ConfigDocument.read(file, MACHINE, settings).section());
  }
}
