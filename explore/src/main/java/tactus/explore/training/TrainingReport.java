package tactus.explore.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.config.ValueType;

/** The report of a training iteration, {@code tactus/training/1}. */
public final class TrainingReport {

  private TrainingReport() {}

  /**
   * {@return the report of an iteration beside the same one with dense weights}
   *
   * @param spec what is simulated
   */
  public static ObjectNode of(TrainingSpec spec) {
    TrainingIteration run = TrainingIteration.of(spec.accelerator(), spec.network(), spec.plan());
    TrainingIteration dense =
        TrainingIteration.of(spec.accelerator(), spec.network(), spec.plan().dense());
    long cycles = run.cycles();
    long macs = spec.network().macs();
    double ideal = (double) macs / run.executedMacs();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", "tactus/training/1");
    json.put("name", spec.name());
    json.put("network", spec.network().name());
    json.put("batch", spec.network().batch());
    json.put("parameters", spec.network().parameters());
    json.put("method", ValueType.word(spec.plan().method()));
    json.put(
        "pattern", spec.plan().pattern().isDense() ? "dense" : spec.plan().pattern().toString());
    json.put("schedule", ValueType.word(spec.plan().schedule()));
    json.put("cycles", cycles);
    json.put("seconds", cycles / spec.accelerator().clockHz());
    json.put("clockHz", spec.accelerator().clockHz());
    json.put("macs", macs);
    json.put("skippedMacs", macs - run.executedMacs());
    json.put("utilization", share(run.executedMacs(), cycles * spec.accelerator().elements()));
    json.put("dramBytes", run.bytes());
    json.set("cycleStack", stack(run.stack()));
    json.put("nonScalingShare", nonScaling(run));
    json.putObject("dense")
        .put("cycles", dense.cycles())
        .put("nonScalingShare", nonScaling(dense))
        .set("cycleStack", stack(dense.stack()));
    json.put("speedup", (double) dense.cycles() / cycles);
    json.put("idealSpeedup", ideal);
    ArrayNode layers = json.putArray("layers");
    long sum = 0;
    for (LayerIteration layer : run.layers()) {
      layers.add(layer(layer));
      sum += layer.stack().total();
    }
    if (sum != cycles) {
      throw new IllegalStateException(
          "cycles of the layers (" + sum + ") must be those of the iteration (" + cycles + ")");
    }
    return json;
  }

  /**
   * {@return the share of an iteration in which the array does not work: that part does not become
   * shorter with the weights}
   *
   * @param run the iteration
   */
  static double nonScaling(TrainingIteration run) {
    return 1 - share(run.stack().array(), run.cycles());
  }

  private static double share(long part, long whole) {
    return (double) part / whole;
  }

  private static ObjectNode layer(LayerIteration layer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", layer.layer().name());
    json.put("kind", ValueType.word(layer.layer().kind()));
    json.put("cycles", layer.stack().total());
    json.set("cycleStack", stack(layer.stack()));
    ArrayNode stages = json.putArray("stages");
    for (TrainingStage stage : layer.stages()) {
      stages
          .addObject()
          .put("stage", stage.name())
          .put("m", stage.m())
          .put("k", stage.k())
          .put("n", stage.n())
          .put("products", stage.products())
          .put("pattern", stage.sparsity().isDense() ? "dense" : stage.sparsity().toString())
          .put("dataflow", ValueType.word(stage.mode()))
          .put("cycles", stage.stack().total())
          .put("dramBytes", stage.bytes());
    }
    return json;
  }

  private static ObjectNode stack(TrainingStack stack) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("compute", stack.compute())
        .put("arrayEdges", stack.arrayEdges())
        .put("dram", stack.dram())
        .put("vector", stack.vector())
        .put("update", stack.update())
        .put("select", stack.select());
  }
}
