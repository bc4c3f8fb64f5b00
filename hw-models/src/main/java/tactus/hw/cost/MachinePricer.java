package tactus.hw.cost;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tactus.config.NearestMatch;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.command.Dataflow;
import tactus.hw.cost.MemoryCosts.Memory;
import tactus.hw.cost.PublishedTable.Operation;
import tactus.hw.cost.sram.Flavor;
import tactus.hw.cost.sram.SramSpec;
import tactus.hw.matrix.FlexibleNetworksSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.sparse.SparseUnitSpec;

/** Prices a machine: asks the estimator of each component. */
public final class MachinePricer {

  /** Multiply-adds that a function unit is worth, beside the lane's own: a guess. */
  private static final double FUNCTION_UNITS = 3;

  /**
   * Gates of a multiplexer for each bit of all inputs but one: those of four to sixteen inputs in
   * {@code golden/synthesis/blocks_osu018.csv} have 1.7 to 1.8.
   */
  private static final double MULTIPLEXER_GATES = 1.75;

  /** Bits of an access of a block's SRAM: a guess that its leakage hardly depends on. */
  private static final int BLOCK_WORD_BITS = 256;

  private static final String SWITCHED =
      "an element of several dataflows has the registers of each and a two-way multiplexer for each"
          + " bit of its second operand and of its addend, whose switching is not counted (a guess)";

  private static final String FILLED = "leakage of gates that fill its area (a guess)";

  private final MachineParts parts;
  private final CostSpec spec;
  private final LogicProcess logic;
  private final Technology gate;
  private final double gateMilliwatts;
  private final MemoryCosts memories;
  private final double designPeriod;
  private final MultiplyAddCost unit;
  private final List<ComponentCost> components = new ArrayList<>();

  private MachinePricer(MachineParts parts, CostSpec spec, LogicProcess organizedFor) {
    this.parts = parts;
    this.spec = spec;
    this.logic = spec.logic();
    this.gate = logic.technology();
    this.gateMilliwatts = logic.gateMilliwatts();
    this.memories = new MemoryCosts(logic, organizedFor);
    MultiplyAddCost basic =
        parts.pricedArithmetic() instanceof FloatArithmeticSpec floats
            ? MultiplyAddCost.of(floats)
            : MultiplyAddCost.of((IntegerArithmeticSpec) parts.pricedArithmetic());
    this.designPeriod = spec.designPeriodPicoseconds().orElse(parts.periodPicoseconds());
    this.unit = basic.pipelinedFor(designPeriod, gate);
  }

  /**
   * {@return what a machine costs}
   *
   * @param parts its parts
   * @param spec how they are priced
   * @throws EstimateException if an estimator does not know a part
   */
  public static MachineCost price(MachineParts parts, CostSpec spec) {
    return new MachinePricer(parts, spec, spec.logic()).price();
  }

  /**
   * {@return what the same machine costs with other transistors: its memories are divided as they
   * were}
   *
   * @param parts its parts
   * @param spec how they were priced
   * @param flavor the other transistors
   */
  static MachineCost priceWith(MachineParts parts, CostSpec spec, Flavor flavor) {
    return new MachinePricer(parts, spec.withFlavor(flavor), spec.logic()).price();
  }

  private MachineCost price() {
    MultiplyAddEnergy multiplyAdd = multiplyAdders();
    MultiplyAddEnergy operandWrite = arrayRegisters();
    accumulators();
    vectorEngine();
    scratchpad();
    components.addAll(
        new FlexibleNetworkPricer(
                parts,
                logic,
                memories,
                components.get(0).areaSquareMicrometers()
                    + components.get(1).areaSquareMicrometers())
            .components());
    parts
        .streamFabric()
        .ifPresent(
            fabric ->
                components.addAll(
                    new StreamFabricPricer(fabric, parts, designPeriod, logic, memories)
                        .components()));
    control();
    links();
    dram();
    spec.blocks().forEach(this::block);
    checkNames();
    for (int i = 0; i < components.size(); i++) {
      EstimateTable.Entry given = spec.table().entries().get(components.get(i).name());
      if (given != null) {
        components.set(i, given(components.get(i), given));
      }
    }
    EstimateTable.Entry mac = spec.table().entries().get(MachineCost.MULTIPLY_ADDERS);
    if (mac != null && mac.picojoules().containsKey(Action.MAC)) {
      // What a table says holds for its own operands.
      multiplyAdd = new MultiplyAddEnergy(mac.picojoules().get(Action.MAC), 0);
    }
    EstimateTable.Entry write = spec.table().entries().get(MachineCost.ARRAY_REGISTERS);
    if (write != null && write.picojoules().containsKey(Action.WRITE_OPERAND)) {
      operandWrite = new MultiplyAddEnergy(write.picojoules().get(Action.WRITE_OPERAND), 0);
    }
    return new MachineCost(parts, spec, components, multiplyAdd, operandWrite);
  }

  private void checkNames() {
    List<String> names = new ArrayList<>(components.stream().map(ComponentCost::name).toList());
    // A machine compared with has no stream fabric, but the same prices.
    names.addAll(MachineCost.OF_STREAM_FABRIC);
    // A sweep may take the engine's dataflow in turn.
    names.addAll(MachineCost.OF_FLEXIBLE_ENGINES);
    for (String name : spec.table().entries().keySet()) {
      if (!names.contains(name)) {
        throw new EstimateException(
            "table", "has no component '" + name + "'" + NearestMatch.hint(name, names));
      }
    }
    for (String name : spec.groups().keySet()) {
      if (!names.contains(name)) {
        throw new EstimateException(
            "groups", "has no component '" + name + "'" + NearestMatch.hint(name, names));
      }
    }
  }

  private static ComponentCost given(ComponentCost ours, EstimateTable.Entry theirs) {
    Map<Action, Double> energy = new java.util.EnumMap<>(Action.class);
    energy.putAll(ours.picojoules());
    energy.putAll(theirs.picojoules());
    return new ComponentCost(
        ours.name(),
        ours.level(),
        ours.units(),
        theirs.squareMicrometers().isPresent()
            ? theirs.squareMicrometers().getAsDouble() * ours.units()
            : ours.areaSquareMicrometers(),
        theirs.leakageMilliwatts().isPresent()
            ? theirs.leakageMilliwatts().getAsDouble() * ours.units()
            : ours.leakageMilliwatts(),
        energy,
        theirs.estimator(),
        List.of(theirs.source()));
  }

  private double gatesArea(double gates) {
    return gates * gate.gateSquareMicrometers();
  }

  private MultiplyAddEnergy structural(MultiplyAddCost cost) {
    double still = cost.femtojoules(designPeriod, gate, 0) / 1e3;
    return new MultiplyAddEnergy(still, cost.femtojoules(designPeriod, gate, 1) / 1e3 - still);
  }

  private double gates(MultiplyAddCost cost) {
    return cost.gates() * cost.sizing(designPeriod, gate)
        + cost.registerBits() * gate.flipFlopGates();
  }

  private MultiplyAddEnergy multiplyAdders() {
    MultiplyAddEnergy energy = structural(unit);
    double gates = gates(unit);
    double area = gatesArea(gates);
    String estimator = "structural";
    List<String> sources = logic.sources();
    if (spec.arithmetic() != ArithmeticEstimator.STRUCTURAL) {
      PublishedTable table = new PublishedTable(PublishedTable.name(spec.arithmetic()), logic);
      Operation multiply = operation("mul", false);
      Operation add = operation("add", true);
      double published =
          table.picojoules(multiply, "arithmetic") + table.picojoules(add, "arithmetic");
      // Published for operands of no known activity: taken as the typical one.
      energy =
          new MultiplyAddEnergy(
              energy.clockPicojoules(), Math.max(0, published) / MultiplyAddCost.TYPICAL_ACTIVITY);
      area =
          table
              .squareMicrometers(multiply, "arithmetic")
              .flatMap(m -> table.squareMicrometers(add, "arithmetic").map(a -> Double.sum(m, a)))
              .map(a -> a + gatesArea(unit.registerBits() * gate.flipFlopGates()))
              .orElse(area);
      estimator = "published table " + PublishedTable.name(spec.arithmetic());
      sources = table.sources();
    }
    long units = parts.multiplyAdders();
    components.add(
        new ComponentCost(
            MachineCost.MULTIPLY_ADDERS,
            Level.PE,
            units,
            area * units,
            gates * gateMilliwatts * units,
            Map.of(
                Action.MAC,
                energy.picojoules(MultiplyAddCost.TYPICAL_ACTIVITY),
                Action.IDLE_CYCLE,
                structural(unit).clockPicojoules()),
            estimator,
            sources));
    return energy;
  }

  /** The operation of a published table: sums of floating-point numbers are wider than products. */
  private Operation operation(String name, boolean isSum) {
    if (parts.pricedArithmetic() instanceof FloatArithmeticSpec floats) {
      FloatFormat format = isSum ? floats.results() : floats.operands();
      boolean brain = format.bits() == 16 && format.exponentBits() == 8;
      return new Operation(name, brain ? "bf" : "fp", format.bits());
    }
    IntegerArithmeticSpec integers = (IntegerArithmeticSpec) parts.pricedArithmetic();
    return new Operation(name, "int", isSum ? integers.sumBits() : integers.operandBits());
  }

  /**
   * Operands on their way through the arrays, those that stay, and sums that wait to leave; with a
   * sparse unit, the operands of a group, the index, and what picks one of them, in each element
   * or, if columns share their patterns, at each row's edge. Output stationary, an index that
   * columns share is an address, and nothing picks. An element of an array that is switched has
   * what each of its dataflows needs, and two multiplexers: of the operand and of the addend.
   */
  private MultiplyAddEnergy arrayRegisters() {
    double bits = 0;
    double multiplexers = 0;
    for (MatrixEngineSpec engine : parts.matrixEngines()) {
      boolean sumsStay = engine.interconnect().has(Dataflow.OUTPUT_STATIONARY);
      boolean operandsStay =
          engine.interconnect().dataflows().stream()
              .anyMatch(dataflow -> dataflow != Dataflow.OUTPUT_STATIONARY);
      int largestGroup = engine.sparsity().map(SparseUnitSpec::largestGroup).orElse(1);
      boolean atEdge = engine.sparsity().map(SparseUnitSpec::picksAtEdge).orElse(false);
      boolean picks = largestGroup > 1 && !atEdge;
      int multipliers = engine.multipliers();
      int inputs = picks ? engine.inputs() : multipliers;
      int index = picks ? Integer.numberOfTrailingZeros(largestGroup) : 0;
      int copies = engine.doubleBuffer() ? 2 : 1;
      int sums = engine.accumulation().interleavedSums();
      int fromTop = multipliers * (parts.operandBits() + index);
      if (picks) {
        multiplexers +=
            (double) engine.multiplyAdders()
                * MULTIPLEXER_GATES
                * (inputs - 1)
                * parts.operandBits();
      }
      if (atEdge && operandsStay) {
        double selectors = (double) engine.rows() * multipliers;
        multiplexers += selectors * MULTIPLEXER_GATES * (largestGroup - 1) * parts.operandBits();
        bits += selectors * Integer.numberOfTrailingZeros(largestGroup) * copies;
      }
      int ofElement = inputs * parts.operandBits();
      // What stays came down through the registers in which, output stationary, it moves.
      ofElement += operandsStay ? fromTop * copies : fromTop;
      // One sum is the multiply-adder's own register.
      ofElement += sumsStay ? engine.accumulatorBits() * (copies * sums - 1) : 0;
      if (sumsStay && operandsStay) {
        multiplexers +=
            engine.processingElements()
                * Blocks.multiplexerGates(fromTop + engine.accumulatorBits());
      }
      bits += (double) engine.processingElements() * ofElement;
      bits += (double) engine.processingElements() * waitingBits(engine, sumsStay);
    }
    double flop = gate.flipFlopGates();
    double word = parts.operandBits() * flop * gate.gateFemtojoules() / 1e3;
    // Half of a flip-flop's energy is its clock's.
    MultiplyAddEnergy energy = new MultiplyAddEnergy(word / 2, word);
    long units = parts.multiplyAdders();
    List<String> sources = new ArrayList<>(logic.sources());
    if (parts.matrixEngines().stream().anyMatch(engine -> engine.interconnect().isSwitched())) {
      sources.add(SWITCHED);
    }
    components.add(
        new ComponentCost(
            MachineCost.ARRAY_REGISTERS,
            Level.REGISTER,
            units,
            gatesArea(bits * flop + multiplexers),
            (bits * flop + multiplexers) * gateMilliwatts,
            Map.of(
                Action.WRITE_OPERAND,
                energy.picojoules(MultiplyAddCost.TYPICAL_ACTIVITY),
                Action.IDLE_CYCLE,
                bits / units * flop * gate.gateFemtojoules() / 2e3),
            "structural",
            sources));
    return energy;
  }

  /**
   * Registers in which operands of an element wait until the sum has come to their multiply-adder:
   * the stages of the element are spread evenly over its chain, which is a guess.
   */
  private double waitingBits(MatrixEngineSpec engine, boolean sumsStay) {
    int moving = sumsStay ? 2 : 1;
    long stages = 0;
    for (int i = 1; i < engine.multipliers(); i++) {
      stages += (long) i * engine.pipelineDepth() / engine.multipliers();
    }
    return (double) stages * moving * parts.operandBits();
  }

  /** A memory for each column or sum that leaves, with a port to read and one to write. */
  private void accumulators() {
    double area = 0;
    double leakage = 0;
    double read = 0;
    double write = 0;
    long columns = 0;
    String estimator = "";
    for (MatrixEngineSpec engine : parts.matrixEngines()) {
      int wordBits = Math.max(8, (engine.accumulatorBits() + 7) / 8 * 8);
      int sums =
          engine.networks().map(FlexibleNetworksSpec::reductionBandwidth).orElse(engine.columns());
      long bytes = Math.max(wordBits / 8, engine.accumulatorBytes() / sums);
      Memory memory = memories.memory(new SramSpec(bytes, wordBits, 1, 0, 1, 1));
      area += memory.squareMicrometers() * sums;
      leakage += memory.leakageMilliwatts() * sums;
      read += memory.readPicojoules() * sums;
      write += memory.writePicojoules() * sums;
      columns += sums;
      estimator = memory.estimator();
    }
    components.add(
        new ComponentCost(
            MachineCost.ACCUMULATORS,
            Level.REGISTER,
            columns,
            area,
            leakage,
            Map.of(Action.READ, read / columns, Action.WRITE, write / columns),
            estimator,
            memories.sources()));
  }

  private void vectorEngine() {
    MultiplyAddCost lane =
        MultiplyAddCost.of(FloatArithmeticSpec.fused(FloatFormat.FP32, FloatFormat.FP32))
            .pipelinedFor(designPeriod, gate);
    double element = structural(lane).picojoules(spec.activityOr(java.util.OptionalDouble.empty()));
    double gates = gates(lane) * (1 + FUNCTION_UNITS);
    int lanes = parts.vectorEngine().lanes();
    List<String> sources = new ArrayList<>(logic.sources());
    sources.add(
        "a lane is an fp32 multiply-add and a function unit worth "
            + (int) FUNCTION_UNITS
            + " more (a guess)");
    components.add(
        new ComponentCost(
            MachineCost.VECTOR_ENGINE,
            Level.VECTOR,
            lanes,
            gatesArea(gates) * lanes,
            gates * gateMilliwatts * lanes,
            Map.of(
                Action.ELEMENT,
                element,
                Action.FUNCTION,
                element * (1 + FUNCTION_UNITS),
                Action.IDLE_CYCLE,
                structural(lane).clockPicojoules()),
            "structural",
            sources));
  }

  private void scratchpad() {
    ScratchpadSpec pad = parts.scratchpad();
    int bits = 8 * pad.wordBytes();
    if (pad.capacityBytes() > SramSpec.MOST_BYTES || bits > 8192) {
      throw new EstimateException(
          "memory",
          "knows memories of at most "
              + SramSpec.MOST_BYTES
              + " bytes and 8192 bits, but the scratchpad has "
              + pad.capacityBytes()
              + " bytes and "
              + bits
              + " bits");
    }
    int ports = Math.max(pad.readPorts(), pad.writePorts());
    Memory memory =
        memories.memory(new SramSpec(pad.capacityBytes(), bits, pad.banks(), ports, 0, 0));
    double area = memory.squareMicrometers();
    double read = memory.readPicojoules();
    double write = memory.writePicojoules();
    String estimator = memory.estimator();
    Set<String> sources = new LinkedHashSet<>(memories.sources());
    switch (spec.memory()) {
      case CIRCUITS -> {
        // As it is.
      }
      case DENSITY -> {
        area = Die.sramSquareMicrometers(pad.capacityBytes(), spec.nanometers());
        estimator = "density of cells; energy: " + estimator;
        sources.addAll(Die.sources());
      }
      default -> {
        PublishedTable table = new PublishedTable(PublishedTable.name(spec.memory()), logic);
        read =
            table.accessPicojoules(
                pad.capacityBytes() / pad.banks(), bits, spec.extrapolates(), "memory");
        write = read;
        estimator =
            "published table " + PublishedTable.name(spec.memory()) + "; area: " + estimator;
        sources.addAll(table.sources());
      }
    }
    components.add(
        new ComponentCost(
            MachineCost.SCRATCHPAD,
            Level.SCRATCHPAD,
            1,
            area,
            memory.leakageMilliwatts(),
            Map.of(Action.READ, read, Action.WRITE, write),
            estimator,
            List.copyOf(sources)));
  }

  /** Sequencers and address generators, as a share of what they control. */
  private void control() {
    double area = 0;
    double leakage = 0;
    for (ComponentCost component : components) {
      if (component.level() != Level.SCRATCHPAD) {
        area += component.areaSquareMicrometers();
        leakage += component.leakageMilliwatts();
      }
    }
    double mac = components.get(0).picojoules(Action.MAC);
    double element = components.get(3).picojoules(Action.ELEMENT);
    components.add(
        new ComponentCost(
            MachineCost.CONTROL,
            Level.CONTROL,
            1,
            area * spec.controlShare(),
            leakage * spec.controlShare(),
            Map.of(
                Action.MAC,
                mac * spec.controlShare(),
                Action.ELEMENT,
                element * spec.controlShare()),
            "share of what it controls",
            List.of(spec.controlShare() + " of the engines (a guess unless it is written)")));
  }

  private void links() {
    double engines = 0;
    for (ComponentCost component : components) {
      engines += component.areaSquareMicrometers();
    }
    // From the middle of the scratchpad to the middle of the engines, on a square.
    double millimeters = spec.linkMillimeters().orElse(Math.sqrt(engines / 1e6) / 2);
    components.add(
        new ComponentCost(
            MachineCost.LINKS,
            Level.LINK,
            1,
            0,
            0,
            Map.of(Action.BIT, memories.wirePicojoulesPerMillimeter() * millimeters / 2),
            String.format(java.util.Locale.ROOT, "repeated wires of %.2f mm", millimeters),
            List.of(
                "wires of the SRAM model's process; half of the bits change; below its nodes a"
                    + " millimeter keeps its capacitance (R. Ho, K. Mai, M. Horowitz, Proceedings of"
                    + " the IEEE 2001; recalled)",
                memories.sources().get(1))));
  }

  private void dram() {
    DramStandard standard = spec.dram();
    double wires = standard.wires(parts.dram().peakBytesPerSecond());
    double channels = wires / standard.channelBits();
    double interfaces =
        spec.dramInterfaces().isPresent()
            ? spec.dramInterfaces().getAsInt()
            : wires / standard.interfaceBits();
    components.add(
        new ComponentCost(
            MachineCost.DRAM,
            Level.DRAM,
            1,
            0,
            channels * (standard.backgroundMilliwatts() + standard.refreshMilliwatts()),
            Map.of(
                Action.BIT,
                standard.columnPicojoulesPerBit() + standard.interfacePicojoulesPerBit(),
                Action.ACTIVATE,
                standard.activatePicojoules()),
            "table of " + standard.name(),
            List.of(standard.source())));
    components.add(
        new ComponentCost(
            MachineCost.DRAM_INTERFACE,
            Level.DRAM,
            1,
            interfaces * standard.interfaceSquareMillimeters() * 1e6,
            filledMilliwatts(interfaces * standard.interfaceSquareMillimeters() * 1e6),
            Map.of(),
            "table of " + standard.name(),
            List.of(standard.source(), FILLED)));
  }

  /** The leakage of a part of which only the area is known, in mW. */
  private double filledMilliwatts(double squareMicrometers) {
    return squareMicrometers / gate.gateSquareMicrometers() * gateMilliwatts;
  }

  private void block(BlockSpec block) {
    Die.Block priced = Die.block(block, spec.nanometers());
    boolean isOnlyArea = priced.gates() == 0 && block.sramBytes().isEmpty();
    double milliwatts =
        isOnlyArea
            ? filledMilliwatts(priced.squareMicrometers())
            : priced.gates() * gateMilliwatts + sramMilliwatts(block);
    List<String> sources = new ArrayList<>(priced.sources());
    if (isOnlyArea) {
      sources.add(FILLED);
    }
    components.add(
        new ComponentCost(
            block.name(),
            block.level(),
            block.count(),
            priced.squareMicrometers() * block.count(),
            milliwatts * block.count(),
            Map.of(),
            priced.estimator(),
            sources));
  }

  /** The leakage of the arrays of a block's SRAM; what an access takes does not matter for it. */
  private double sramMilliwatts(BlockSpec block) {
    long left = block.sramBytes().orElse(0);
    double milliwatts = 0;
    while (left > 0) {
      long array = Math.min(left, Die.LARGEST_ARRAY);
      long alike = left / array;
      SramSpec spec = SramSpec.singlePorted(array, BLOCK_WORD_BITS, 1);
      milliwatts += alike * memories.memory(spec).leakageMilliwatts();
      left -= alike * array;
    }
    return milliwatts;
  }
}
