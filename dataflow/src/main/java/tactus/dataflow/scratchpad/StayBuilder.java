package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** From an order and what is kept between its steps to stays, which end with their last use. */
final class StayBuilder {

  private StayBuilder() {}

  /**
   * {@return the stays, all at address 0, by first step}
   *
   * @param kept for each step, the live tensors in the scratchpad after it; those of two steps in a
   *     row are there at the second
   */
  static List<Stay> stays(Instance instance, List<Integer> order, List<BitKey> kept) {
    int[] first = new int[instance.tensors];
    int[] last = new int[instance.tensors];
    boolean[] appeared = new boolean[instance.tensors];
    boolean[] open = new boolean[instance.tensors];
    boolean[] retrieved = new boolean[instance.tensors];
    List<Stay> stays = new ArrayList<>();
    for (int step = 0; step < order.size(); step++) {
      boolean[] used = new boolean[instance.tensors];
      for (int t : instance.operands[order.get(step)]) {
        used[t] = true;
        if (!open[t]) {
          open[t] = true;
          first[t] = step;
          retrieved[t] = appeared[t];
          appeared[t] = true;
        }
        last[t] = step;
      }
      for (int t = 0; t < open.length; t++) {
        if (open[t] && !kept.get(step).has(t)) {
          stays.add(new Stay(t, 0, first[t], last[t], retrieved[t]));
          open[t] = false;
        }
      }
    }
    stays.sort(Comparator.comparingInt(Stay::firstStep).thenComparingInt(Stay::tensor));
    return stays;
  }

  /** {@return the plan of placed stays} */
  static ResidencyPlan plan(
      Instance instance, long budget, List<Integer> order, List<Stay> placed) {
    List<Stay> stays = new ArrayList<>(placed);
    stays.sort(
        Comparator.comparingInt(Stay::firstStep)
            .thenComparingLong(Stay::address)
            .thenComparingInt(Stay::tensor));
    int[] firstEnd = new int[instance.tensors];
    boolean[] spilled = new boolean[instance.tensors];
    Arrays.fill(firstEnd, -1);
    List<ResidencyPlan.Spill> spills = new ArrayList<>();
    for (Stay stay : stays) {
      int t = stay.tensor();
      if (firstEnd[t] < 0) {
        firstEnd[t] = stay.lastStep();
      } else if (!spilled[t] && !instance.isExternal(t)) {
        spilled[t] = true;
        spills.add(new ResidencyPlan.Spill(t, firstEnd[t] + 1));
      }
    }
    spills.sort(
        Comparator.comparingInt(ResidencyPlan.Spill::step)
            .thenComparingInt(ResidencyPlan.Spill::tensor));
    return new ResidencyPlan(instance.problem, budget, order, stays, spills);
  }
}
