package tactus.explore.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tactus.config.Origin;
import tactus.config.Written;
import tactus.explore.pareto.Hypervolume;
import tactus.explore.space.Axis;
import tactus.explore.space.Space;

class EvolutionTest {

  private static final int VALUES = 12;

  /** 20,736 points of four axes. */
  private static Space space() {
    Origin nowhere = Origin.of(Path.of("x.yaml"), 1, 1);
    List<String> texts = IntStream.range(0, VALUES).mapToObj(String::valueOf).toList();
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Written> values = texts.stream().map(text -> new Written(text, text, nowhere)).toList();
      axes.add(new Axis("key" + i, "a" + i, values, texts, nowhere));
    }
    return new Space(axes);
  }

  /** Two goals at odds, a ridge that has to be found, and a factor that makes both worse. */
  private static double[] goals(Space space, long number) {
    int[] x = space.choices(number);
    double off = Math.abs(x[1] - x[2]) + Math.abs(x[3] - 5);
    return new double[] {
      (x[0] + 0.5 * off + 1) / VALUES, (VALUES - x[0] + 0.3 * off * off) / VALUES
    };
  }

  @Test
  void search_ofATenthOfThePoints_findsTheFrontForEachSeed() {
    Space space = space();
    List<double[]> all = new ArrayList<>();
    for (long number = 0; number < space.size(); number++) {
      all.add(goals(space, number));
    }
    double[] reference = {6, 12};
    double whole = Hypervolume.of(all, reference);
    for (long seed = 1; seed <= 5; seed++) {
      Map<Long, double[]> found = search(space, seed);

      assertThat(found).hasSizeLessThanOrEqualTo((int) space.size() / 10);
      assertThat(Hypervolume.of(List.copyOf(found.values()), reference) / whole)
          .isGreaterThan(0.99);
    }
  }

  @Test
  void search_withTheSameSeed_asksForTheSamePoints() {
    assertThat(search(space(), 3).keySet()).isEqualTo(search(space(), 3).keySet());
    assertThat(search(space(), 3).keySet()).isNotEqualTo(search(space(), 4).keySet());
  }

  private static Map<Long, double[]> search(Space space, long seed) {
    Map<Long, double[]> found = new TreeMap<>();
    Evolution.search(
        space,
        2,
        space.size() / 10,
        seed,
        number -> true,
        numbers -> {
          Map<Long, double[]> batch = new TreeMap<>();
          for (long number : numbers) {
            batch.put(number, goals(space, number));
          }
          found.putAll(batch);
          return batch;
        });
    return found;
  }
}
