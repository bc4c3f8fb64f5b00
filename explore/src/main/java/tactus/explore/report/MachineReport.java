package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tactus.config.ValueType;
import tactus.explore.report.TextTable.Column;
import tactus.hw.MachineSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.ScratchpadSpec;

/** The peak rates of a machine, for scripts and for people. */
public final class MachineReport {

  private static final String SCHEMA = "tactus/machine/1";

  private MachineReport() {}

  /**
   * {@return the peak rates of a machine, of schema {@code tactus/machine/1}}
   *
   * @param machine the machine
   */
  public static ObjectNode of(MachineSpec machine) {
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
    return json;
  }

  private static ArrayNode engines(MachineSpec machine) {
    ArrayNode engines = JsonNodeFactory.instance.arrayNode();
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      engines
          .addObject()
          .put("rows", engine.rows())
          .put("columns", engine.columns())
          .put("dataflow", ValueType.word(engine.dataflow()))
          .put("pipelineDepth", engine.pipelineDepth())
          .put("doubleBuffer", engine.doubleBuffer())
          .put("peakMacsPerCycle", engine.processingElements())
          .put("peakOpsPerSecond", 2 * engine.processingElements() * machine.clockHz())
          .put("accumulatorBytes", engine.accumulatorBytes());
    }
    return engines;
  }

  /**
   * {@return the peak rates as text, in lines that end with a line feed}
   *
   * @param json what {@link #of} gives
   * @param width columns of the terminal
   */
  public static String render(ObjectNode json, int width) {
    TextTable table = new TextTable(Column.words(""), Column.words(""));
    table.row("clock", rate(json, "clockHz", "Hz"));
    table.row(
        "peak",
        counted(json.path("peakMacsPerCycle").asLong(), "MAC")
            + " a cycle, "
            + rate(json, "peakOpsPerSecond", "op/s"));
    int number = 0;
    for (JsonNode engine : json.path("matrixEngines")) {
      table.row("matrix engine " + number, engine(engine));
      number++;
    }
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
    return text.toString();
  }

  private static String counted(long number, String noun) {
    return Figures.count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String engine(JsonNode engine) {
    return engine.path("rows").asInt()
        + " x "
        + engine.path("columns").asInt()
        + ", "
        + engine.path("dataflow").asText()
        + ", pipeline depth "
        + engine.path("pipelineDepth").asInt()
        + (engine.path("doubleBuffer").asBoolean() ? ", double-buffered, " : ", single-buffered, ")
        + rate(engine, "peakOpsPerSecond", "op/s");
  }

  private static String rate(JsonNode json, String key, String unit) {
    String figure = Figures.scaled(json.path(key).asDouble());
    return figure + (figure.contains(" ") ? "" : " ") + unit;
  }
}
