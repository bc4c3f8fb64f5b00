package tactus.hw.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.cost.MemoryCosts.Memory;
import tactus.hw.cost.sram.SramSpec;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.stream.attention.StreamFabricSpec.LaneMemory;

/** Prices a stream fabric: its units by their structure, its channels and buffers as memories. */
final class StreamFabricPricer {

  /** Bits of a word of a channel; a wider token lies in several memories side by side: a guess. */
  private static final int WIDEST_WORD_BITS = 1024;

  private final StreamFabricSpec fabric;
  private final FloatArithmeticSpec arithmetic;
  private final LogicProcess logic;
  private final Technology gate;
  private final MemoryCosts memories;
  private final double designPeriod;
  private final List<ComponentCost> components = new ArrayList<>();

  StreamFabricPricer(
      StreamFabricSpec fabric,
      MachineParts parts,
      double designPeriod,
      LogicProcess logic,
      MemoryCosts memories) {
    this.fabric = fabric;
    this.arithmetic = parts.pricedStreamArithmetic();
    this.logic = logic;
    this.gate = logic.technology();
    this.memories = memories;
    this.designPeriod = designPeriod;
  }

  /** Its components, each with another name. */
  List<ComponentCost> components() {
    FloatFormat results = arithmetic.results();
    AttentionVariant variant = fabric.design().variant();
    boolean running = variant == AttentionVariant.MEMORY_FREE;
    boolean maximum = running || variant == AttentionVariant.ROW_MAXIMUM;
    long lanes = fabric.lanes();
    units(
        MachineCost.STREAM_MULTIPLY_ADDERS,
        Action.MAC,
        fabric.macsPerCycle(),
        MultiplyAddCost.of(arithmetic),
        "");
    if (running) {
      units(
          MachineCost.STREAM_RESCALERS,
          Action.ELEMENT,
          fabric.multipliers() - fabric.macsPerCycle(),
          FloatUnits.multiplier(results, arithmetic.subnormals()),
          FloatUnits.source());
    }
    units(
        MachineCost.STREAM_EXPONENTIALS,
        Action.FUNCTION,
        fabric.exponentials(),
        FloatUnits.exponential(results),
        FloatUnits.source());
    units(
        MachineCost.STREAM_DIVIDERS,
        Action.FUNCTION,
        fabric.dividers(),
        FloatUnits.divider(results),
        FloatUnits.source());
    // The sum of a row; the differences from the maximum of a score and of the maximum before.
    units(
        MachineCost.STREAM_ADDERS,
        Action.ELEMENT,
        lanes * (running ? 3 : maximum ? 2 : 1),
        FloatUnits.adder(results),
        FloatUnits.source());
    if (maximum) {
      units(
          MachineCost.STREAM_COMPARATORS,
          Action.ELEMENT,
          lanes,
          FloatUnits.maximum(results),
          FloatUnits.source());
    }
    memories();
    return components;
  }

  private void units(String name, Action action, long count, MultiplyAddCost unit, String source) {
    MultiplyAddCost cost = unit.pipelinedFor(designPeriod, gate);
    double gates =
        cost.gates() * cost.sizing(designPeriod, gate) + cost.registerBits() * gate.flipFlopGates();
    List<String> sources = new ArrayList<>(logic.sources());
    if (!source.isEmpty()) {
      sources.add(source);
    }
    components.add(
        new ComponentCost(
            name,
            Level.STREAM,
            count,
            gates * gate.gateSquareMicrometers() * count,
            gates * logic.gateMilliwatts() * count,
            Map.of(
                action,
                cost.femtojoules(designPeriod, gate, MultiplyAddCost.TYPICAL_ACTIVITY) / 1e3,
                Action.IDLE_CYCLE,
                cost.femtojoules(designPeriod, gate, 0) / 1e3),
            "structural",
            sources));
  }

  /** What a lane's memories cost together. */
  private void memories() {
    double area = 0;
    double leakage = 0;
    double read = 0;
    double write = 0;
    long values = 0;
    Set<String> estimators = new LinkedHashSet<>();
    Map<SramSpec, Memory> known = new LinkedHashMap<>();
    for (LaneMemory memory : fabric.laneMemories()) {
      int bits = memory.isOperand() ? arithmetic.operands().bits() : arithmetic.results().bits();
      long wordBits = (long) memory.values() * bits;
      long slices = (wordBits + WIDEST_WORD_BITS - 1) / WIDEST_WORD_BITS;
      int sliceBits = (int) ((wordBits + 8 * slices - 1) / (8 * slices)) * 8;
      SramSpec spec = new SramSpec(bytes(memory, sliceBits), sliceBits, 1, 0, 1, 1);
      Memory cost = known.computeIfAbsent(spec, memories::memory);
      area += cost.squareMicrometers() * slices;
      leakage += cost.leakageMilliwatts() * slices;
      estimators.add(cost.estimator());
      if (memory.busy()) {
        read += cost.readPicojoules() * slices;
        write += cost.writePicojoules() * slices;
        values += memory.values();
      }
    }
    List<String> sources = new ArrayList<>(memories.sources());
    sources.add("a value of a memory that is used for each key, on average over those of a lane");
    sources.add("files of flip-flops below 32 words (a guess)");
    components.add(
        new ComponentCost(
            MachineCost.STREAM_MEMORIES,
            Level.STREAM,
            fabric.lanes(),
            area * fabric.lanes(),
            leakage * fabric.lanes(),
            Map.of(Action.READ, read / values, Action.WRITE, write / values),
            String.join(", ", estimators),
            sources));
  }

  private static long bytes(LaneMemory memory, int wordBits) {
    long most = SramSpec.MOST_BYTES / (wordBits / 8);
    if (memory.words() > most) {
      throw new EstimateException(
          "memory",
          "knows memories of at most "
              + SramSpec.MOST_BYTES
              + " bytes, but "
              + memory.name()
              + " of the stream fabric holds "
              + memory.words()
              + " words of "
              + wordBits
              + " bits");
    }
    return memory.words() * wordBits / 8;
  }
}
