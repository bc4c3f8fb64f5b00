package tactus.explore.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import tactus.explore.price.PowerTrace;
import tactus.hw.CommandTiming;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.CommandTiming.VectorTiming;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;

/**
 * A run as a trace in the JSON trace event format, which Perfetto and Chrome open, compressed with
 * gzip. Every command is a complete event on a thread of its engine, in simulated time; three
 * counters follow the bandwidth of the DRAM, the occupancy of the scratchpad and the power.
 */
public final class TraceExport {

  /** Ticks (fs) of a microsecond, the unit of the format, as a power of ten. */
  private static final int TICK_DIGITS = 9;

  private static final int PROCESS = 1;

  /** Viewers take thread 0 for the idle one. */
  private static final int FIRST_THREAD = 1;

  private final MachineSpec machine;
  private final Execution execution;
  private final PowerTrace power;
  private final JsonGenerator json;
  private final List<Command> commands;
  private final List<CommandTiming> timings;

  private TraceExport(
      MachineSpec machine, Execution execution, PowerTrace power, JsonGenerator json) {
    this.machine = machine;
    this.execution = execution;
    this.power = power;
    this.json = json;
    this.commands = execution.program().commands();
    this.timings = execution.timings();
  }

  /**
   * Writes the trace of a run and leaves the stream open. The events are in order of time.
   *
   * @param machine the machine that ran
   * @param execution what happened
   * @param power the power over time
   * @param out where the compressed trace goes
   * @throws IOException if {@code out} does not take it
   */
  public static void write(
      MachineSpec machine, Execution execution, PowerTrace power, OutputStream out)
      throws IOException {
    GZIPOutputStream compressed = new GZIPOutputStream(out, 1 << 16);
    JsonFactory factory =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    try (JsonGenerator json = factory.createGenerator(compressed)) {
      new TraceExport(machine, execution, power, json).write();
    }
    compressed.finish();
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
    Integer[] order = new Integer[commands.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong(i -> timings.get(i).startCycle()));

    TraceLanes lanes = new TraceLanes(machine);
    int[] threads = new int[order.length];
    for (int i : order) {
      threads[i] = FIRST_THREAD + lanes.lane(commands.get(i), timings.get(i));
    }
    name("process_name", FIRST_THREAD, execution.program().name() + " on " + machine.name());
    for (int lane = 0; lane < lanes.names().size(); lane++) {
      name("thread_name", FIRST_THREAD + lane, lanes.names().get(lane));
      sortIndex(FIRST_THREAD + lane, lanes.sortIndex(lane));
    }

    TraceCounter bandwidth = TraceCounter.dramBandwidth(machine, execution);
    TraceCounter occupancy = TraceCounter.scratchpadOccupancy(execution);
    List<TraceCounter> counters = List.of(bandwidth, occupancy, TraceCounter.power(power));
    for (int i : order) {
      counters(counters, timings.get(i).startCycle());
      command(i, threads[i]);
    }
    counters(counters, Long.MAX_VALUE);
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Writes the values of all counters up to a cycle, in order of time. */
  private void counters(List<TraceCounter> counters, long cycle) throws IOException {
    while (true) {
      TraceCounter next = counters.get(0);
      for (TraceCounter counter : counters) {
        next = counter.nextCycle() < next.nextCycle() ? counter : next;
      }
      if (next.isAtEnd() || next.nextCycle() > cycle) {
        return;
      }
      start("C", next.name(), FIRST_THREAD, next.nextCycle());
      json.writeObjectFieldStart("args");
      next.writeValues(json);
      json.writeEndObject();
      json.writeEndObject();
      next.advance();
    }
  }

  private void command(int index, int thread) throws IOException {
    Command command = commands.get(index);
    CommandTiming timing = timings.get(index);
    ProgramOperator operator = execution.program().operators().get(command.operator());
    long cycles = timing.endCycle() - timing.startCycle();
    start("X", operator.name(), thread, timing.startCycle());
    json.writeFieldName("dur");
    json.writeNumber(microseconds(cycles));
    json.writeStringField("cat", operator.kind());
    json.writeObjectFieldStart("args");
    json.writeStringField("kind", operator.kind());
    json.writeStringField("layer", operator.layer());
    json.writeNumberField("command", index);
    json.writeNumberField("startCycle", timing.startCycle());
    json.writeNumberField("cycles", cycles);
    if (command instanceof MatMul product && timing instanceof MatMulTiming activity) {
      product(product, activity);
    } else if (command instanceof VectorOp vector && timing instanceof VectorTiming activity) {
      vector(vector, activity);
    } else if (command instanceof StreamOp stream) {
      stream(stream);
    } else if (command instanceof Transfer transfer && timing instanceof TransferTiming activity) {
      transfer(transfer, activity);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void product(MatMul product, MatMulTiming timing) throws IOException {
    json.writeNumberField("m", product.m());
    json.writeNumberField("k", product.k());
    json.writeNumberField("n", product.n());
    json.writeBooleanField("accumulate", product.accumulate());
    json.writeBooleanField("drain", product.drain());
    if (product.dataflow().isPresent()) {
      json.writeStringField("dataflow", word(product.dataflow().get()));
    }
    json.writeNumberField("streamCycles", timing.streamCycles());
    json.writeNumberField("weightLoadCycles", timing.weightLoadCycles());
    json.writeNumberField("fillDrainCycles", timing.fillDrainCycles());
    json.writeNumberField("bankConflictCycles", timing.bankConflictCycles());
  }

  private void vector(VectorOp vector, VectorTiming timing) throws IOException {
    json.writeStringField("function", word(vector.function()));
    json.writeNumberField("rows", vector.rows());
    json.writeNumberField("columns", vector.columns());
    json.writeNumberField("bankConflictCycles", timing.bankConflictCycles());
  }

  private void stream(StreamOp stream) throws IOException {
    json.writeNumberField("groups", stream.groups());
    json.writeNumberField("rows", stream.rows());
    json.writeNumberField("keys", stream.keys());
    json.writeNumberField("width", stream.width());
  }

  private void transfer(Transfer transfer, TransferTiming timing) throws IOException {
    json.writeStringField("class", word(transfer.trafficClass()));
    json.writeNumberField("bytes", transfer.bytes());
    json.writeNumberField("rows", transfer.rows());
    json.writeNumberField("rowBytes", transfer.rowBytes());
    json.writeNumberField("bursts", timing.bursts());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void name(String what, int thread, String name) throws IOException {
    start("M", what, thread, 0);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void sortIndex(int thread, int index) throws IOException {
    start("M", "thread_sort_index", thread, 0);
    json.writeObjectFieldStart("args");
    json.writeNumberField("sort_index", index);
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Begins an event with what all events have. */
  private void start(String phase, String name, int thread, long cycle) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread);
    json.writeFieldName("ts");
    json.writeNumber(microseconds(cycle));
  }

  private BigDecimal microseconds(long cycles) {
    long ticks = Math.multiplyExact(cycles, machine.periodTicks());
    return ticks == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(ticks, TICK_DIGITS).stripTrailingZeros();
  }
}
