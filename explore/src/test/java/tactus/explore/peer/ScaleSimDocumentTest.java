package tactus.explore.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.matrix.FastMatrixEngine;
import tactus.hw.matrix.MatMulActivity;
import tactus.hw.matrix.MatMulEstimate;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.ScratchpadSpec;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

/** The tables of {@code docs/models/scale-sim.md}, computed again. */
class ScaleSimDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "models", "scale-sim.md");

  /** So many banks that no vector of these tests meets another. */
  private static final ScratchpadSpec SCRATCHPAD = new ScratchpadSpec(1 << 20, 1024, 32, 2, 1);

  private static final int ELEMENT_BITS = 8;
  private static final int SUM_BITS = 32;

  static List<List<String>> cycles() throws IOException {
    return table("| array | dataflow | double buffer |");
  }

  static List<List<String>> traffic() throws IOException {
    return table("| dataflow | SCALE-Sim's IFMAP reads |");
  }

  @ParameterizedTest
  @MethodSource("cycles")
  void cycles_ofTheDocument_areThoseOfBoth(List<String> row) {
    assertThat(row).hasSize(11);
    String[] array = row.get(0).split(" x ", -1);
    int rows = Integer.parseInt(array[0]);
    int columns = Integer.parseInt(array[1]);
    Stationary stationary = stationary(row.get(1));
    MatrixEngineSpec engine =
        engine(
            rows,
            columns,
            stationary,
            Boolean.parseBoolean(row.get(2)),
            PartialFolds.valueOf(row.get(3).toUpperCase(Locale.ROOT)));
    long m = Long.parseLong(row.get(4));
    long k = Long.parseLong(row.get(5));
    long n = Long.parseLong(row.get(6));
    long cuts = Long.parseLong(row.get(7));

    long theirs = peer(rows, columns, stationary, m, k, n).totalCycles();
    long ours = cuts * estimate(engine, m / cuts, k, n);

    assertThat(theirs).isEqualTo(Long.parseLong(row.get(8)));
    assertThat(ours).isEqualTo(Long.parseLong(row.get(9)));
    assertThat(ours - theirs).isEqualTo(Long.parseLong(row.get(10)));
  }

  @ParameterizedTest
  @MethodSource("traffic")
  void traffic_ofTheDocument_isThatOfBoth(List<String> row) {
    Stationary stationary = stationary(row.get(0));
    ScaleSim3Layer theirs = peer(32, 32, stationary, 128, 768, 768);
    MatMulActivity ours =
        execute(engine(32, 32, stationary, false, PartialFolds.PADDED), 128, 768, 768);

    assertThat(row.subList(1, row.size()).stream().map(Long::valueOf))
        .containsExactly(
            (long) theirs.sramIfmapReads(),
            ours.aReads(),
            theirs.sramFilterReads(),
            ours.bReads(),
            theirs.sramOfmapWrites(),
            ours.outWrites(),
            ours.accumulatorWrites());
  }

  /** What the document says of machines that differ from SCALE-Sim's in nothing but their sums. */
  @Property(tries = 200)
  void cycles_singleBufferedAndPadded_differByTheDrainAndOne(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll Stationary stationary,
      @ForAll @IntRange(min = 2, max = 150) int m,
      @ForAll @IntRange(min = 2, max = 150) int k,
      @ForAll @IntRange(min = 2, max = 150) int n) {
    long folds = folds(rows, columns, stationary, m, k, n);
    long drain = stationary == Stationary.OS ? folds * rows : 0;

    assertThat(
            estimate(engine(rows, columns, stationary, false, PartialFolds.PADDED), m, k, n)
                - peer(rows, columns, stationary, m, k, n).totalCycles())
        .isEqualTo(drain + 1);
  }

  @Property(tries = 200)
  void cycles_doubleBufferedAndPadded_payFillAndDrainOnce(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll Stationary stationary,
      @ForAll @IntRange(min = 1, max = 150) int m,
      @ForAll @IntRange(min = 1, max = 150) int k,
      @ForAll @IntRange(min = 1, max = 150) int n) {
    long folds = folds(rows, columns, stationary, m, k, n);
    long time = time(stationary, m, k, n);

    assertThat(estimate(engine(rows, columns, stationary, true, PartialFolds.PADDED), m, k, n))
        .isEqualTo((folds - 1) * Math.max(time, rows) + 2L * rows + columns + time - 2);
  }

  private static long time(Stationary stationary, long m, long k, long n) {
    return switch (stationary) {
      case OS -> k;
      case WS -> m;
      case IS -> n;
    };
  }

  private static long folds(int rows, int columns, Stationary stationary, long m, long k, long n) {
    long spatialRows = stationary == Stationary.OS ? m : k;
    long spatialColumns = stationary == Stationary.IS ? m : n;
    return ((spatialRows - 1) / rows + 1) * ((spatialColumns - 1) / columns + 1);
  }

  private static ScaleSim3Layer peer(
      int rows, int columns, Stationary stationary, long m, long k, long n) {
    ScaleSimLayer layer = new ScaleSimLayer("layer", new MatMulShape(1, m, k, n), 1, 1);
    return ScaleSim3.layers(
            ScaleSimMachines.calc(rows, columns, stationary),
            new ScaleSimTopology("net", List.of(layer)))
        .get(0);
  }

  private static MatrixEngineSpec engine(
      int rows, int columns, Stationary stationary, boolean doubleBuffer, PartialFolds partial) {
    Dataflow dataflow =
        switch (stationary) {
          case OS -> Dataflow.OUTPUT_STATIONARY;
          case WS -> Dataflow.WEIGHT_STATIONARY;
          case IS -> Dataflow.INPUT_STATIONARY;
        };
    return new MatrixEngineSpec(
        rows,
        columns,
        dataflow,
        1,
        PipelineStyle.CHAINED,
        doubleBuffer,
        partial,
        4 << 20,
        SUM_BITS);
  }

  private static long estimate(MatrixEngineSpec engine, long m, long k, long n) {
    return MatMulEstimate.cycles(
        engine, SCRATCHPAD, m, k, n, ELEMENT_BITS, ELEMENT_BITS, SUM_BITS, true);
  }

  private static MatMulActivity execute(MatrixEngineSpec spec, long m, long k, long n) {
    FastMatrixEngine engine = new FastMatrixEngine(spec, SCRATCHPAD);
    Operand element = new Operand(0, ELEMENT_BITS);
    MatMul command =
        new MatMul(
            0,
            0,
            Dependences.NONE,
            m,
            k,
            n,
            element,
            element,
            new Operand(0, SUM_BITS),
            false,
            true);
    assertThat(engine.execute(command, 0)).isEqualTo(estimate(spec, m, k, n));
    return engine.finish().get(0);
  }

  private static Stationary stationary(String word) {
    return Stationary.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The rows of the table whose head starts so. */
  private static List<List<String>> table(String head) throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    List<List<String>> rows = new ArrayList<>();
    int start = 0;
    while (!lines.get(start).startsWith(head)) {
      start++;
    }
    // The line after the head only draws the table.
    for (int i = start + 2; lines.get(i).startsWith("|"); i++) {
      List<String> cells = new ArrayList<>();
      String line = lines.get(i);
      for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
        cells.add(cell.strip());
      }
      rows.add(cells);
    }
    assertThat(rows).as(head).isNotEmpty();
    return rows;
  }
}
