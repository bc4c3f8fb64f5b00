package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tactus.config.ValueType;
import tactus.dataflow.Compilation;
import tactus.dataflow.Compilation.MappingSummary;
import tactus.explore.peer.ScaleSim3Json;
import tactus.explore.report.InterconnectJson;
import tactus.explore.report.StreamFabricJson;
import tactus.explore.residency.PlanJson;
import tactus.explore.run.Bottleneck.WhatIf;
import tactus.hw.CycleCause;
import tactus.hw.CycleStack;
import tactus.hw.MachineSpec;
import tactus.hw.Traffic;
import tactus.hw.command.Dataflow;
import tactus.hw.command.TrafficClass;
import tactus.hw.matrix.AccumulationSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.workload.OperatorGraph;

/**
 * The report of a run as JSON, the contract for scripts: everything that people see is rendered
 * from it. Equal results give equal reports. What must add up is checked while it is written.
 */
public final class ReportJson {

  /** The version of the contract. */
  public static final String SCHEMA = "tactus/run/1";

  private static final String SCHEMA_OF_SEVERAL = "tactus/runs/1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final RunResult result;
  private final MachineSpec machine;
  private final long cycles;
  private final List<OperatorRow> rows;

  private ReportJson(RunResult result) {
    this.result = result;
    this.machine = result.spec().machine();
    this.cycles = result.execution().cycles();
    this.rows = OperatorRow.of(result);
  }

  /**
   * {@return the report of a run}
   *
   * @param result the run
   * @throws IllegalStateException if a law of the results does not hold
   */
  public static ObjectNode of(RunResult result) {
    return new ReportJson(result).report();
  }

  /**
   * {@return the report of one run as it is, those of several in one object}
   *
   * @param reports the reports, at least one
   */
  public static ObjectNode together(List<ObjectNode> reports) {
    if (reports.size() == 1) {
      return reports.get(0);
    }
    ObjectNode json = JSON.objectNode().put("schema", SCHEMA_OF_SEVERAL);
    json.putArray("runs").addAll(reports);
    return json;
  }

  private ObjectNode report() {
    ObjectNode report = JSON.objectNode();
    report.put("schema", SCHEMA);
    report.put("name", result.spec().name());
    report.set("machine", machine());
    report.set("workload", workload());
    report.put("fidelity", ValueType.word(result.spec().fidelity()));
    report.put("cycles", cycles);
    report.put("seconds", (double) cycles * machine.periodTicks() / 1e15);
    report.put("clockHz", machine.clockHz());
    report.put("macs", result.execution().program().macs());
    report.put("utilization", utilization(executedMacs(rows), cycles));
    putSkipped(report, result.execution().program().macs(), executedMacs(rows));
    report.set("cycleStack", stack(result.execution().cycleStack()));
    report.set("kinds", kinds());
    if (machine.isSwitched()) {
      report.set("dataflows", dataflows());
    }
    report.set("layers", layers());
    report.set("operators", operators());
    report.set("traffic", totalTraffic());
    report.put("peakScratchpadBytes", peakScratchpadBytes());
    report.set("energyPicojoules", EnergyJson.energies(result.energy()));
    report.set("areaSquareMicrometers", EnergyJson.areas(result.energy()));
    report.set("energy", EnergyJson.details(result.energy()));
    report.set("bottleneck", bottleneck());
    result.streaming().ifPresent(gain -> report.set("streaming", StreamingJson.of(gain)));
    report.set("compile", compile());
    result.compilation().residency().ifPresent(known -> report.set("residency", residency(known)));
    report.set("timeline", Timeline.of(result.execution(), machine));
    result.numerics().ifPresent(numerics -> report.set("numerics", NumericsJson.of(numerics)));
    if (!result.scaleSim3().isEmpty()) {
      report
          .putObject("peer")
          .putObject("scaleSim3")
          .set("layers", ScaleSim3Json.layers(result.scaleSim3()));
    }
    return report;
  }

  private static long executedMacs(List<OperatorRow> rows) {
    return rows.stream().mapToLong(OperatorRow::executedMacs).sum();
  }

  /** Multiply-accumulates are executed or skipped. */
  private static void putSkipped(ObjectNode json, long macs, long executed) {
    if (executed > macs) {
      throw new IllegalStateException(
          "multiply-accumulates executed ("
              + executed
              + ") must be at most those of the graph ("
              + macs
              + ")");
    }
    json.put("skippedMacs", macs - executed);
  }

  private ObjectNode machine() {
    ObjectNode json = JSON.objectNode();
    json.put("name", machine.name());
    json.put("clockHz", machine.clockHz());
    ArrayNode engines = json.putArray("matrixEngines");
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      ObjectNode one = engines.addObject();
      one.put("rows", engine.rows()).put("columns", engine.columns());
      InterconnectJson.put(one, engine.interconnect());
      one.put("pipelineDepth", engine.pipelineDepth()).put("doubleBuffer", engine.doubleBuffer());
      if (engine.multipliers() > 1) {
        one.put("multipliers", engine.multipliers());
      }
      if (!engine.accumulation().equals(AccumulationSpec.EVERY_CYCLE)) {
        one.put("accumulateLatency", engine.accumulation().latencyCycles())
            .put("interleave", engine.accumulation().interleavedSums());
      }
    }
    machine
        .streamFabric()
        .ifPresent(fabric -> json.set("streamFabric", StreamFabricJson.of(fabric)));
    json.put("vectorLanes", machine.vectorEngine().lanes());
    json.put("scratchpadBytes", machine.scratchpad().capacityBytes());
    json.put("dramBytesPerSecond", Math.round(machine.dram().peakBytesPerSecond()));
    json.put("peakMacsPerCycle", machine.peakMacsPerCycle());
    json.put("dramBytesPerCycle", dramBytesPerCycle(machine));
    return json;
  }

  private int multiplyingEngines() {
    return machine.matrixEngines().size() + (machine.streamFabric().isPresent() ? 1 : 0);
  }

  private static double dramBytesPerCycle(MachineSpec machine) {
    double bytes = (double) machine.dram().channels() * machine.dram().burstBytes();
    return bytes * machine.periodTicks() / machine.dram().burstTicks();
  }

  private ObjectNode workload() {
    OperatorGraph graph = result.spec().workload().graph();
    return JSON.objectNode()
        .put("name", graph.name())
        .put("description", result.spec().workload().description())
        .put("operators", graph.operators().size())
        .put("macs", graph.macs())
        .put("parameters", graph.parameters());
  }

  private ArrayNode kinds() {
    List<ObjectNode> kinds = new ArrayList<>();
    long sum = 0;
    for (Map.Entry<String, List<OperatorRow>> kind : grouped(row -> row.operator().kind())) {
      List<OperatorRow> group = kind.getValue();
      ObjectNode json = JSON.objectNode().put("kind", kind.getKey());
      sum += putTotals(json, group);
      long dramBytes =
          group.stream()
              .mapToLong(row -> row.traffic().dramRead() + row.traffic().dramWritten())
              .sum();
      kinds.add(json.put("dramBytes", dramBytes));
    }
    mustEqual("cycles of the kinds", sum, cycles);
    // Equal ones stay in the order of execution.
    kinds.sort(
        Comparator.comparingLong((ObjectNode kind) -> kind.get("cycles").longValue()).reversed());
    return JSON.arrayNode().addAll(kinds);
  }

  /** The cycles of the products of each dataflow, and of all that is no product of an array. */
  private ArrayNode dataflows() {
    Map<String, List<OperatorRow>> groups = new LinkedHashMap<>();
    for (Dataflow dataflow : machine.matrixEngines().get(0).interconnect().dataflows()) {
      groups.put(ValueType.word(dataflow), new ArrayList<>());
    }
    for (OperatorRow row : rows) {
      String word = row.dataflow().map(ValueType::word).orElse("none");
      groups.computeIfAbsent(word, key -> new ArrayList<>()).add(row);
    }
    ArrayNode json = JSON.arrayNode();
    long sum = 0;
    for (Map.Entry<String, List<OperatorRow>> group : groups.entrySet()) {
      sum += putTotals(json.addObject().put("dataflow", group.getKey()), group.getValue());
    }
    mustEqual("cycles of the dataflows", sum, cycles);
    return json;
  }

  /** Puts what some operators have together; gives their cycles. */
  private long putTotals(ObjectNode json, List<OperatorRow> group) {
    int engines = multiplyingEngines();
    long groupCycles = group.stream().mapToLong(OperatorRow::cycles).sum();
    long computeCycles = group.stream().mapToLong(row -> row.computeCycles(engines)).sum();
    json.put("operators", group.size())
        .put("cycles", groupCycles)
        .put("share", cycles == 0 ? 0.0 : (double) groupCycles / cycles)
        .put("macs", group.stream().mapToLong(row -> row.operator().macs()).sum())
        .put("utilization", utilization(executedMacs(group), computeCycles));
    return groupCycles;
  }

  private ArrayNode layers() {
    ArrayNode layers = JSON.arrayNode();
    long sum = 0;
    for (Map.Entry<String, List<OperatorRow>> layer : grouped(row -> row.operator().layer())) {
      CycleStack stack = CycleStack.EMPTY;
      for (OperatorRow row : layer.getValue()) {
        stack = stack.plus(row.stack());
      }
      sum += stack.total();
      ObjectNode json = layers.addObject();
      json.put("layer", layer.getKey());
      json.put("cycles", stack.total());
      json.set("cycleStack", stack(stack));
    }
    mustEqual("cycles of the layers", sum, cycles);
    return layers;
  }

  private Iterable<Map.Entry<String, List<OperatorRow>>> grouped(Function<OperatorRow, String> by) {
    Map<String, List<OperatorRow>> groups = new LinkedHashMap<>();
    for (OperatorRow row : rows) {
      groups.computeIfAbsent(by.apply(row), key -> new ArrayList<>()).add(row);
    }
    return groups.entrySet();
  }

  private ArrayNode operators() {
    ArrayNode operators = JSON.arrayNode();
    int engines = multiplyingEngines();
    for (int i = 0; i < rows.size(); i++) {
      OperatorRow row = rows.get(i);
      ObjectNode json = operators.addObject();
      json.put("name", row.operator().name());
      json.put("kind", row.operator().kind());
      json.put("layer", row.operator().layer());
      json.put("engine", row.engine().key());
      row.dataflow().ifPresent(dataflow -> json.put("dataflow", ValueType.word(dataflow)));
      json.put("startCycle", row.startCycle());
      json.put("endCycle", row.endCycle());
      json.put("cycles", row.cycles());
      json.put("macs", row.operator().macs());
      json.put("utilization", utilization(row.executedMacs(), row.computeCycles(engines)));
      putSkipped(json, row.operator().macs(), row.executedMacs());
      json.set("cycleStack", stack(row.stack()));
      json.set("traffic", traffic(row.traffic()));
      json.put("energyPicojoules", result.energy().operatorPicojoules().get(i));
      MappingSummary mapping = row.mapping();
      json.putObject("mapping")
          .put("tile", mapping.tile())
          .put("order", mapping.order())
          .put("tiles", mapping.tiles());
    }
    return operators;
  }

  private static ObjectNode traffic(Traffic traffic) {
    ObjectNode json = JSON.objectNode();
    json.set("dram", bytes(traffic.dramRead(), traffic.dramWritten()));
    json.set("scratchpad", bytes(traffic.scratchpadReadBytes(), traffic.scratchpadWriteBytes()));
    return json;
  }

  private ObjectNode totalTraffic() {
    Traffic traffic = result.execution().totalTraffic();
    ObjectNode dram = bytes(traffic.dramRead(), traffic.dramWritten());
    ObjectNode byClass = dram.putObject("byClass");
    long read = 0;
    long written = 0;
    for (TrafficClass part : TrafficClass.values()) {
      long readBytes = traffic.dramReadBytes().getOrDefault(part, 0L);
      long writeBytes = traffic.dramWriteBytes().getOrDefault(part, 0L);
      read += readBytes;
      written += writeBytes;
      byClass.set(key(part), bytes(readBytes, writeBytes));
    }
    mustEqual("bytes read from DRAM by class", read, traffic.dramRead());
    mustEqual("bytes written to DRAM by class", written, traffic.dramWritten());
    ObjectNode json = JSON.objectNode();
    json.set("dram", dram);
    json.set("scratchpad", bytes(traffic.scratchpadReadBytes(), traffic.scratchpadWriteBytes()));
    return json;
  }

  /** The class in camel case. */
  static String key(TrafficClass part) {
    StringBuilder key = new StringBuilder();
    for (String word : part.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return key.toString();
  }

  private static ObjectNode bytes(long read, long written) {
    return JSON.objectNode().put("readBytes", read).put("writeBytes", written);
  }

  private long peakScratchpadBytes() {
    long peak = ScratchpadPeak.bytes(result.execution());
    if (peak > machine.scratchpad().capacityBytes()) {
      throw broken("bytes of the scratchpad in use", peak, machine.scratchpad().capacityBytes());
    }
    return peak;
  }

  private ObjectNode bottleneck() {
    Bottleneck bottleneck = result.bottleneck();
    ObjectNode json = JSON.objectNode();
    json.put("resource", bottleneck.worst().map(worst -> worst.resource().key()).orElse("none"));
    json.put("sentence", bottleneck.sentence());
    ArrayNode list = json.putArray("whatIf");
    for (WhatIf tried : bottleneck.whatIf()) {
      list.addObject()
          .put("resource", tried.resource().key())
          .put("label", tried.resource().label())
          .put("cycles", tried.cycles())
          .put("speedup", tried.speedup());
    }
    return json;
  }

  /** What an allocator planned; with first loads and what tasks stream, it is all DRAM moved. */
  private ObjectNode residency(Compilation.Residency known) {
    Traffic traffic = result.execution().totalTraffic();
    mustEqual(
        "bytes planned, loaded first and streamed",
        known.dramBytes(),
        traffic.dramRead() + traffic.dramWritten());
    ObjectNode json = PlanJson.of(known.solution());
    json.put("firstLoadBytes", known.solution().plan().firstLoadBytes());
    json.put("streamedBytes", known.streamedBytes());
    json.put("compulsoryBytes", CompulsoryTraffic.of(result.spec().workload().graph()).bytes());
    return json;
  }

  private ObjectNode compile() {
    Compilation compilation = result.compilation();
    return JSON.objectNode()
        .put("plan", compilation.plan())
        .put("plansConsidered", compilation.plansConsidered())
        .put("plansSimulated", compilation.plansSimulated());
  }

  private static ObjectNode stack(CycleStack stack) {
    ObjectNode json = JSON.objectNode();
    for (CycleCause cause : CycleCause.values()) {
      json.put(cause.key(), stack.get(cause));
    }
    return json;
  }

  private double utilization(long macs, long inCycles) {
    if (macs == 0) {
      return 0;
    }
    double utilization = macs / ((double) inCycles * machine.peakMacsPerCycle());
    if (!(utilization <= 1)) {
      throw new IllegalStateException(
          result.spec().name()
              + ": utilization ("
              + macs
              + " multiply-accumulates in "
              + inCycles
              + " cycles) must not exceed 1");
    }
    return utilization;
  }

  private void mustEqual(String what, long sum, long total) {
    if (sum != total) {
      throw broken(what, sum, total);
    }
  }

  private IllegalStateException broken(String what, long found, long limit) {
    return new IllegalStateException(
        result.spec().name() + ": " + what + " (" + found + ") must agree with " + limit);
  }
}
