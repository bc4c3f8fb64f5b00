package tactus.explore.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tactus.testkit.GoldenCsv;

class ParetoGoldenTest {

  private record Point(double[] objectives, int rank, String crowding) {}

  private static Map<String, List<Point>> cases() {
    GoldenCsv golden =
        GoldenCsv.ofResource(ParetoGoldenTest.class, "/golden/sweep/nsga2_rank_crowding.csv");
    Map<String, List<Point>> cases = new TreeMap<>();
    for (GoldenCsv.Row row : golden.rows()) {
      List<String> cells = List.of(row.text("f0"), row.text("f1"), row.text("f2"));
      double[] objectives =
          cells.stream().filter(cell -> !cell.isEmpty()).mapToDouble(Double::parseDouble).toArray();
      cases
          .computeIfAbsent(row.text("case"), name -> new ArrayList<>())
          .add(new Point(objectives, Integer.parseInt(row.text("rank")), row.text("crowding")));
    }
    return cases;
  }

  /** Deb's own algorithm, as it stands in the paper; it decides the order within a front. */
  private static List<List<Integer>> fronts(List<Point> points) {
    int[] dominators = new int[points.size()];
    List<Integer> front = new ArrayList<>();
    for (int p = 0; p < dominators.length; p++) {
      for (Point q : points) {
        dominators[p] += Dominance.dominates(q.objectives(), points.get(p).objectives()) ? 1 : 0;
      }
      if (dominators[p] == 0) {
        front.add(p);
      }
    }
    List<List<Integer>> fronts = new ArrayList<>();
    while (!front.isEmpty()) {
      fronts.add(front);
      List<Integer> next = new ArrayList<>();
      for (int p : front) {
        for (int q = 0; q < dominators.length; q++) {
          if (Dominance.dominates(points.get(p).objectives(), points.get(q).objectives())
              && --dominators[q] == 0) {
            next.add(q);
          }
        }
      }
      front = next;
    }
    return fronts;
  }

  @Test
  void ranksAndCrowding_ofGoldenPoints_areTheGoldenOnes() {
    int[] untold = {0};
    cases()
        .forEach(
            (name, points) -> {
              int[] ranks = Dominance.ranks(points.stream().map(Point::objectives).toList());
              List<List<Integer>> fronts = fronts(points);
              for (int rank = 0; rank < fronts.size(); rank++) {
                List<Point> front = fronts.get(rank).stream().map(points::get).toList();
                double[] crowding =
                    Dominance.crowding(front.stream().map(Point::objectives).toList());
                for (int i = 0; i < crowding.length; i++) {
                  assertThat(ranks[fronts.get(rank).get(i)]).isEqualTo(rank);
                  assertThat(front.get(i).rank()).isEqualTo(rank);
                  String expected = front.get(i).crowding();
                  boolean agrees =
                      expected.equals("inf")
                          ? Double.isInfinite(crowding[i])
                          : Math.abs(crowding[i] - Double.parseDouble(expected)) < 1e-12;
                  // Where several points of a front have the same value, which of them counts as
                  // whose neighbour depends on an order that the reference does not tell.
                  assertThat(agrees || hasTies(front)).as("case %s, %s", name, i).isTrue();
                  untold[0] += agrees ? 0 : 1;
                }
              }
            });
    // All of them in case 4, whose objectives are multiples of a tenth.
    assertThat(untold[0]).isLessThanOrEqualTo(59);
  }

  private static boolean hasTies(List<Point> front) {
    for (int i = 0; i < front.get(0).objectives().length; i++) {
      int which = i;
      long values = front.stream().mapToDouble(p -> p.objectives()[which]).distinct().count();
      if (values < front.size()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void hypervolume_ofGoldenPoints_isTheGoldenOne() {
    GoldenCsv golden =
        GoldenCsv.ofResource(ParetoGoldenTest.class, "/golden/sweep/hypervolume_ref1.1.csv");
    Map<String, List<Point>> cases = cases();
    for (GoldenCsv.Row row : golden.rows()) {
      List<double[]> points = cases.get(row.text("case")).stream().map(Point::objectives).toList();
      double[] reference = new double[points.get(0).length];
      java.util.Arrays.fill(reference, 1.1);
      assertThat(Hypervolume.of(points, reference))
          .isCloseTo(Double.parseDouble(row.text("hypervolume")), within(1e-12));
      boolean[] front = Dominance.front(points);
      long size = 0;
      for (boolean on : front) {
        size += on ? 1 : 0;
      }
      assertThat(size).isEqualTo(Long.parseLong(row.text("front0_size")));
    }
  }

  @Property(tries = 200)
  void hypervolume_onAGrid_isTheNumberOfDominatedCells(@ForAll long seed) {
    Random random = new Random(seed);
    int objectives = 2 + random.nextInt(3);
    int cells = 5;
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < random.nextInt(8); i++) {
      points.add(random.ints(objectives, 0, cells + 1).asDoubleStream().toArray());
    }
    long count = 0;
    for (int cell = 0; cell < Math.pow(cells, objectives); cell++) {
      int rest = cell;
      int[] corner = new int[objectives];
      for (int i = 0; i < objectives; i++) {
        corner[i] = rest % cells;
        rest /= cells;
      }
      count +=
          points.stream()
                  .anyMatch(
                      point -> {
                        boolean below = true;
                        for (int i = 0; i < objectives; i++) {
                          below &= point[i] <= corner[i];
                        }
                        return below;
                      })
              ? 1
              : 0;
    }
    double[] reference = new double[objectives];
    java.util.Arrays.fill(reference, cells);
    assertThat(Hypervolume.of(points, reference)).isCloseTo((double) count, within(1e-9));
  }
}
