package tactus.hw.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tactus.hw.cost.sram.SramCost;
import tactus.hw.cost.sram.SramModel;
import tactus.hw.cost.sram.SramSpec;

/**
 * Memories of a process: SRAMs by their circuits, files of flip-flops where there are too few
 * words. Below the SRAM model's nodes, its smallest one is scaled.
 */
final class MemoryCosts {

  /**
   * A memory.
   *
   * @param squareMicrometers area, in µm²
   * @param readPicojoules energy of a read of a word, in pJ
   * @param writePicojoules energy of a write of a word, in pJ
   * @param leakageMilliwatts leakage, in mW
   * @param estimator how that was found
   */
  record Memory(
      double squareMicrometers,
      double readPicojoules,
      double writePicojoules,
      double leakageMilliwatts,
      String estimator) {}

  /** Words a bank must have to be an SRAM. */
  private static final int FEWEST_WORDS = 32;

  // A bit of a file of flip-flops with its multiplexer and decoder, in gate equivalents: the
  // regfile_1r1w_flops of 16 x 16 bits in golden/synthesis/blocks_osu018.csv, 1984 / 256.
  private static final double FILE_BIT_GATES = 7.75;
  private static final double MULTIPLEXER_GATES = 2.3;

  /** Searching an SRAM's organization takes a while and is asked for again and again. */
  private static final Map<Asked, SramCost> FOUND =
      Collections.synchronizedMap(new LinkedHashMap<>());

  private record Asked(SramSpec spec, LogicProcess process) {}

  /** Energy of a bit on a wire, in pJ a mm, by process. */
  private static final Map<LogicProcess, Double> WIRES = new ConcurrentHashMap<>();

  private final LogicProcess process;
  private final LogicProcess organizedFor;

  /**
   * Creates the costs of memories.
   *
   * @param process their process
   * @param organizedFor the process for which they were divided into subarrays, of the same node
   */
  MemoryCosts(LogicProcess process, LogicProcess organizedFor) {
    this.process = process;
    this.organizedFor = organizedFor;
  }

  private int tabledNode() {
    return Math.max(process.nanometers(), SramModel.smallestNode());
  }

  private SramModel model() {
    return model(process);
  }

  private SramModel model(LogicProcess of) {
    return new SramModel(tabledNode(), of.flavor(), of.kelvin());
  }

  private double energyFactor() {
    int tabled = tabledNode();
    return NodeScaling.energy(
        tabled, NodeScaling.nominalVolts(tabled), process.nanometers(), process.volts());
  }

  Memory memory(SramSpec spec) {
    long words = spec.bytes() * 8 / spec.wordBits() / spec.banks();
    return words < FEWEST_WORDS ? file(spec, words) : sram(spec);
  }

  private Memory sram(SramSpec spec) {
    SramCost found =
        FOUND.computeIfAbsent(
            new Asked(spec, organizedFor), asked -> model(organizedFor).cost(spec));
    SramCost cost =
        organizedFor.equals(process)
            ? found
            : model().cost(spec, found.organization()).orElseThrow();
    double energy = energyFactor();
    return new Memory(
        cost.areaSquareMicrometers() * NodeScaling.area(tabledNode(), process.nanometers()),
        cost.readPicojoules() * energy,
        cost.writePicojoules() * energy,
        // Leakage of smaller nodes is taken to fall as the energy does: a guess.
        cost.leakageMilliwatts() * energy,
        "SRAM circuits"
            + (tabledNode() == process.nanometers()
                ? ""
                : " of " + tabledNode() + " nm, scaled to " + process.nanometers() + " nm"));
  }

  private Memory file(SramSpec spec, long words) {
    Technology gate = process.technology();
    double bits = (double) spec.bytes() * 8;
    int levels = 64 - Long.numberOfLeadingZeros(Math.max(0, words - 1));
    double area = bits * FILE_BIT_GATES * gate.gateSquareMicrometers();
    // A read moves the levels of a multiplexer, a write the flip-flops of a word: a guess.
    double read = spec.wordBits() * MULTIPLEXER_GATES * Math.max(1, levels);
    double write = spec.wordBits() * gate.flipFlopGates();
    return new Memory(
        area,
        read * gate.gateFemtojoules() / 1e3,
        write * gate.gateFemtojoules() / 1e3,
        bits * FILE_BIT_GATES * process.gateMilliwatts(),
        "file of flip-flops");
  }

  /**
   * {@return the energy of a bit on a wire, in pJ a mm} Below the SRAM model's nodes a millimeter
   * keeps its capacitance (R. Ho, K. Mai and M. Horowitz, The future of wires, Proceedings of the
   * IEEE 2001; recalled), so that its energy goes with the square of the supply alone.
   */
  double wirePicojoulesPerMillimeter() {
    double supply = process.volts() / NodeScaling.nominalVolts(tabledNode());
    return WIRES.computeIfAbsent(
        process, of -> model().wirePicojoulesPerMillimeter() * supply * supply);
  }

  List<String> sources() {
    List<String> sources = new ArrayList<>(SramModel.sources());
    if (tabledNode() != process.nanometers()) {
      sources.addAll(NodeScaling.sources());
    }
    return sources;
  }
}
