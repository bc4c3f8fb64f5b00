package tactus.explore.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tactus.explore.price.PowerTrace;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Allocation;
import tactus.hw.command.Command;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

class TraceExportTest {

  /** A period that is no whole number of nanoseconds. */
  private static final long PERIOD_TICKS = 714_286;

  private static final MachineSpec MACHINE =
      new MachineSpec(
          "small \"machine\"",
          PERIOD_TICKS,
          List.of(
              new MatrixEngineSpec(
                  8,
                  8,
                  Dataflow.WEIGHT_STATIONARY,
                  2,
                  MatrixEngineSpec.PipelineStyle.CHAINED,
                  true,
                  MatrixEngineSpec.PartialFolds.TRIMMED,
                  1 << 16,
                  32)),
          new VectorEngineSpec(8, Map.of(VectorFunction.GELU, new FunctionSpec(1, 0, 4))),
          new ScratchpadSpec(1 << 16, 8, 16, 1, 1),
          new DmaSpec(8, 10),
          new DramSpec(2, 64, 256, 2_500_000, 60_000_000, 8));

  /** Tiles that are loaded, multiplied, activated and stored, each stage behind the other. */
  private static Execution execution() {
    Operand a = new Operand(0, 8);
    Operand b = new Operand(4096, 8);
    Operand out = new Operand(8192, 32);
    List<Command> commands = new ArrayList<>();
    List<Allocation> buffers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int first = commands.size();
      commands.add(transfer(Transfer.Direction.LOAD, Dependences.NONE, TrafficClass.ACTIVATION));
      commands.add(transfer(Transfer.Direction.LOAD, Dependences.NONE, TrafficClass.WEIGHT));
      commands.add(
          new MatMul(0, 0, Dependences.of(first, first + 1), 32, 16, 16, a, b, out, false, true));
      commands.add(
          new VectorOp(1, Dependences.of(first + 2), VectorFunction.GELU, 32, 16, out, out, out));
      commands.add(
          transfer(Transfer.Direction.STORE, Dependences.of(first + 3), TrafficClass.ACTIVATION));
      buffers.add(new Allocation("tile " + i, 8192L * i, 4096, first, first + 4));
    }
    Program program =
        new Program(
            "tiles",
            List.of(
                new ProgramOperator("product", "linear", "layer 0", 6L * 32 * 16 * 16),
                new ProgramOperator("</script>\n\"gelu\"", "gelu", "", 0)),
            commands,
            buffers);
    return new Machine(MACHINE).run(program, Fidelity.FAST);
  }

  private static Transfer transfer(
      Transfer.Direction direction, Dependences dependences, TrafficClass trafficClass) {
    return new Transfer(direction, 0, dependences, trafficClass, 0, 8, 64, 512, 0);
  }

  private static byte[] trace(Execution execution) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TraceExport.write(
        MACHINE, execution, new PowerTrace(execution.cycles(), MACHINE.periodTicks() / 1e15), out);
    return out.toByteArray();
  }

  private static List<JsonNode> events(byte[] trace, String phase) throws IOException {
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(trace))) {
      JsonNode root =
          new ObjectMapper()
              .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .readTree(plain.readAllBytes());
      return StreamSupport.stream(root.get("traceEvents").spliterator(), false)
          .filter(event -> phase.isEmpty() || event.get("ph").asText().equals(phase))
          .toList();
    }
  }

  private static BigDecimal microseconds(long cycles) {
    return BigDecimal.valueOf(cycles * PERIOD_TICKS).movePointLeft(9);
  }

  @Test
  void write_commands_areAllThereAtTheirTimes() throws IOException {
    Execution execution = execution();
    List<JsonNode> events = events(trace(execution), "X");
    assertThat(events).hasSameSizeAs(execution.timings());
    for (JsonNode event : events) {
      JsonNode details = event.get("args");
      var timing = execution.timings().get(details.get("command").asInt());
      long cycles = timing.endCycle() - timing.startCycle();
      assertThat(details.get("startCycle").asLong()).isEqualTo(timing.startCycle());
      assertThat(details.get("cycles").asLong()).isEqualTo(cycles);
      assertThat(event.get("ts").decimalValue())
          .isEqualByComparingTo(microseconds(timing.startCycle()));
      assertThat(event.get("dur").decimalValue()).isEqualByComparingTo(microseconds(cycles));
    }
    assertThat(events).anyMatch(event -> event.get("args").path("m").asLong() == 32);
    assertThat(events).anyMatch(event -> event.get("args").path("bytes").asLong() == 512);
    assertThat(events)
        .anyMatch(event -> event.get("args").path("function").asText().equals("gelu"));
  }

  @Test
  void write_events_areInOrderOfTime() throws IOException {
    List<JsonNode> events = events(trace(execution()), "");
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).get("ts").decimalValue())
          .isGreaterThanOrEqualTo(events.get(i - 1).get("ts").decimalValue());
    }
  }

  @Test
  void write_eventsOfAThread_doNotOverlap() throws IOException {
    byte[] trace = trace(execution());
    Map<Integer, BigDecimal> ends = new HashMap<>();
    for (JsonNode event : events(trace, "X")) {
      BigDecimal start = event.get("ts").decimalValue();
      BigDecimal end =
          ends.put(event.get("tid").asInt(), start.add(event.get("dur").decimalValue()));
      assertThat(end == null || end.compareTo(start) <= 0).isTrue();
    }
    List<String> threads =
        events(trace, "M").stream()
            .filter(event -> event.get("name").asText().equals("thread_name"))
            .map(event -> event.get("args").get("name").asText())
            .toList();
    assertThat(threads)
        .startsWith("matrix engine 0", "vector engine", "dma loads", "dma stores")
        .contains("dma loads (2)")
        .doesNotHaveDuplicates();
    assertThat(ends.keySet()).allMatch(thread -> thread > 0 && thread <= threads.size());
  }

  @Test
  void write_counters_endAtZeroAndKeepAllBytes() throws IOException {
    Execution execution = execution();
    List<JsonNode> counters = events(trace(execution), "C");
    BigDecimal read = BigDecimal.ZERO;
    BigDecimal last = null;
    BigDecimal rate = BigDecimal.ZERO;
    double occupied = -1;
    double mostOccupied = 0;
    for (JsonNode event : counters) {
      if (event.get("name").asText().startsWith("DRAM")) {
        BigDecimal time = event.get("ts").decimalValue();
        if (last != null) {
          // GB/s times microseconds are thousands of bytes.
          read = read.add(rate.multiply(time.subtract(last)).movePointRight(3));
        }
        rate = event.get("args").get("read").decimalValue();
        last = time;
      } else if (event.get("name").asText().startsWith("scratchpad")) {
        occupied = event.get("args").get("bytes").asDouble();
        mostOccupied = Math.max(mostOccupied, occupied);
      }
    }
    double expected = execution.totalTraffic().dramRead();
    assertThat(read.doubleValue()).isBetween(0.99 * expected, 1.01 * expected);
    assertThat(rate).isZero();
    assertThat(occupied).isZero();
    assertThat(mostOccupied).isBetween(4096.0, 6 * 4096.0);
  }

  @Test
  void write_twice_isTheSame() throws IOException {
    assertThat(trace(execution())).isEqualTo(trace(execution()));
  }

  @Test
  void write_stream_staysOpen() throws IOException {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    TraceExport.write(
        MACHINE,
        execution(),
        new PowerTrace(execution().cycles(), MACHINE.periodTicks() / 1e15),
        out);
    assertThat(closed[0]).isFalse();
    assertThat(out.size()).isPositive();
  }
}
