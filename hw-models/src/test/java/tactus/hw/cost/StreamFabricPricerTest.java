package tactus.hw.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tactus.hw.arithmetic.FloatFormat.BF16;
import static tactus.hw.arithmetic.FloatFormat.FP16;
import static tactus.hw.arithmetic.FloatFormat.FP32;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Subnormals;
import tactus.hw.command.Dependences;
import tactus.hw.command.Operand;
import tactus.hw.command.StreamOp;
import tactus.hw.command.TilePlace;
import tactus.hw.cost.sram.Flavor;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.Link;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionGraph;
import tactus.hw.stream.attention.AttentionShape;
import tactus.hw.stream.attention.AttentionTiming;
import tactus.hw.stream.attention.AttentionVariant;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.stream.attention.StreamFabricSpec.LaneMemory;
import tactus.hw.stream.attention.StreamWork;
import tactus.hw.vector.VectorEngineSpec;

class StreamFabricPricerTest {

  private static final Technology GATE = Technology.NANGATE_45;

  private static StreamFabricSpec fabric(AttentionVariant variant, int width, int heads, int rows) {
    AttentionDesign design =
        new AttentionDesign(
            variant, true, width, heads, rows, false, AttentionTiming.published(variant), Map.of());
    return new StreamFabricSpec(design, 64, 128);
  }

  @Property(tries = 40)
  void work_ofACommand_isWhatItsGraphsDo(
      @ForAll AttentionVariant variant,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 20) int keys,
      @ForAll @IntRange(min = 1, max = 16) int dimension) {
    StreamFabricSpec fabric = fabric(variant, 4, 3, 2);
    Operand operand = new Operand(0, 16);
    StreamOp command =
        new StreamOp(
            0,
            Dependences.NONE,
            groups,
            rows,
            keys,
            dimension,
            operand,
            operand,
            operand,
            operand,
            false,
            true,
            TilePlace.START);
    int padded = (dimension + 3) / 4 * 4;
    StreamGraph lane =
        AttentionGraph.timing(
            new AttentionShape(rows, keys, padded, 1, 1, false), fabric.design().withLanes(1, 1));
    long channels = 0;
    for (Link link : lane.links()) {
      channels += groups * rows * lane.tokensInFirstRound(link) * lane.width(link);
    }

    StreamWork work = new StreamWork.Counter(fabric).of(command);

    long pairs = (long) groups * rows * keys;
    assertThat(work.multiplyAdds()).isEqualTo(2 * pairs * dimension);
    assertThat(work.reads()).isEqualTo(channels + 2 * pairs * padded);
    assertThat(work.writes()).isEqualTo(channels + pairs * padded + (long) groups * rows * padded);
    assertThat(work.divisions())
        .isEqualTo(fabric.holdsRow() ? pairs : (long) groups * rows * dimension);
  }

  @Test
  void laneMemories_ofTheMemoryFreeGraph_areItsChannelsAndBuffers() {
    StreamFabricSpec fabric = fabric(AttentionVariant.MEMORY_FREE, 16, 1, 1);
    List<LaneMemory> memories = fabric.laneMemories();

    assertThat(memories)
        .contains(
            new LaneMemory("query", 2, 16, true, false),
            new LaneMemory("key", 2, 16, true, true),
            new LaneMemory("factor-to-product", 4, 1, false, true),
            new LaneMemory("score", 4, 16, true, true),
            new LaneMemory("product", 4, 16, false, true),
            new LaneMemory("maximum", 1, 1, false, true));
    assertThat(fabric.storedValues())
        .isEqualTo(memories.stream().mapToLong(memory -> memory.words() * memory.values()).sum());
  }

  @Test
  void units_ofAWiderFormat_costMore() {
    for (FloatFormat format : List.of(BF16, FP16)) {
      assertThat(FloatUnits.multiplier(format, Subnormals.KEPT).gates())
          .isLessThan(FloatUnits.multiplier(FP32, Subnormals.KEPT).gates())
          .isGreaterThan(FloatUnits.multiplier(format, Subnormals.FLUSHED).gates());
      assertThat(FloatUnits.adder(format).gates()).isLessThan(FloatUnits.adder(FP32).gates());
      assertThat(FloatUnits.exponential(format).gates())
          .isLessThan(FloatUnits.exponential(FP32).gates());
      assertThat(FloatUnits.divider(format).gates()).isLessThan(FloatUnits.divider(FP32).gates());
      assertThat(FloatUnits.maximum(format).gates()).isLessThan(FloatUnits.maximum(FP32).gates());
    }
    // A rounded sum is simpler than a product, that than a quotient of as many rows.
    assertThat(FloatUnits.adder(FP32).gates())
        .isLessThan(FloatUnits.multiplier(FP32, Subnormals.FLUSHED).gates());
    assertThat(FloatUnits.divider(FP32).pipelinedFor(1000, GATE).depth() * GATE.depthPicoseconds())
        .isLessThanOrEqualTo(1000);
  }

  @Test
  void price_twiceTheLanes_costsTwiceTheFabric() {
    for (AttentionVariant variant : AttentionVariant.values()) {
      double one = area(fabric(variant, 4, 1, 2));
      double two = area(fabric(variant, 4, 2, 2));
      assertThat(two).isCloseTo(2 * one, within(1e-6 * two));
      assertThat(area(fabric(variant, 8, 1, 2))).isGreaterThan(one);
    }
  }

  private static double area(StreamFabricSpec fabric) {
    LogicProcess logic =
        new LogicProcess(45, 0.9, Flavor.HIGH_PERFORMANCE, 300, EnergyScaling.STILLMAKER_BAAS);
    MachineParts parts =
        new MachineParts(
            1_000_000,
            List.of(),
            new VectorEngineSpec(1, Map.of()),
            new ScratchpadSpec(1 << 16, 4, 8, 1, 1),
            new DramSpec(1, 64, 64, 4_000_000, 50_000_000, 16),
            Optional.empty(),
            Optional.of(fabric),
            Optional.empty());
    return new StreamFabricPricer(
            fabric, parts, parts.periodPicoseconds(), logic, new MemoryCosts(logic, logic))
        .components().stream().mapToDouble(ComponentCost::areaSquareMicrometers).sum();
  }
}
