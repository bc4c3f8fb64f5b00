package tactus.hw.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tactus.config.ConfigException;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.hw.cost.sram.Flavor;
import tactus.unit.Dimension;
import tactus.unit.Ticks;

/** How a machine is priced, as it is written in YAML, read into a {@link CostSpec}. */
public final class CostReader {

  private static final Key<Double> NODE =
      Key.quantity("node", Dimension.LENGTH)
          .where(
              node -> NodeScaling.nodes().stream().anyMatch(known -> (double) known == node),
              "one of "
                  + NodeScaling.nodes().stream()
                      .map(node -> node + " nm")
                      .collect(Collectors.joining(", ")))
          .byDefault(28.0)
          .doc("Node of the process.");
  private static final Key<Long> DESIGN_CLOCK =
      Key.clock("design_clock")
          .optional()
          .doc(
              "Clock that gates are sized for, at least the machine's; the machine's if not written."
                  + " What is built for one clock costs the same area and energy an action at any"
                  + " lower one.");
  private static final Key<Double> VOLTAGE =
      Key.number("voltage")
          .atLeast(0.5)
          .atMost(1.3)
          .optional()
          .doc("Supply in V; the node's nominal one if not written.");
  private static final Key<Flavor> TRANSISTORS =
      Key.word("transistors", Flavor.class)
          .byDefault(Flavor.LOW_OPERATING_POWER)
          .doc("What the transistors are made for, in the ITRS' words; decides leakage and SRAMs.");
  private static final Key<Integer> TEMPERATURE =
      Key.integer("temperature")
          .atLeast(300)
          .atMost(400)
          .byDefault(340)
          .doc("Temperature in K; decides the leakage.");
  private static final Key<EnergyScaling> SCALING =
      Key.word("scaling", EnergyScaling.class)
          .byDefault(EnergyScaling.STILLMAKER_BAAS)
          .doc(
              "How the energy of logic changes from node to node: by polynomials, or by operations"
                  + " published for 45 nm and 7 nm.");
  private static final Key<ArithmeticEstimator> ARITHMETIC =
      Key.word("arithmetic", ArithmeticEstimator.class)
          .byDefault(ArithmeticEstimator.STRUCTURAL)
          .doc("How multiply-adds are priced: from their gates, or by a published table.");
  private static final Key<MemoryEstimator> MEMORY =
      Key.word("memory", MemoryEstimator.class)
          .byDefault(MemoryEstimator.CIRCUITS)
          .doc(
              "How the scratchpad is priced: from its circuits; its area by the density of cells on a"
                  + " die; its energy by a published table.");
  private static final Key<Boolean> EXTRAPOLATE =
      Key.bool("extrapolate")
          .byDefault(false)
          .doc("Whether a published table is used for memories beyond its sizes.");
  private static final Key<DramStandard> DRAM =
      Key.of("dram", ValueType.choice(standards()))
          .byDefault(DramStandard.named("ddr4"))
          .doc("Standard of the DRAM; decides energy, background power and interface.");
  private static final Key<Integer> DRAM_INTERFACES =
      Key.integer("dram_interfaces")
          .atLeast(0)
          .atMost(4096)
          .optional()
          .doc(
              "Interfaces of that standard on the die; as many as the bandwidth takes if not written.");
  private static final Key<Double> LINK_LENGTH =
      Key.quantity("link_length", Dimension.LENGTH)
          .atLeast(0.0)
          .optional()
          .doc(
              "Length of the wires between engines and scratchpad; half of the side of a square as"
                  + " large as both if not written.");
  private static final Key<Double> CONTROL =
      Key.number("control")
          .atLeast(0.0)
          .atMost(10.0)
          .byDefault(0.05)
          .doc(
              "Area, leakage and energy of control, as a share of the engines'. The default is a guess.");
  private static final Key<Double> ACTIVITY =
      Key.number("activity")
          .atLeast(0.0)
          .atMost(1.0)
          .optional()
          .doc(
              "Share of operand bits that change from one operation to the next; as counted if the run"
                  + " has values, else 0.5.");
  private static final Key<Boolean> CLOCK_GATING =
      Key.bool("clock_gating")
          .byDefault(true)
          .doc("Whether parts that do nothing in a cycle are not clocked in it.");
  private static final Key<Boolean> ZERO_GATING =
      Key.bool("zero_gating")
          .byDefault(false)
          .doc(
              "Whether a multiply-adder rests for an operand of zero; the share is counted from values.");
  private static final Key<Path> TABLE =
      Key.path("table").optional().doc("Your own costs of components, a CSV file.");

  private static final Key<Path> ERT =
      Key.path("ert").optional().doc("Accelergy's energy reference table.");
  private static final Key<Path> ART =
      Key.path("art").optional().doc("Accelergy's area reference table.");
  private static final Key<Map<String, String>> COMPONENTS =
      Key.map("components", ValueType.string())
          .doc(
              "The component in Accelergy's tables for each of ours, such as `scratchpad: system.glb`.");
  private static final SectionType ACCELERGY_TYPE =
      SectionType.builder("accelergy", "Costs from Accelergy's tables.")
          .keys(ERT, ART, COMPONENTS)
          .build();
  private static final Key<Section> ACCELERGY =
      Key.section("accelergy", ACCELERGY_TYPE)
          .optional()
          .doc("Costs of components from Accelergy's tables.");

  private static final Key<String> BLOCK_NAME = Key.string("name").doc("Name, a key in reports.");
  private static final Key<Level> BLOCK_LEVEL =
      Key.word("level", Level.class).byDefault(Level.CONTROL).doc("Where in the machine it is.");
  private static final Key<Integer> BLOCK_COUNT =
      Key.integer("count").atLeast(1).byDefault(1).doc("How many equal ones there are.");
  private static final Key<String> BLOCK_UNIT =
      Key.string("unit")
          .where(Die.units()::contains, "one of " + String.join(", ", Die.units()))
          .optional()
          .doc("What each is, of the units that are known from dies.");
  private static final Key<Double> BLOCK_TRANSISTORS =
      Key.number("transistors").atLeast(0.0).optional().doc("Transistors of each.");
  private static final Key<Long> BLOCK_SRAM =
      Key.size("sram").atLeast(1L).optional().doc("Bytes of memory of each.");
  private static final Key<Integer> ENTRIES = Key.integer("entries").atLeast(1).doc("Registers.");
  private static final Key<Integer> BITS =
      Key.integer("bits").atLeast(1).doc("Bits of a register.");
  private static final Key<Integer> PORTS =
      Key.integer("ports").atLeast(1).doc("Ports that read or write.");
  private static final Key<Section> BLOCK_REGISTERS =
      Key.section(
              "register_file",
              SectionType.of("register_file", "A register file.", ENTRIES, BITS, PORTS))
          .optional()
          .doc("The register file each is.");
  private static final Key<Double> BLOCK_AREA =
      Key.quantity("area", Dimension.AREA).atLeast(0.0).optional().doc("Area of each.");
  private static final SectionType BLOCK =
      SectionType.builder("block", "A part of the chip that is not simulated.")
          .keys(
              BLOCK_NAME,
              BLOCK_LEVEL,
              BLOCK_COUNT,
              BLOCK_UNIT,
              BLOCK_TRANSISTORS,
              BLOCK_SRAM,
              BLOCK_REGISTERS,
              BLOCK_AREA)
          .exactlyOneOf(BLOCK_UNIT, BLOCK_TRANSISTORS, BLOCK_SRAM, BLOCK_REGISTERS, BLOCK_AREA)
          .build();
  private static final Key<List<Section>> BLOCKS =
      Key.list("blocks", ValueType.section(BLOCK))
          .optional()
          .doc("Parts of the chip that are not simulated, for their area and leakage.");
  private static final Key<Map<String, String>> GROUPS =
      Key.map("groups", ValueType.string())
          .optional()
          .doc("A group for components, by which their areas are summed up too.");
  private static final Key<Double> DIE =
      Key.quantity("die", Dimension.AREA)
          .where(area -> area > 0, "above 0")
          .optional()
          .doc("Area of the die; it must hold all components.");

  private static final Key<Double> DIAMETER =
      Key.quantity("diameter", Dimension.LENGTH)
          .where(length -> length > 0, "above 0")
          .byDefault(300e6)
          .doc("Diameter.");
  private static final Key<Double> PRICE =
      Key.number("price").atLeast(0.0).doc("Price of a wafer, in any currency.");
  private static final Key<Double> DEFECTS =
      Key.number("defects_per_cm2")
          .atLeast(0.0)
          .byDefault(0.1)
          .doc("Defects on a square centimetre.");
  private static final Key<Double> CLUSTERING =
      Key.number("clustering")
          .where(alpha -> alpha > 0, "above 0")
          .byDefault(3.0)
          .doc("How much defects cluster: alpha of the negative binomial model.");
  private static final Key<Section> WAFER =
      Key.section(
              "wafer",
              SectionType.of("wafer", "What a wafer costs.", DIAMETER, PRICE, DEFECTS, CLUSTERING))
          .optional()
          .doc("What a wafer costs, for the price of a die.");

  /** The section {@code cost} of a machine. */
  public static final SectionType COST =
      SectionType.builder(
              "cost", "What the parts of a machine cost in energy and area, and how that is found.")
          .keys(
              NODE,
              DESIGN_CLOCK,
              VOLTAGE,
              TRANSISTORS,
              TEMPERATURE,
              SCALING,
              ARITHMETIC,
              MEMORY,
              EXTRAPOLATE,
              DRAM,
              DRAM_INTERFACES,
              LINK_LENGTH,
              CONTROL,
              ACTIVITY,
              CLOCK_GATING,
              ZERO_GATING,
              TABLE,
              ACCELERGY,
              BLOCKS,
              GROUPS,
              DIE,
              WAFER)
          .build();

  private CostReader() {}

  private static Map<String, DramStandard> standards() {
    Map<String, DramStandard> standards = new LinkedHashMap<>();
    DramStandard.all().forEach(standard -> standards.put(standard.name(), standard));
    return standards;
  }

  /**
   * {@return what a machine costs}
   *
   * @param section a section of type {@link #COST}
   * @param parts the parts of the machine
   * @throws ConfigException if an estimator does not know a part, or the die is too small
   */
  public static MachineCost read(Section section, MachineParts parts) {
    MachineCost cost;
    try {
      cost = MachinePricer.price(parts, spec(section, parts));
    } catch (EstimateException e) {
      Key<?> key =
          COST.keys().stream().filter(k -> k.name().equals(e.key())).findFirst().orElse(NODE);
      throw section.failure(key, String.valueOf(e.getMessage()));
    }
    if (cost.dieUtilization().orElse(0) > 1) {
      throw section.failure(
          DIE,
          String.format(
              java.util.Locale.ROOT,
              "must hold all components, which take %.2f mm2",
              cost.areaSquareMicrometers() / 1e6));
    }
    return cost;
  }

  private static CostSpec spec(Section section, MachineParts parts) {
    int node = (int) Math.round(section.get(NODE));
    Optional<Long> design = section.find(DESIGN_CLOCK);
    if (design.isPresent() && design.get() > parts.periodTicks()) {
      throw section.failure(
          DESIGN_CLOCK,
          "must be at least the machine's clock, " + Ticks.formatFrequency(parts.periodTicks()));
    }
    return new CostSpec(
        node,
        optional(design.map(ticks -> ticks / 1e3)),
        section.find(VOLTAGE).orElseGet(() -> NodeScaling.nominalVolts(node)),
        section.get(TRANSISTORS),
        section.get(TEMPERATURE),
        section.get(SCALING),
        section.get(ARITHMETIC),
        section.get(MEMORY),
        section.get(EXTRAPOLATE),
        section.get(DRAM),
        section.find(DRAM_INTERFACES).map(OptionalInt::of).orElseGet(OptionalInt::empty),
        optional(section.find(LINK_LENGTH).map(nanometers -> nanometers / 1e6)),
        section.get(CONTROL),
        optional(section.find(ACTIVITY)),
        section.get(CLOCK_GATING),
        section.get(ZERO_GATING),
        table(section, parts),
        section.find(BLOCKS).stream().flatMap(List::stream).map(CostReader::block).toList(),
        section.find(GROUPS).orElse(Map.of()),
        optional(section.find(DIE)),
        section.find(WAFER).map(CostReader::wafer));
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private static WaferSpec wafer(Section section) {
    return new WaferSpec(
        section.get(DIAMETER) / 1e6,
        section.get(PRICE),
        section.get(DEFECTS),
        section.get(CLUSTERING));
  }

  private static BlockSpec block(Section section) {
    return new BlockSpec(
        section.get(BLOCK_NAME),
        section.get(BLOCK_LEVEL),
        section.get(BLOCK_COUNT),
        section.find(BLOCK_UNIT),
        optional(section.find(BLOCK_TRANSISTORS)),
        section.find(BLOCK_SRAM).map(OptionalLong::of).orElseGet(OptionalLong::empty),
        section
            .find(BLOCK_REGISTERS)
            .map(
                file ->
                    new BlockSpec.RegisterFileSpec(
                        file.get(ENTRIES), file.get(BITS), file.get(PORTS))),
        optional(section.find(BLOCK_AREA)));
  }

  private static EstimateTable table(Section section, MachineParts parts) {
    EstimateTable table =
        section.find(ACCELERGY).map(a -> accelergy(a, parts)).orElse(EstimateTable.EMPTY);
    return section.find(TABLE).map(UserTable::read).map(table::with).orElse(table);
  }

  private static EstimateTable accelergy(Section section, MachineParts parts) {
    List<Path> files = new ArrayList<>();
    section.find(ERT).ifPresent(files::add);
    section.find(ART).ifPresent(files::add);
    if (files.isEmpty()) {
      throw section.failure(COMPONENTS, "must be written beside ert or art");
    }
    AccelergyTables tables = AccelergyTables.read(section.find(ERT), section.find(ART));
    Map<String, EstimateTable.Entry> entries = new LinkedHashMap<>();
    section
        .get(COMPONENTS)
        .forEach(
            (ours, theirs) -> {
              if (!tables.names().contains(theirs)) {
                throw section.failure(
                    COMPONENTS,
                    "has '"
                        + theirs
                        + "' for "
                        + ours
                        + ", which is in neither table"
                        + tactus.config.NearestMatch.hint(theirs, tables.names()));
              }
              entries.put(ours, tables.entry(theirs, 1e15 / parts.periodTicks()));
            });
    return new EstimateTable(entries);
  }
}
