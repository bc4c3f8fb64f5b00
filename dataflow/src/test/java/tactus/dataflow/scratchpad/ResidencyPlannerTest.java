package tactus.dataflow.scratchpad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tactus.dataflow.scratchpad.OnlineAllocator.Eviction;
import tactus.dataflow.scratchpad.PlanCheck.Rules;
import tactus.hw.memory.Allocator;
import tactus.testkit.GoldenCsv;
import tactus.workload.network.Networks;

class ResidencyPlannerTest {

  private static final SearchEffort LIGHT = new SearchEffort(10_000, 10_000, 3_000);

  /** The reference's smallest fixture. */
  private static final ResidencyProblem TOY =
      ResidencyProblem.named("toy4")
          .operator("t0", 10)
          .operator("t1", 100)
          .operator("t2", 100, "t1")
          .operator("t3", 10, "t0", "t2")
          .build();

  private static ResidencyProblem network(String name) {
    return ResidencyProblems.of(Networks.find(name).orElseThrow(), false, 1);
  }

  private static ResidencySolution plan(ResidencyProblem problem, long budget, Allocator how) {
    return ResidencyPlanner.plan(problem, budget, how, SearchEffort.STANDARD);
  }

  @Test
  void cosmaFixed_toy_needsNothingAtItsPeak() {
    assertThat(TOY.leastBytes()).isEqualTo(200);
    assertThat(TOY.peakLiveBytes(TOY.defaultOrder())).isEqualTo(210);
    assertThat(plan(TOY, 200, Allocator.COSMA_FIXED).plan().bytes()).isEqualTo(20);
    assertThat(plan(TOY, 205, Allocator.COSMA_FIXED).plan().bytes()).isEqualTo(20);
    assertThat(plan(TOY, 210, Allocator.COSMA_FIXED).plan().bytes()).isZero();
    assertThat(plan(TOY, 205, Allocator.COSMA_FIXED).isProven()).isTrue();
  }

  @Test
  void cosma_toy_makesTheLargeTensorsFirst() {
    ResidencySolution solution = plan(TOY, 200, Allocator.COSMA);

    assertThat(solution.plan().bytes()).isZero();
    assertThat(solution.plan().order()).containsExactly(1, 2, 0, 3);
    assertThat(ResidencyPlanner.leastPeak(TOY, SearchEffort.STANDARD).bytes()).isEqualTo(200);
  }

  @Test
  void plan_budgetBelowTheLargestOperands_namesThemAndTheLeastBudget() {
    assertThatThrownBy(() -> plan(TOY, 199, Allocator.COSMA))
        .isInstanceOf(ResidencyException.class)
        .hasMessage(
            "operator t2 takes 200 B for its operands, and the budget is 199 B; the least budget"
                + " that works is 200 B");
    assertThatThrownBy(() -> plan(TOY, 50, Allocator.COSMA))
        .hasMessage(
            "tensor t1 (100 B) is larger than the budget (50 B); the least budget that works is"
                + " 200 B");
  }

  @Test
  void baselines_farTensorIsLarger_greedyBeatsFurthestUse() {
    ResidencyProblem problem =
        ResidencyProblem.named("far")
            .operator("x", 150)
            .operator("y", 60)
            .operator("z", 60)
            .operator("n", 130)
            .operator("near", 10, "y", "z")
            .operator("far", 10, "x")
            .build();

    assertThat(plan(problem, 300, Allocator.BELADY).plan().bytes()).isEqualTo(300);
    assertThat(plan(problem, 300, Allocator.GREEDY).plan().bytes()).isEqualTo(240);
    assertThat(plan(problem, 300, Allocator.COSMA_FIXED).plan().bytes()).isEqualTo(240);
    assertThat(plan(problem, 300, Allocator.COSMA).plan().bytes()).isZero();
  }

  @Test
  void networks_everyBudget_areTheGoldenValuesByProof() {
    List<String> withVainLoads = new ArrayList<>();
    for (GoldenCsv.Row row :
        GoldenCsv.ofResource(ResidencyPlannerTest.class, "/golden/residency.csv").rows()) {
      ResidencyProblem problem = network(row.text("network"));
      long budget = row.wholeNumber("budget");
      ResidencySolution fixed = plan(problem, budget, Allocator.COSMA_FIXED);
      ResidencySolution free = plan(problem, budget, Allocator.COSMA);
      String what = problem.name() + " at " + budget;
      ResidencyPlanner.CapacityBound bound =
          ResidencyPlanner.capacityBound(
              problem, budget, problem.defaultOrder(), SearchEffort.STANDARD);

      assertThat(bound.isExact()).as(what).isTrue();
      assertThat(bound.bytes()).as(what).isEqualTo(row.wholeNumber("capacity"));
      assertThat(fixed.isProven()).as(what).isTrue();
      assertThat(fixed.plan().bytes()).as(what).isEqualTo(row.wholeNumber("capacity"));
      if (row.wholeNumber("fixed") >= 0) {
        assertThat(fixed.plan().bytes()).as(what).isEqualTo(row.wholeNumber("fixed"));
      }
      assertThat(free.isProven()).as(what).isTrue();
      assertThat(free.plan().bytes()).as(what).isLessThanOrEqualTo(fixed.plan().bytes());
      for (Allocator baseline : List.of(Allocator.BELADY, Allocator.GREEDY, Allocator.FIRST_FIT)) {
        long bytes = plan(problem, budget, baseline).plan().bytes();
        assertThat(bytes).as(what).isGreaterThanOrEqualTo(fixed.plan().bytes());
        if (baseline != Allocator.FIRST_FIT) {
          long vain = vainBytes(problem, budget, baseline);
          assertThat(bytes + vain)
              .as(what + " " + baseline)
              .isEqualTo(row.wholeNumber(baseline == Allocator.BELADY ? "belady" : "greedy"));
          if (vain > 0) {
            withVainLoads.add(what + " " + baseline + " " + vain);
          }
        }
      }
    }
    // The reference loads operands anew that came just before all was written out; plans do not.
    assertThat(withVainLoads)
        .containsExactly(
            "densenet-121 at 1605632 GREEDY 200704", "densenet-121 at 1856512 GREEDY 301056");
  }

  private static long vainBytes(ResidencyProblem problem, long budget, Allocator baseline) {
    return OnlineAllocator.vainBytes(
        new Instance(problem),
        budget,
        problem.defaultOrder(),
        baseline == Allocator.BELADY ? Eviction.FURTHEST_USE : Eviction.FEWEST_BYTES);
  }

  @Test
  void plan_networkTwice_isTheSame() {
    ResidencyProblem problem = network("nasnet-a");

    assertThat(plan(problem, problem.leastBytes(), Allocator.COSMA))
        .isEqualTo(plan(problem, problem.leastBytes(), Allocator.COSMA));
  }

  @Test
  void plan_alignedAddresses_areMultiples() {
    ResidencyProblem problem =
        ResidencyProblems.of(Networks.find("transformer-block").orElseThrow(), true, 4096);
    ResidencySolution solution = plan(problem, problem.leastBytes(), Allocator.COSMA);

    assertThat(solution.plan().stays()).allMatch(stay -> stay.address() % 4096 == 0);
  }

  /** All allocators on random graphs: plans are checked, and none goes below the bound. */
  @Test
  void plan_randomGraphs_neverGoesBelowTheCapacityBound() {
    for (int seed = 0; seed < 60; seed++) {
      ResidencyProblem problem =
          EveryPlan.random(new Random(seed), 12 + seed % 20, seed % 3 == 0, seed % 2 == 0);
      long budget = problem.leastBytes() + seed % 4;
      long bound =
          ResidencyPlanner.capacityBound(problem, budget, problem.defaultOrder(), LIGHT).bytes();
      long best = ResidencyPlanner.plan(problem, budget, Allocator.COSMA, LIGHT).plan().bytes();
      for (Allocator allocator : Allocator.values()) {
        ResidencyPlan made = ResidencyPlanner.plan(problem, budget, allocator, LIGHT).plan();
        assertThat(PlanCheck.violation(made, Rules.BETWEEN_STEPS)).isEmpty();
        assertThat(made.bytes()).as("seed " + seed).isGreaterThanOrEqualTo(best);
        if (allocator != Allocator.COSMA) {
          assertThat(made.bytes()).as("seed " + seed).isGreaterThanOrEqualTo(bound);
        }
      }
    }
  }

  /** A plan that is wrong in one place is found out. */
  @Test
  void check_wrongPlans_saysWhatIsWrong() {
    ResidencyPlan right = plan(TOY, 200, Allocator.COSMA_FIXED).plan();
    List<Stay> stays = new ArrayList<>(right.stays());

    assertThat(PlanCheck.violation(right, Rules.STEPWISE)).isEmpty();
    assertThat(violation(right, right.order(), stays.subList(1, stays.size()), right.spills()))
        .contains("is not in the scratchpad");
    assertThat(violation(right, right.order(), stays, List.of()))
        .contains("retrieved but was not spilled");
    assertThat(violation(right, List.of(0, 2, 1, 3), stays, right.spills())).isNotEmpty();
    for (int i = 0; i < stays.size(); i++) {
      List<Stay> moved = new ArrayList<>(stays);
      moved.set(i, stays.get(i).at(195));
      assertThat(violation(right, right.order(), moved, right.spills())).isNotEmpty();
    }
    stays.replaceAll(stay -> stay.at(0));
    assertThat(violation(right, right.order(), stays, right.spills())).contains("overlaps");
  }

  private static String violation(
      ResidencyPlan plan, List<Integer> order, List<Stay> stays, List<ResidencyPlan.Spill> spills) {
    return PlanCheck.violation(
            new ResidencyPlan(plan.problem(), plan.budgetBytes(), order, stays, spills),
            Rules.STEPWISE)
        .orElse("");
  }
}
