package tactus.explore.residency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import tactus.dataflow.scratchpad.ResidencyPlan;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.dataflow.scratchpad.Stay;

/** A plan as JSON: what it moves, what is proven, and what a picture of it shows. */
public final class PlanJson {

  private PlanJson() {}

  /**
   * {@return a solution as JSON}
   *
   * @param solution the solution
   */
  public static ObjectNode of(ResidencySolution solution) {
    ResidencyPlan plan = solution.plan();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("allocator", solution.allocator().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("budgetBytes", plan.budgetBytes());
    json.put("bytes", plan.bytes());
    json.put("spilledBytes", plan.spilledBytes());
    json.put("retrievedBytes", plan.retrievedBytes());
    json.put("lowerBoundBytes", solution.lowerBound());
    json.put("proven", solution.isProven());
    json.put("gap", solution.gap());
    json.put("topBytes", plan.topBytes());
    json.put("method", solution.method());
    json.put("statesSearched", solution.work());
    ArrayNode steps = json.putArray("steps");
    plan.order().forEach(o -> steps.add(plan.problem().operators().get(o).name()));
    ArrayNode stays = json.putArray("stays");
    for (Stay stay : plan.stays()) {
      stays
          .addObject()
          .put("tensor", plan.problem().tensors().get(stay.tensor()).name())
          .put("bytes", plan.problem().tensors().get(stay.tensor()).bytes())
          .put("address", stay.address())
          .put("firstStep", stay.firstStep())
          .put("lastStep", stay.lastStep())
          .put("retrieved", stay.isRetrieved());
    }
    ArrayNode spills = json.putArray("spills");
    for (ResidencyPlan.Spill spill : plan.spills()) {
      spills
          .addObject()
          .put("tensor", plan.problem().tensors().get(spill.tensor()).name())
          .put("step", spill.step());
    }
    return json;
  }
}
