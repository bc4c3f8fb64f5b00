package tactus.explore.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

/** The closed forms against every port of every cycle. */
class ScaleSim3PropertyTest {

  @Provide
  Arbitrary<OperatorShape> products() {
    Arbitrary<Integer> extent = Arbitraries.integers().between(1, 40);
    return Combinators.combine(extent, extent, extent).as((m, k, n) -> new MatMulShape(1, m, k, n));
  }

  @Provide
  Arbitrary<OperatorShape> convolutions() {
    Arbitrary<Integer> filter = Arbitraries.integers().between(1, 4);
    Arbitrary<Integer> more = Arbitraries.integers().between(0, 6);
    Arbitrary<Integer> depth = Arbitraries.integers().between(1, 5);
    Arbitrary<Integer> stride = Arbitraries.integers().between(1, 5);
    return Combinators.combine(filter, filter, more, more, depth, depth, stride)
        .as(
            (height, width, moreRows, moreColumns, channels, filters, step) ->
                new ConvShape(
                    height + moreRows,
                    width + moreColumns,
                    height,
                    width,
                    channels,
                    filters,
                    step,
                    true));
  }

  @Property(tries = 600)
  void layers_randomProducts_equalEveryPortOfEveryCycle(
      @ForAll("products") OperatorShape shape,
      @ForAll @IntRange(min = 1, max = 24) int rows,
      @ForAll @IntRange(min = 1, max = 24) int columns,
      @ForAll Stationary stationary) {
    check(shape, rows, columns, stationary);
  }

  @Property(tries = 400)
  void layers_randomConvolutions_equalEveryPortOfEveryCycle(
      @ForAll("convolutions") OperatorShape shape,
      @ForAll @IntRange(min = 1, max = 24) int rows,
      @ForAll @IntRange(min = 1, max = 24) int columns,
      @ForAll Stationary stationary) {
    check(shape, rows, columns, stationary);
  }

  /** Many outputs a cycle into the smallest buffer there is: the drain keeps up all the same. */
  @Property(tries = 150)
  void layers_manyOutputsIntoASmallBuffer_neverStall(
      @ForAll @IntRange(min = 1, max = 200) int m,
      @ForAll @IntRange(min = 1, max = 4) int k,
      @ForAll @IntRange(min = 1, max = 1500) int n,
      @ForAll @IntRange(min = 1, max = 64) int rows,
      @ForAll @IntRange(min = 1, max = 1300) int columns,
      @ForAll Stationary stationary) {
    check(new MatMulShape(1, m, k, n), rows, columns, stationary);
  }

  private static void check(OperatorShape shape, int rows, int columns, Stationary stationary) {
    ScaleSimLayer layer = new ScaleSimLayer("layer", shape, 1, 1);
    ScaleSim3Layer expected = ScaleSim3Reference.run(rows, columns, stationary, 1, layer);
    // SCALE-Sim divides by its cycles.
    Assume.that(expected.totalCycles() > 0);

    ScaleSim3Layer found =
        ScaleSim3.layers(
                ScaleSimMachines.calc(rows, columns, stationary),
                new ScaleSimTopology("net", List.of(layer)))
            .get(0);

    assertThat(found.totalCycles()).isEqualTo(expected.totalCycles());
    assertThat(found.stallCycles()).isEqualTo(expected.stallCycles());
    assertClose(found.overallUtilPercent(), expected.overallUtilPercent());
    assertClose(found.mappingEfficiencyPercent(), expected.mappingEfficiencyPercent());
    assertClose(found.computeUtilPercent(), expected.computeUtilPercent());
    assertThat(found.sramIfmapReads()).isEqualTo(expected.sramIfmapReads());
    assertThat(found.sramFilterReads()).isEqualTo(expected.sramFilterReads());
    assertThat(found.sramOfmapWrites()).isEqualTo(expected.sramOfmapWrites());
  }

  private static void assertClose(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-12 * expected));
  }
}
