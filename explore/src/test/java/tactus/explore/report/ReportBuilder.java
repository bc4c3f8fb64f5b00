package tactus.explore.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.hw.CycleCause;
import tactus.hw.CycleStack;

/** Builds reports whose sums hold from operators that run one after the other. */
final class ReportBuilder {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int CAUSES = CycleCause.values().length;
  private static final long PEAK_MACS_PER_CYCLE = 128 * 128;
  private static final double DRAM_BYTES_PER_SECOND = 102.4e9;
  private static final double CLOCK_HZ = 1e9;

  private final String name;
  private final String description;
  private final List<Operator> operators = new ArrayList<>();
  private final Map<String, long[]> traffic = new LinkedHashMap<>();

  /** What one operator adds to a report. */
  record Operator(
      String name,
      String kind,
      String layer,
      String engine,
      long macs,
      CycleStack stack,
      long dramRead,
      long dramWritten) {
    long cycles() {
      return stack.total();
    }
  }

  ReportBuilder(String name, String description) {
    this.name = name;
    this.description = description;
    for (String tensors : List.of("weight", "activation", "kvCache")) {
      traffic.put(tensors, new long[2]);
    }
  }

  /** A product whose stream fills the array, with its bytes of weights (or keys and values). */
  void product(String name, String kind, String layer, long m, long k, long n, String tensors) {
    long macs = m * k * n;
    long compute = Math.max(1, macs / PEAK_MACS_PER_CYCLE * 9 / 8);
    long[] stack = new long[CAUSES];
    stack[CycleCause.COMPUTE.ordinal()] = compute;
    stack[CycleCause.WEIGHT_LOAD.ordinal()] = Math.min(compute, 128);
    stack[CycleCause.FILL_DRAIN.ordinal()] = 255;
    stack[CycleCause.BANK_CONFLICT.ordinal()] = compute / 50;
    long bytes = 2 * k * n;
    long transfer = bytes * 10 / 1024;
    stack[CycleCause.DRAM_BANDWIDTH.ordinal()] = Math.max(0, transfer - compute / 2);
    stack[CycleCause.DRAM_LATENCY.ordinal()] = 40;
    traffic.get(tensors)[0] += bytes;
    traffic.get("activation")[1] += m * n;
    operators.add(
        new Operator(name, kind, layer, "matrix", macs, CycleStack.of(stack), bytes, m * n));
  }

  /** An operator of the vector engine. */
  void vector(String name, String kind, String layer, long rows, long columns) {
    long[] stack = new long[CAUSES];
    stack[CycleCause.VECTOR.ordinal()] = Math.max(1, rows * columns / 128) * 2;
    stack[CycleCause.DEPENDENCE.ordinal()] = 3;
    operators.add(new Operator(name, kind, layer, "vector", 0, CycleStack.of(stack), 0, 0));
  }

  ObjectNode build() {
    long cycles = operators.stream().mapToLong(Operator::cycles).sum();
    long macs = operators.stream().mapToLong(Operator::macs).sum();
    ObjectNode report = JSON.objectNode();
    report.put("schema", "tactus/run/1").put("name", name);
    report.set("machine", machine());
    ObjectNode workload = report.putObject("workload").put("name", name);
    workload.put("description", description).put("operators", operators.size());
    workload.put("macs", macs).put("parameters", traffic.get("weight")[0] / 2);
    report.put("fidelity", "fast").put("cycles", cycles).put("seconds", cycles / CLOCK_HZ);
    report.put("clockHz", CLOCK_HZ).put("macs", macs).put("utilization", utilization(macs, cycles));
    report.set("cycleStack", stack(operators));
    report.set("kinds", kinds(cycles));
    report.set("layers", layers());
    report.set("operators", operators());
    report.set("traffic", traffic());
    report.put("peakScratchpadBytes", 7L << 19);
    report.set("bottleneck", bottleneck(cycles));
    ObjectNode compile = report.putObject("compile");
    compile.put("plan", "resident activations, weights streamed through a ring of 2 tiles");
    compile.put("plansConsidered", 24).put("plansSimulated", 6);
    report.set("timeline", timeline());
    return report;
  }

  private static ObjectNode machine() {
    ObjectNode machine = JSON.objectNode().put("name", "npu-128x128").put("clockHz", CLOCK_HZ);
    ObjectNode engine = machine.putArray("matrixEngines").addObject();
    engine.put("rows", 128).put("columns", 128).put("dataflow", "weight-stationary");
    engine.put("pipelineDepth", 1).put("doubleBuffer", true);
    machine.put("vectorLanes", 128).put("scratchpadBytes", 4L << 20);
    machine.put("dramBytesPerSecond", DRAM_BYTES_PER_SECOND);
    machine.put("peakMacsPerCycle", PEAK_MACS_PER_CYCLE);
    return machine.put("dramBytesPerCycle", DRAM_BYTES_PER_SECOND / CLOCK_HZ);
  }

  private static double utilization(long macs, long cycles) {
    return cycles == 0 ? 0 : (double) macs / cycles / PEAK_MACS_PER_CYCLE;
  }

  private static ObjectNode stack(List<Operator> parts) {
    ObjectNode stack = JSON.objectNode();
    for (CycleCause cause : CycleCause.values()) {
      stack.put(cause.key(), parts.stream().mapToLong(part -> part.stack.get(cause)).sum());
    }
    return stack;
  }

  private ArrayNode kinds(long cycles) {
    Map<String, List<Operator>> kinds = new LinkedHashMap<>();
    operators.forEach(o -> kinds.computeIfAbsent(o.kind, k -> new ArrayList<>()).add(o));
    List<ObjectNode> nodes = new ArrayList<>();
    kinds.forEach(
        (kind, parts) -> {
          long own = parts.stream().mapToLong(Operator::cycles).sum();
          long macs = parts.stream().mapToLong(Operator::macs).sum();
          ObjectNode node = JSON.objectNode().put("kind", kind).put("operators", parts.size());
          node.put("cycles", own).put("share", (double) own / cycles).put("macs", macs);
          node.put("utilization", utilization(macs, own));
          node.put("dramBytes", parts.stream().mapToLong(p -> p.dramRead + p.dramWritten).sum());
          nodes.add(node);
        });
    nodes.sort((a, b) -> Long.compare(b.get("cycles").asLong(), a.get("cycles").asLong()));
    return JSON.arrayNode().addAll(nodes);
  }

  private ArrayNode layers() {
    Map<String, List<Operator>> layers = new LinkedHashMap<>();
    operators.forEach(o -> layers.computeIfAbsent(o.layer, l -> new ArrayList<>()).add(o));
    ArrayNode nodes = JSON.arrayNode();
    layers.forEach(
        (layer, parts) -> {
          ObjectNode node = nodes.addObject().put("layer", layer);
          node.put("cycles", parts.stream().mapToLong(Operator::cycles).sum());
          node.set("cycleStack", stack(parts));
        });
    return nodes;
  }

  private ArrayNode operators() {
    ArrayNode nodes = JSON.arrayNode();
    long start = 0;
    for (Operator operator : operators) {
      ObjectNode node = nodes.addObject().put("name", operator.name).put("kind", operator.kind);
      node.put("layer", operator.layer).put("engine", operator.engine);
      node.put("startCycle", start).put("endCycle", start + operator.cycles());
      node.put("cycles", operator.cycles()).put("macs", operator.macs);
      node.put("utilization", utilization(operator.macs, operator.cycles()));
      node.set("cycleStack", stack(List.of(operator)));
      ObjectNode bytes = node.putObject("traffic");
      bytes.set("dram", bytes(operator.dramRead, operator.dramWritten));
      bytes.set("scratchpad", bytes(operator.dramRead * 3, operator.dramWritten * 2));
      node.putObject("mapping").put("tile", "512x768x256").put("order", "nmk").put("tiles", 3);
      start += operator.cycles();
    }
    return nodes;
  }

  private static ObjectNode bytes(long read, long written) {
    return JSON.objectNode().put("readBytes", read).put("writeBytes", written);
  }

  private ObjectNode traffic() {
    long read = operators.stream().mapToLong(Operator::dramRead).sum();
    long written = operators.stream().mapToLong(Operator::dramWritten).sum();
    ObjectNode node = JSON.objectNode();
    ObjectNode dram = bytes(read, written);
    ObjectNode classes = dram.putObject("byClass");
    traffic.forEach((tensors, bytes) -> classes.set(tensors, bytes(bytes[0], bytes[1])));
    node.set("dram", dram);
    node.set("scratchpad", bytes(read * 3, written * 2));
    return node;
  }

  private static ObjectNode bottleneck(long cycles) {
    ObjectNode node = JSON.objectNode().put("resource", "dramBandwidth");
    node.put(
        "sentence",
        "DRAM bandwidth holds this run back most: with unlimited bandwidth it would be 1.32 times"
            + " as fast, with a matrix engine twice as wide 1.08 times.");
    ArrayNode whatIf = node.putArray("whatIf");
    whatIf(whatIf, "dramBandwidth", "unlimited DRAM bandwidth", cycles, 1.32);
    whatIf(whatIf, "matrixEngine", "matrix engines without fill, drain and load", cycles, 1.08);
    whatIf(whatIf, "vectorEngine", "an infinitely fast vector engine", cycles, 1.05);
    whatIf(whatIf, "scratchpadBanks", "no bank conflicts", cycles, 1.0);
    return node;
  }

  private static void whatIf(
      ArrayNode list, String resource, String label, long cycles, double speedup) {
    ObjectNode node = list.addObject().put("resource", resource).put("label", label);
    node.put("cycles", Math.round(cycles / speedup)).put("speedup", speedup);
  }

  private ObjectNode timeline() {
    ObjectNode timeline = JSON.objectNode();
    ArrayNode engines = timeline.putArray("engines");
    ArrayNode matrix = engines.addObject().put("name", "matrix engine 0").putArray("spans");
    ArrayNode vector = engines.addObject().put("name", "vector engine").putArray("spans");
    ArrayNode loads = engines.addObject().put("name", "dma loads").putArray("spans");
    ArrayNode stores = engines.addObject().put("name", "dma stores").putArray("spans");
    long start = 0;
    for (int i = 0; i < operators.size(); i++) {
      Operator operator = operators.get(i);
      long end = start + operator.cycles();
      CycleStack stack = operator.stack;
      long wait = stack.get(CycleCause.DRAM_BANDWIDTH) + stack.get(CycleCause.DRAM_LATENCY);
      (operator.engine.equals("matrix") ? matrix : vector)
          .addArray()
          .add(Math.min(start + wait, end - 1))
          .add(end)
          .add(i);
      if (operator.dramRead > 0) {
        loads.addArray().add(start).add(start + operator.dramRead / 102 + 40).add(i);
      }
      if (operator.dramWritten > 0) {
        stores.addArray().add(end - 1).add(end + operator.dramWritten / 102 + 40).add(i);
      }
      start = end;
    }
    return timeline;
  }
}
