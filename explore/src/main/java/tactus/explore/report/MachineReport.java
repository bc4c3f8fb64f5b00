package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.explore.report.TextTable.Column;
import tactus.hw.MachineSpec;
import tactus.hw.cost.MachineCost;
import tactus.hw.matrix.AccumulationSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.ScratchpadSpec;

/** The peak rates of a machine and what its parts cost, for scripts and for people. */
public final class MachineReport {

  private static final String SCHEMA = "tactus/machine/1";

  private MachineReport() {}

  /**
   * {@return the peak rates of a machine and its costs, of schema {@code tactus/machine/1}}
   *
   * @param machine the machine
   * @param cost what it costs
   */
  public static ObjectNode of(MachineSpec machine, MachineCost cost) {
    double dramBytesPerCycle =
        (double) machine.dram().channels()
            * machine.dram().burstBytes()
            * machine.periodTicks()
            / machine.dram().burstTicks();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("name", machine.name());
    json.put("clockHz", machine.clockHz());
    json.put("peakMacsPerCycle", machine.peakMacsPerCycle());
    json.put("peakOpsPerSecond", 2 * machine.peakMacsPerCycle() * machine.clockHz());
    json.put("balanceOpsPerByte", 2 * machine.peakMacsPerCycle() / dramBytesPerCycle);
    json.set("matrixEngines", engines(machine));
    machine
        .streamFabric()
        .ifPresent(fabric -> json.set("streamFabric", StreamFabricJson.of(fabric)));
    json.putObject("vectorEngine")
        .put("lanes", machine.vectorEngine().lanes())
        .put("peakElementsPerSecond", machine.vectorEngine().lanes() * machine.clockHz());
    ScratchpadSpec pad = machine.scratchpad();
    json.putObject("scratchpad")
        .put("bytes", pad.capacityBytes())
        .put("banks", pad.banks())
        .put("wordBytes", pad.wordBytes())
        .put("readBytesPerCycle", pad.readBytesPerCycle())
        .put("writeBytesPerCycle", pad.writeBytesPerCycle())
        .put("readBytesPerSecond", pad.readBytesPerCycle() * machine.clockHz())
        .put("writeBytesPerSecond", pad.writeBytesPerCycle() * machine.clockHz());
    json.putObject("dram")
        .put("channels", machine.dram().channels())
        .put("burstBytes", machine.dram().burstBytes())
        .put("bytesPerCycle", dramBytesPerCycle)
        .put("bytesPerSecond", Math.round(machine.dram().peakBytesPerSecond()))
        .put("latencySeconds", machine.dram().latencyTicks() / 1e15);
    CostText.add(json, cost);
    return json;
  }

  private static ArrayNode engines(MachineSpec machine) {
    ArrayNode engines = JsonNodeFactory.instance.arrayNode();
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      ObjectNode json = engines.addObject();
      json.put("rows", engine.rows()).put("columns", engine.columns());
      InterconnectJson.put(json, engine.interconnect());
      json.put("pipelineDepth", engine.pipelineDepth())
          .put("doubleBuffer", engine.doubleBuffer())
          .put("peakMacsPerCycle", engine.multiplyAdders())
          .put("peakOpsPerSecond", 2 * engine.multiplyAdders() * machine.clockHz())
          .put("accumulatorBytes", engine.accumulatorBytes());
      if (engine.multipliers() > 1) {
        json.put("multipliers", engine.multipliers());
      }
      if (!engine.accumulation().equals(AccumulationSpec.EVERY_CYCLE)) {
        json.put("accumulateLatency", engine.accumulation().latencyCycles())
            .put("interleave", engine.accumulation().interleavedSums());
      }
    }
    return engines;
  }

  /**
   * {@return the peak rates and costs as text, in lines that end with a line feed}
   *
   * @param json what {@link #of} gives
   * @param width columns of the terminal
   * @param withSources whether to say where the numbers of the costs come from
   */
  public static String render(ObjectNode json, int width, boolean withSources) {
    TextTable table = new TextTable(Column.words(""), Column.words(""));
    table.row("clock", rate(json, "clockHz", "Hz"));
    table.row(
        "peak",
        counted(json.path("peakMacsPerCycle").asLong(), "MAC")
            + " a cycle, "
            + rate(json, "peakOpsPerSecond", "op/s"));
    engines(json.path("matrixEngines"), table);
    JsonNode vector = json.path("vectorEngine");
    table.row(
        "vector engine",
        counted(vector.path("lanes").asLong(), "lane")
            + ", "
            + rate(vector, "peakElementsPerSecond", "elements/s"));
    if (json.has("streamFabric")) {
      table.row("stream fabric", StreamingText.fabric(json.path("streamFabric")));
    }
    JsonNode pad = json.path("scratchpad");
    table.row(
        "scratchpad",
        Figures.bytes(pad.path("bytes").asLong())
            + ", "
            + counted(pad.path("banks").asInt(), "bank")
            + " of "
            + pad.path("wordBytes").asInt()
            + " B words, each engine reads "
            + rate(pad, "readBytesPerSecond", "B/s")
            + " and writes "
            + rate(pad, "writeBytesPerSecond", "B/s"));
    JsonNode dram = json.path("dram");
    table.row(
        "DRAM",
        counted(dram.path("channels").asInt(), "channel")
            + ", "
            + rate(dram, "bytesPerSecond", "B/s")
            + ", latency "
            + Figures.seconds(dram.path("latencySeconds").asDouble()));
    table.row(
        "balance",
        rate(json, "balanceOpsPerByte", "op/B")
            + ": with fewer operations for each byte, DRAM is the limit");
    StringBuilder text = new StringBuilder();
    text.append(TextTable.printable(json.path("name").asText())).append("\n\n");
    table.body(width).forEach(line -> text.append(line).append('\n'));
    JsonNode process = json.path("process");
    text.append("\nArea, leakage and energy at ")
        .append(process.path("nodeNanometers").asInt())
        .append(" nm, ")
        .append(Figures.significant(process.path("supplyVolts").asDouble()))
        .append(" V, ")
        .append(process.path("temperatureKelvin").asInt())
        .append(" K, ")
        .append(process.path("transistors").asText().replace('-', ' '))
        .append(" transistors\n");
    CostText.components(json, width).forEach(line -> text.append(line).append('\n'));
    groups(json, width, text);
    if (withSources) {
      text.append("\nSources\n");
      CostText.sources(json)
          .forEach(
              (source, components) ->
                  text.append("  ")
                      .append(String.join(", ", components))
                      .append(": ")
                      .append(source)
                      .append('\n'));
    }
    return text.toString();
  }

  /** One row for each run of equal engines. */
  private static void engines(JsonNode engines, TextTable table) {
    int first = 0;
    for (int i = 1; i <= engines.size(); i++) {
      if (i == engines.size() || !engines.get(i).equals(engines.get(first))) {
        String label =
            first == i - 1
                ? "matrix engine " + first
                : "matrix engines " + first + " to " + (i - 1) + ", each";
        table.row(label, engine(engines.get(first)));
        InterconnectJson.several(engines.get(first)).ifPresent(text -> table.row("dataflow", text));
        first = i;
      }
    }
  }

  private static void groups(ObjectNode json, int width, StringBuilder text) {
    JsonNode groups = json.path("areaByGroupSquareMicrometers");
    if (!groups.isEmpty()) {
      TextTable table = new TextTable(Column.words("group"), Column.numbers("area, mm2"));
      groups
          .properties()
          .forEach(
              group -> {
                double area = group.getValue().asDouble();
                if (area > 0) {
                  table.row(group.getKey(), Figures.significant(area / 1e6));
                }
              });
      text.append('\n');
      table.lines(width).forEach(line -> text.append(line).append('\n'));
    }
    if (json.has("dieUtilization")) {
      text.append("\nThe components cover ")
          .append(Figures.percent(json.path("dieUtilization").asDouble()))
          .append(" of the die.\n");
    }
    JsonNode die = json.path("die");
    if (!die.isMissingNode()) {
      text.append("\nA wafer has ")
          .append(Figures.count(die.path("perWafer").asLong()))
          .append(" dies of ")
          .append(Figures.significant(die.path("squareMillimeters").asDouble()))
          .append(" mm2, of which ")
          .append(Figures.percent(die.path("workingShare").asDouble()))
          .append(" work: ")
          .append(Figures.significant(die.path("price").asDouble()))
          .append(" each.\n");
    }
  }

  private static String counted(long number, String noun) {
    return Figures.count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String engine(JsonNode engine) {
    return engine.path("rows").asInt()
        + " x "
        + engine.path("columns").asInt()
        + InterconnectJson.only(engine).map(word -> ", " + word).orElse("")
        + ", pipeline depth "
        + engine.path("pipelineDepth").asInt()
        + (engine.path("doubleBuffer").asBoolean() ? ", double-buffered, " : ", single-buffered, ")
        + (engine.has("interleave")
            ? "a sum added to every "
                + engine.path("accumulateLatency").asInt()
                + " cycles, "
                + engine.path("interleave").asInt()
                + " in turn, "
            : "")
        + (engine.has("multipliers")
            ? engine.path("multipliers").asInt() + " multipliers an element, "
            : "")
        + rate(engine, "peakOpsPerSecond", "op/s");
  }

  private static String rate(JsonNode json, String key, String unit) {
    String figure = Figures.scaled(json.path(key).asDouble());
    return figure + (figure.contains(" ") ? "" : " ") + unit;
  }
}
