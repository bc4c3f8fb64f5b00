package tactus.explore.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.junit.jupiter.api.Test;
import tactus.config.Origin;
import tactus.config.Written;
import tactus.testkit.GoldenCsv;

class SamplingTest {

  private static final Origin NOWHERE = Origin.of(Path.of("x.yaml"), 1, 1);

  private static Space space(int... sizes) {
    List<Axis> axes = new ArrayList<>();
    for (int size : sizes) {
      List<String> texts = IntStream.range(0, size).mapToObj(String::valueOf).toList();
      axes.add(
          new Axis(
              "key" + axes.size(),
              "a" + axes.size(),
              texts.stream().map(text -> new Written(text, text, NOWHERE)).toList(),
              texts,
              NOWHERE));
    }
    return new Space(axes);
  }

  @Test
  void sobol_ofEightAxes_isTheGoldenSequence() {
    GoldenCsv golden =
        GoldenCsv.ofResource(SamplingTest.class, "/golden/sweep/sobol_joekuo_8d_128.csv");
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(8);
    for (GoldenCsv.Row row : golden.rows()) {
      double[] point = sequence.nextVector();
      for (int axis = 0; axis < 8; axis++) {
        assertThat(point[axis]).isEqualTo(Double.parseDouble(row.text("x" + axis)));
      }
    }
  }

  @Test
  void sobol_ofAxesWith128Values_followsTheGoldenSequence() {
    GoldenCsv golden =
        GoldenCsv.ofResource(SamplingTest.class, "/golden/sweep/sobol_joekuo_8d_128.csv");
    Space space = space(128, 128, 128, 128, 128, 128, 128, 128);

    long[] points = new Sampling(space, number -> true).points(Method.SOBOL, 128, 1);

    int next = 0;
    for (GoldenCsv.Row row : golden.rows()) {
      int[] choices = space.choices(points[next++]);
      for (int axis = 0; axis < 8; axis++) {
        assertThat(choices[axis]).isEqualTo((int) (128 * Double.parseDouble(row.text("x" + axis))));
      }
    }
    assertThat(next).isEqualTo(128);
  }

  @Property(tries = 50)
  void latinHypercube_ofManySamples_hasOneInEachStratum(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
    double[][] samples = Sampling.latinHypercube(count, 3, new SplittableRandom(seed));
    for (int axis = 0; axis < 3; axis++) {
      int which = axis;
      assertThat(Arrays.stream(samples).mapToInt(s -> (int) (s[which] * count)).sorted().toArray())
          .isEqualTo(IntStream.range(0, count).toArray());
    }
  }

  @Property(tries = 50)
  void random_ofAllPoints_isAPermutation(@ForAll long seed) {
    Space space = space(3, 4, 5);
    long[] points = new Sampling(space, number -> true).points(Method.RANDOM, 100, seed);
    assertThat(Arrays.stream(points).sorted().toArray())
        .isEqualTo(java.util.stream.LongStream.range(0, 60).toArray());
  }

  @Test
  void points_ofEveryMethod_meetTheConstraintAndTheBudget() {
    Space space = space(7, 11, 13);
    for (Method method :
        List.of(Method.GRID, Method.RANDOM, Method.LATIN_HYPERCUBE, Method.SOBOL)) {
      long[] points = new Sampling(space, number -> number % 3 == 0).points(method, 50, 7);
      assertThat(points).as("%s", method).hasSizeBetween(1, 50);
      assertThat(Arrays.stream(points).distinct().count()).isEqualTo(points.length);
      assertThat(Arrays.stream(points).allMatch(number -> number % 3 == 0)).isTrue();
      assertThat(new Sampling(space, number -> number % 3 == 0).points(method, 50, 7))
          .isEqualTo(points);
    }
  }

  @Test
  void number_ofChoices_isItsInverse() {
    Space space = space(3, 4, 5);
    for (long number = 0; number < space.size(); number++) {
      assertThat(space.number(space.choices(number))).isEqualTo(number);
    }
  }
}
