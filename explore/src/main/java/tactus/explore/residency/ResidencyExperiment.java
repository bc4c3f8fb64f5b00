package tactus.explore.residency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import tactus.dataflow.scratchpad.ResidencyException;
import tactus.dataflow.scratchpad.ResidencyPlanner;
import tactus.dataflow.scratchpad.ResidencyProblem;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.hw.memory.Allocator;

/** Plans a problem for every budget by every allocator. */
public final class ResidencyExperiment {

  private final ResidencySpec spec;
  private final ResidencyPlanner.PeakBound peak;

  private ResidencyExperiment(ResidencySpec spec) {
    this.spec = spec;
    this.peak = ResidencyPlanner.leastPeak(spec.problem(), spec.effort());
  }

  /**
   * {@return the report, {@code tactus/residency/1}}
   *
   * @param spec what is planned
   * @throws ResidencyException if an operator's operands do not fit in a budget
   */
  public static ObjectNode run(ResidencySpec spec) {
    return new ResidencyExperiment(spec).report();
  }

  private ObjectNode report() {
    ResidencyProblem problem = spec.problem();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "tactus/residency/1");
    root.put("name", spec.name());
    root.put("problem", problem.name());
    root.put("operators", problem.operators().size());
    root.put("tensors", problem.tensors().size());
    root.put("alignmentBytes", problem.alignmentBytes());
    root.put("leastBytes", problem.leastBytes());
    root.put("defaultPeakBytes", problem.peakLiveBytes(problem.defaultOrder()));
    root.put("leastPeakBytes", peak.bytes());
    root.put("leastPeakLowerBoundBytes", peak.lowerBound());
    List<Integer> order = spec.leastPeakOrder() ? peak.order() : problem.defaultOrder();
    root.put("fixedOrder", spec.leastPeakOrder() ? "least-peak" : "default");
    ArrayNode budgets = root.putArray("budgets");
    for (ResidencyBudget budget : spec.budgets()) {
      long bytes = bytes(budget);
      ObjectNode node = budgets.addObject();
      node.put("budget", budget.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      node.put("budgetBytes", bytes);
      ArrayNode plans = node.putArray("plans");
      for (Allocator allocator : spec.allocators()) {
        ResidencySolution solution =
            ResidencyPlanner.plan(problem, bytes, allocator, order, spec.effort());
        plans.add(PlanJson.of(solution));
      }
    }
    return root;
  }

  private long bytes(ResidencyBudget budget) {
    ResidencyProblem problem = spec.problem();
    return switch (budget.kind()) {
      case LEAST -> problem.leastBytes();
      case HALF -> (problem.leastBytes() + peak.bytes()) / 2;
      case PEAK -> peak.bytes();
      case DEFAULT_PEAK -> problem.peakLiveBytes(problem.defaultOrder());
      case GIVEN -> budget.bytes();
    };
  }
}
