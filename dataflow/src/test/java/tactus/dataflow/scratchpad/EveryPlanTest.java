package tactus.dataflow.scratchpad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tactus.hw.memory.Allocator;

/** The planner against all plans there are. */
class EveryPlanTest {

  private static void compare(String what, ResidencyProblem problem, long budget) {
    if (budget < problem.leastBytes() || budget > 13) {
      return;
    }
    for (Allocator allocator : List.of(Allocator.COSMA, Allocator.COSMA_FIXED)) {
      ResidencySolution solution =
          ResidencyPlanner.plan(problem, budget, allocator, SearchEffort.STANDARD);
      String all = what + ", " + allocator + ", budget " + budget + ", " + problem;
      assertThat(solution.isProven()).as(all).isTrue();
      OptionalLong every =
          EveryPlan.least(
              problem,
              (int) budget,
              allocator == Allocator.COSMA ? List.of() : problem.defaultOrder(),
              solution.plan().bytes());
      assertThat(every).as(all).hasValue(solution.plan().bytes());
    }
  }

  private static long budget(Random random, ResidencyProblem problem) {
    long least = problem.leastBytes();
    long peak = problem.peakLiveBytes(problem.defaultOrder());
    return Math.min(13, least + random.nextInt((int) (peak - least) + 1));
  }

  @Test
  void cosma_randomGraphs_isBestOfAllPlans() {
    for (int seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      ResidencyProblem problem = EveryPlan.random(random, 3 + random.nextInt(5), false, false);
      compare("near " + seed, problem, budget(random, problem));
    }
  }

  @Test
  void cosma_randomGraphsWithLongLives_isBestOfAllPlans() {
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      ResidencyProblem problem = EveryPlan.random(random, 3 + random.nextInt(5), false, true);
      compare("far " + seed, problem, budget(random, problem));
    }
    for (int seed = 0; seed < 100; seed++) {
      ResidencyProblem problem = EveryPlan.crowded(new Random(seed), 7);
      compare("crowded " + seed, problem, problem.peakLiveBytes(problem.defaultOrder()));
    }
  }

  @Test
  void cosma_randomGraphsWithWeights_isBestOfAllPlans() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      ResidencyProblem problem = EveryPlan.random(random, 3 + random.nextInt(4), true, false);
      compare("weights " + seed, problem, budget(random, problem));
    }
  }

  /** Here room enough is not enough: the gaps lie apart. */
  @Test
  void cosmaFixed_gapsApart_costsMoreThanTheCapacityBound() {
    ResidencyProblem problem =
        ResidencyProblem.named("apart")
            .operator("t0", 4)
            .operator("t1", 4)
            .operator("t2", 3)
            .operator("t3", 2, "t1")
            .operator("t4", 2, "t0", "t2")
            .operator("t5", 5, "t3", "t4")
            .operator("t6", 4, "t4", "t5")
            .build();
    ResidencySolution solution =
        ResidencyPlanner.plan(problem, 11, Allocator.COSMA_FIXED, SearchEffort.STANDARD);

    assertThat(
            ResidencyPlanner.capacityBound(
                    problem, 11, problem.defaultOrder(), SearchEffort.STANDARD)
                .bytes())
        .isEqualTo(6);
    assertThat(solution.plan().bytes()).isEqualTo(8);
    assertThat(solution.isProven()).isTrue();
    compare("apart", problem, 11);
  }
}
