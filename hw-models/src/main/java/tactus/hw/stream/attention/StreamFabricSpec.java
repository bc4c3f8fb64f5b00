package tactus.hw.stream.attention;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.command.StreamOp;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.Link;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.Unit;
import tactus.hw.stream.UnitKind;
import tactus.hw.stream.attention.AttentionDesign.Role;

/**
 * A stream fabric of a machine: units and channels laid out for attention, for rows up to a length.
 *
 * @param design the layout; all its channels have the depth they are built with
 * @param largestDimension values of a query, key or value row that its buffers hold, at least 1
 * @param longestRow keys of a row up to which channels that wait for a whole row are long enough;
 *     no bound for variants without such channels
 * @param arithmetic what its units compute with, if it is not what the matrix engines do
 */
public record StreamFabricSpec(
    AttentionDesign design,
    int largestDimension,
    long longestRow,
    Optional<FloatArithmeticSpec> arithmetic) {

  /**
   * Makes a fabric that computes with what the matrix engines do.
   *
   * @param design the layout
   * @param largestDimension values of a query, key or value row that its buffers hold, at least 1
   * @param longestRow keys of a row up to which channels that wait for a whole row are long enough
   */
  public StreamFabricSpec(AttentionDesign design, int largestDimension, long longestRow) {
    this(design, largestDimension, longestRow, Optional.empty());
  }

  /** Gives each channel its depth. */
  public StreamFabricSpec {
    if (largestDimension < 1 || longestRow < 1) {
      throw new IllegalArgumentException(
          "largestDimension ("
              + largestDimension
              + ") and longestRow ("
              + longestRow
              + ") must be at least 1");
    }
    AttentionShape longest = new AttentionShape(1, longestRow, largestDimension, 1, 1, false);
    Map<Role, Long> depths = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      depths.put(role, design.depth(role, longest));
    }
    design = design.withDepths(depths);
  }

  /** {@return whether channels hold a row, so that there is a longest one} */
  public boolean holdsRow() {
    return holdsRow(design.variant());
  }

  /**
   * {@return whether channels of a variant hold a row}
   *
   * @param variant the variant
   */
  public static boolean holdsRow(AttentionVariant variant) {
    return variant == AttentionVariant.NAIVE || variant == AttentionVariant.ROW_MAXIMUM;
  }

  /** {@return rows of queries computed at a time} */
  public long lanes() {
    return (long) design.headLanes() * design.rowLanes();
  }

  /** {@return the multiply-accumulates of both products it can do in a cycle} */
  public long macsPerCycle() {
    return 2L * design.vectorWidth() * lanes();
  }

  /**
   * {@return its multipliers: one for each value of a token in either product and, where a running
   * maximum scales what there is, one for each value of a result and one for the sum}
   */
  public long multipliers() {
    long scaled = design.variant() == AttentionVariant.MEMORY_FREE ? design.vectorWidth() + 1L : 0L;
    return macsPerCycle() + lanes() * scaled;
  }

  /** {@return its units that compute exponentials} */
  public long exponentials() {
    return lanes() * (design.variant() == AttentionVariant.MEMORY_FREE ? 2 : 1);
  }

  /** {@return its dividers: of each weight, or of each value of a result's token} */
  public long dividers() {
    return lanes() * (holdsRow() ? 1 : design.vectorWidth());
  }

  /**
   * A memory of a lane: a channel, or what a unit remembers.
   *
   * @param name name of the channel or the unit
   * @param words words it holds
   * @param values values of a word
   * @param isOperand whether they have the operands' format, not the results'
   * @param busy whether it is used for each key, not only for each row
   */
  public record LaneMemory(String name, long words, int values, boolean isOperand, boolean busy) {}

  /** {@return the memories of one lane; key and value channels count for each} */
  public List<LaneMemory> laneMemories() {
    AttentionShape row = new AttentionShape(1, 1, dimension(largestDimension), 1, 1, false);
    StreamGraph lane = AttentionGraph.timing(row, laneDesign());
    StreamGraph longer =
        AttentionGraph.timing(new AttentionShape(1, 2, row.dimension(), 1, 1, false), laneDesign());
    List<LaneMemory> memories = new ArrayList<>();
    for (Link link : lane.links()) {
      memories.add(
          new LaneMemory(
              link.name(),
              link.depth(),
              lane.width(link),
              OPERANDS.contains(link.name()),
              longer.tokensInFirstRound(link) > lane.tokensInFirstRound(link)));
    }
    for (Unit unit : lane.units()) {
      boolean isScore = unit.kind() == UnitKind.MATMUL;
      if (unit.stateValues() == 0) {
        continue;
      }
      if (unit.kind() == UnitKind.MATMUL || unit.kind() == UnitKind.MEMORY_REDUCE) {
        memories.add(
            new LaneMemory(
                unit.name(),
                row.dimension() / design.vectorWidth(),
                design.vectorWidth(),
                isScore,
                true));
      }
      // The score's sum, and the sum and the maximum of a row.
      if (isScore || unit.kind() != UnitKind.MEMORY_REDUCE) {
        memories.add(new LaneMemory(unit.name(), 1, 1, false, true));
      }
    }
    return memories;
  }

  private static final List<String> OPERANDS =
      List.of(
          AttentionDesign.word(Role.QUERY),
          AttentionDesign.word(Role.KEY),
          AttentionDesign.word(Role.VALUE));

  /** {@return values its channels and the buffers of its units hold} */
  public long storedValues() {
    long values = 0;
    for (LaneMemory memory : laneMemories()) {
      values = Math.addExact(values, Math.multiplyExact(memory.words(), memory.values()));
    }
    return Math.multiplyExact(lanes(), values);
  }

  /**
   * {@return why it cannot compute rows, a line each; empty if it can}
   *
   * @param keys keys of a row
   * @param dimension values of a row
   */
  public List<String> unfit(long keys, long dimension) {
    List<String> reasons = new ArrayList<>();
    if (dimension > largestDimension) {
      reasons.add(
          "its rows of "
              + dimension
              + " values must fit the stream fabric's buffers (largest_dimension: "
              + largestDimension
              + ")");
    }
    if (holdsRow() && keys > longestRow) {
      reasons.add(
          "its rows of "
              + keys
              + " keys must fit the stream fabric's channels (longest_row: "
              + longestRow
              + ")");
    }
    return reasons;
  }

  /**
   * {@return the passes of all row lanes over the keys that a number of rows takes}
   *
   * @param rows rows of queries of a group
   */
  public long rounds(long rows) {
    return (rows + design.rowLanes() - 1) / design.rowLanes();
  }

  /**
   * {@return the tokens of a row}
   *
   * @param dimension values of a row
   */
  public long parts(long dimension) {
    return (dimension + design.vectorWidth() - 1) / design.vectorWidth();
  }

  private int dimension(long values) {
    return Math.toIntExact(parts(values) * design.vectorWidth());
  }

  /**
   * {@return what a group of a command is to the fabric: full rounds of full tokens}
   *
   * @param rows rows of queries of a group
   * @param keys keys of a row
   * @param dimension values of a row
   * @param rowLanes row lanes that are simulated, all or one
   */
  AttentionShape shape(long rows, long keys, long dimension, int rowLanes) {
    return new AttentionShape(
        Math.multiplyExact(rounds(rows), rowLanes), keys, dimension(dimension), 1, 1, false);
  }

  /** One head lane with one row lane. Others do the same at the same time. */
  AttentionDesign laneDesign() {
    return design.withLanes(1, 1);
  }

  /** One head lane with all its row lanes. */
  AttentionDesign headDesign() {
    return design.withLanes(1, design.rowLanes());
  }

  /**
   * The times at memory for a command: queries, and keys with values, are read through read ports
   * of their own in each bank, results written through write ports; the words that all lanes need
   * at a time are taken to be spread evenly over the banks.
   */
  AttentionTiming timing(StreamOp command, ScratchpadSpec scratchpad) {
    int width = design.vectorWidth();
    long groups = command.groups();
    long rows = design.rowLanes();
    AttentionTiming timing = design.timing();
    long reads = (long) scratchpad.banks() * scratchpad.readPorts();
    long writes = (long) scratchpad.banks() * scratchpad.writePorts();
    long query = groups * rows * scratchpad.words(width, command.query().elementBits());
    long key =
        groups
            * (scratchpad.words(width, command.key().elementBits())
                + scratchpad.words(width, command.value().elementBits()));
    long out = groups * rows * scratchpad.words(width, command.out().elementBits());
    return timing.withMemory(
        timing.querySource().withLeastInterval((query + reads - 1) / reads),
        timing.keySource().withLeastInterval((key + reads - 1) / reads),
        timing.sink().withLeastInterval((out + writes - 1) / writes));
  }

  /** {@return the same without bounds on channels, for estimates that must not depend on them} */
  public StreamFabricSpec unbounded() {
    return new StreamFabricSpec(design.unbounded(), largestDimension, longestRow, arithmetic);
  }

  /**
   * {@return the same with other row lanes}
   *
   * @param rowLanes rows of queries computed at a time from one stream of keys and values
   */
  public StreamFabricSpec withRowLanes(int rowLanes) {
    return new StreamFabricSpec(
        design.withLanes(design.headLanes(), rowLanes), largestDimension, longestRow, arithmetic);
  }
}
