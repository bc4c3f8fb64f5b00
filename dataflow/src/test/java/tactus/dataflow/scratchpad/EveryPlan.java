package tactus.dataflow.scratchpad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The least bytes of all plans of a tiny problem, by trying everything that the integer program
 * allows at each step: every operator that is ready, every tensor made, preserved, spilled,
 * retrieved or absent, at every address. Sizes are a few bytes, so addresses are all integers.
 */
final class EveryPlan {

  private final ResidencyProblem problem;
  private final int budget;
  private final List<Integer> order;
  private final List<Integer> producers;
  private final int[] sizes;
  private final long limit;

  /** At most 8 tensors and 14 bytes; plans above the limit are of no interest. */
  private EveryPlan(ResidencyProblem problem, int budget, List<Integer> order, long limit) {
    this.problem = problem;
    this.budget = budget;
    this.order = order;
    this.limit = limit;
    producers = problem.producers();
    sizes = problem.tensors().stream().mapToInt(tensor -> (int) tensor.bytes()).toArray();
  }

  /** An order that is empty is free. */
  static OptionalLong least(ResidencyProblem problem, int budget, List<Integer> order, long limit) {
    return new EveryPlan(problem, budget, order, limit).run();
  }

  private record Step(int done, int[] address, int spilled, int seen, int retrieved) {
    long key() {
      long key = done;
      for (int at : address) {
        key = key * 16 + (at + 1);
      }
      return ((key * 256 + spilled) * 256) + retrieved;
    }
  }

  private OptionalLong run() {
    int count = problem.operators().size();
    int[] nowhere = new int[sizes.length];
    java.util.Arrays.fill(nowhere, -1);
    int external = 0;
    for (int t = 0; t < sizes.length; t++) {
      external |= producers.get(t) < 0 ? 1 << t : 0;
    }
    Map<Long, Step> states = new LinkedHashMap<>();
    Map<Long, Long> costs = new LinkedHashMap<>();
    Step start = new Step(0, nowhere, external, 0, 0);
    states.put(start.key(), start);
    costs.put(start.key(), 0L);
    for (int step = 0; step < count; step++) {
      Map<Long, Step> next = new LinkedHashMap<>();
      Map<Long, Long> nextCosts = new LinkedHashMap<>();
      for (Map.Entry<Long, Step> entry : states.entrySet()) {
        for (int o = 0; o < count; o++) {
          if (order.isEmpty() ? isReady(o, entry.getValue().done()) : order.get(step) == o) {
            int[] address = new int[sizes.length];
            Step from = entry.getValue();
            choose(
                from, o, 0, address, from.spilled(), 0, costs.get(entry.getKey()), next, nextCosts);
          }
        }
      }
      states = next;
      costs = nextCosts;
    }
    return costs.values().stream().mapToLong(Long::longValue).min();
  }

  private boolean isReady(int operator, int done) {
    if ((done >> operator & 1) != 0) {
      return false;
    }
    for (int t : problem.operators().get(operator).inputs()) {
      if (producers.get(t) >= 0 && (done >> producers.get(t) & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isRead(int tensor, int done) {
    for (int o = 0; o < problem.operators().size(); o++) {
      if ((done >> o & 1) == 0 && problem.operators().get(o).inputs().contains(tensor)) {
        return true;
      }
    }
    return false;
  }

  private void choose(
      Step from,
      int operator,
      int tensor,
      int[] address,
      int spilled,
      int retrieved,
      long cost,
      Map<Long, Step> next,
      Map<Long, Long> nextCosts) {
    if (cost > limit) {
      return;
    }
    if (tensor == sizes.length) {
      int done = from.done() | 1 << operator;
      int[] kept = address.clone();
      int copies = spilled;
      int seen = from.seen();
      for (int t = 0; t < kept.length; t++) {
        seen |= kept[t] >= 0 ? 1 << t : 0;
        if (!isRead(t, done)) {
          kept[t] = -1;
          copies &= ~(1 << t);
        }
      }
      Step made = new Step(done, kept, copies, seen, retrieved);
      Long known = nextCosts.get(made.key());
      if (known == null || cost < known) {
        next.put(made.key(), made);
        nextCosts.put(made.key(), cost);
      }
      return;
    }
    PlannedOperator runs = problem.operators().get(operator);
    boolean isInput = runs.inputs().contains(tensor);
    long weight = problem.tensors().get(tensor).transferBytes();
    int bit = 1 << tensor;
    if (runs.outputs().contains(tensor)) {
      everywhere(from, operator, tensor, address, spilled, retrieved, cost, next, nextCosts);
      return;
    }
    boolean lives =
        (producers.get(tensor) < 0 || (from.done() >> producers.get(tensor) & 1) != 0)
            && isRead(tensor, from.done());
    int before = from.address()[tensor];
    if (before >= 0 && isFree(tensor, before, address)) {
      address[tensor] = before;
      choose(from, operator, tensor + 1, address, spilled, retrieved, cost, next, nextCosts);
    }
    if (lives && (spilled & bit) != 0) {
      boolean first = producers.get(tensor) < 0 && (from.seen() & bit) == 0;
      // The first load belongs to the first operator that reads a tensor.
      if (!first || isInput) {
        everywhere(
            from,
            operator,
            tensor,
            address,
            spilled,
            retrieved | bit,
            cost + (first ? 0 : weight),
            next,
            nextCosts);
      }
    }
    if (!isInput) {
      address[tensor] = -1;
      choose(from, operator, tensor + 1, address, spilled, retrieved, cost, next, nextCosts);
      if (before >= 0 && (spilled & bit) == 0 && (from.retrieved() & bit) == 0) {
        choose(
            from,
            operator,
            tensor + 1,
            address,
            spilled | bit,
            retrieved,
            cost + weight,
            next,
            nextCosts);
      }
    }
  }

  private void everywhere(
      Step from,
      int operator,
      int tensor,
      int[] address,
      int spilled,
      int retrieved,
      long cost,
      Map<Long, Step> next,
      Map<Long, Long> nextCosts) {
    for (int at = 0; at + sizes[tensor] <= budget; at++) {
      if (isFree(tensor, at, address)) {
        address[tensor] = at;
        choose(from, operator, tensor + 1, address, spilled, retrieved, cost, next, nextCosts);
      }
    }
    address[tensor] = -1;
  }

  private boolean isFree(int tensor, int at, int[] address) {
    for (int other = 0; other < tensor; other++) {
      if (address[other] >= 0
          && address[other] < at + sizes[tensor]
          && at < address[other] + sizes[other]) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@return a problem of random shape}
   *
   * @param far whether results are read long after they are made, so that addresses matter more
   */
  static ResidencyProblem random(
      java.util.Random random, int operators, boolean weights, boolean far) {
    ResidencyProblem.Builder builder = ResidencyProblem.named("random");
    List<String> made = new ArrayList<>();
    for (int o = 0; o < operators; o++) {
      List<String> inputs = new ArrayList<>();
      int reads = made.isEmpty() ? 0 : random.nextInt(3);
      for (int i = 0; i < reads; i++) {
        int back = random.nextInt(made.size());
        // Else recent results are read more often.
        back = far ? back : Math.min(random.nextInt(3), back);
        inputs.add(made.get(made.size() - 1 - back));
      }
      if (o == operators - 1 && made.size() > 1) {
        inputs.add(made.get(0));
      }
      if (weights && o == operators / 2) {
        builder.tensor(PlannedTensor.of("w", 1 + random.nextInt(2)));
      }
      if (weights && o >= operators / 2 && random.nextInt(2) == 0) {
        inputs.add("w");
      }
      String name = "t" + o;
      long bytes = 1 + random.nextInt(far ? 5 : 4);
      builder.operator(name, bytes, inputs.stream().distinct().toList());
      made.add(name);
    }
    return builder.build();
  }

  /**
   * {@return a problem whose tensors lie side by side for long before they are read, so that where
   * they lie matters}
   */
  static ResidencyProblem crowded(java.util.Random random, int operators) {
    ResidencyProblem.Builder builder = ResidencyProblem.named("crowded");
    List<String> live = new ArrayList<>();
    for (int o = 0; o < operators; o++) {
      List<String> inputs = new ArrayList<>();
      int reads = o < operators / 2 ? 0 : 1 + random.nextInt(2);
      for (int i = 0; i < reads && !live.isEmpty(); i++) {
        int index = random.nextInt(live.size());
        inputs.add(live.get(index));
        if (random.nextInt(3) > 0) {
          live.remove(index);
        }
      }
      builder.operator("t" + o, 1 + random.nextInt(5), inputs.stream().distinct().toList());
      if (random.nextInt(4) > 0) {
        live.add("t" + o);
      }
    }
    return builder.build();
  }
}
