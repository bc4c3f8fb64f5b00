package tactus.explore.stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tactus.concurrent.Background;
import tactus.config.ValueType;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.stream.FifoDepths;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamResult;
import tactus.hw.stream.StreamResult.ChannelUse;
import tactus.hw.stream.StreamResult.UnitUse;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.ThroughputBound;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionOperands;
import tactus.hw.stream.attention.AttentionShape;
import tactus.sim.ChannelSpec;
import tactus.sim.DeadlockException;

/** One run of a stream fabric, and what is said about it. */
public final class StreamExperiment {

  /** The schema of the report. */
  public static final String SCHEMA = "tactus/stream/1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long SEED = 1;

  private final StreamSpec spec;
  private final StreamGraph graph;
  private final ObjectNode report = JSON.objectNode();
  private boolean deadlocked;

  /**
   * Runs.
   *
   * @param spec what
   */
  public StreamExperiment(StreamSpec spec) {
    this.spec = spec;
    this.graph = spec.graph();
    describe();
    try {
      run();
    } catch (DeadlockException e) {
      deadlocked = true;
      deadlock(e);
    }
  }

  /** {@return the report} */
  public ObjectNode report() {
    return report;
  }

  /** {@return whether units wait for each other, so that the run has no end} */
  public boolean isDeadlocked() {
    return deadlocked;
  }

  /** {@return the graph in the language of Graphviz} */
  public String dot() {
    return graph.toDot();
  }

  private void describe() {
    report.put("schema", SCHEMA);
    report.put("name", spec.name());
    spec.attention().ifPresent(this::describe);
    report.put("method", ValueType.word(spec.method()));
  }

  private void describe(StreamSpec.Attention attention) {
    AttentionShape shape = attention.shape();
    report
        .putObject("attention")
        .put("variant", ValueType.word(attention.fabric().variant()))
        .put("queries", shape.queries())
        .put("keys", shape.keys())
        .put("dimension", shape.dimension())
        .put("heads", shape.heads())
        .put("keyHeads", shape.keyHeads())
        .put("causal", shape.causal())
        .put("macs", shape.macs());
    ObjectNode fabric = report.putObject("fabric");
    if (attention.fabric() instanceof StreamSpec.LaidOut laidOut) {
      describe(laidOut.design(), fabric);
    } else {
      fabric.put("elementary", true);
    }
  }

  private static void describe(AttentionDesign design, ObjectNode fabric) {
    fabric
        .put("fusedExponential", design.fusedExponential())
        .put("vectorWidth", design.vectorWidth())
        .put("headLanes", design.headLanes())
        .put("rowLanes", design.rowLanes())
        .put("skipMasked", design.skipMasked());
  }

  private void run() {
    Optional<AttentionOperands> operands =
        spec.attention()
            .filter(attention -> spec.values())
            .map(attention -> AttentionOperands.random(attention.shape(), SEED));
    // Plain attention to compare with takes as long as the fabric's: beside it.
    Optional<Future<double[]>> plain =
        operands.map(given -> Background.start("plain attention", given::attention));
    StreamResult result = run(operands);
    report.put("cycles", result.cycles());
    report.put("rounds", graph.rounds());
    report.put("jumpedRounds", result.jumpedRounds());
    report.put("steps", result.units().stream().mapToLong(UnitUse::steps).sum());
    report.put("jumpedSteps", result.jumpedSteps());
    Optional<Double> bound = ThroughputBound.cyclesOfRound(graph);
    report.set("cyclesOfRoundBound", bound.map(JSON::numberNode).orElse(null));
    report.put("cyclesOfRound", (double) result.cycles() / graph.rounds());
    report.put("channelValues", graph.boundedValues());
    units(result);
    channels(result);
    plain.ifPresent(computing -> values(result, Background.result(computing)));
    if (!spec.fifoDepths().isEmpty()) {
      fifoDepths();
    }
  }

  /** Times, and values if there are operands. */
  private StreamResult run(Optional<AttentionOperands> operands) {
    return spec.attention()
        .flatMap(attention -> operands.map(attention.fabric()::computing))
        .map(computing -> StreamRun.compute(graph, computing, spec.method()))
        .orElseGet(() -> StreamRun.time(graph, spec.method()));
  }

  private void units(StreamResult result) {
    ArrayNode units = report.putArray("units");
    for (UnitUse use : result.units()) {
      units
          .addObject()
          .put("name", use.unit())
          .put("steps", use.steps())
          .put("busyCycles", use.busyCycles())
          .put("utilization", (double) use.busyCycles() / result.cycles())
          .put("endCycle", use.endCycle());
    }
  }

  private void channels(StreamResult result) {
    ArrayNode channels = report.putArray("channels");
    for (ChannelUse use : result.channels()) {
      ObjectNode channel =
          channels
              .addObject()
              .put("name", use.link().name())
              .put("from", use.link().from())
              .put("to", use.link().to());
      putDepth(channel, "depth", use.link().depth());
      channel.put("width", graph.width(use.link())).put("tokens", use.tokens());
      putDepth(
          channel,
          "peakOccupancy",
          use.peakOccupancy() < 0 ? ChannelSpec.UNBOUNDED : use.peakOccupancy());
      channel
          .put("producerWaitCycles", use.producerWaitCycles())
          .put("consumerWaitCycles", use.consumerWaitCycles());
    }
  }

  /** A number of tokens; null if there is no bound or it is not known. */
  private static void putDepth(ObjectNode node, String name, long tokens) {
    @Nullable Long known = tokens == ChannelSpec.UNBOUNDED ? null : Long.valueOf(tokens);
    node.put(name, known);
  }

  private void values(StreamResult result, double[] plain) {
    StreamSpec.Attention attention = spec.attention().orElseThrow();
    StreamSpec.Fabric fabric = attention.fabric();
    double[] ours = fabric.result(attention.shape(), result.outputs());
    double greatest = 0;
    double errors = 0;
    double signal = 0;
    for (int i = 0; i < plain.length; i++) {
      errors += (ours[i] - plain[i]) * (ours[i] - plain[i]);
      signal += plain[i] * plain[i];
      greatest = Math.max(greatest, Math.abs(ours[i] - plain[i]));
    }
    report
        .putObject("values")
        .put(
            "arithmetic",
            fabric.arithmetic().map(FloatArithmeticSpec::label).orElse("double precision"))
        .put("seed", SEED)
        .put("greatestError", greatest)
        .put("relativeRmsError", signal > 0 ? Math.sqrt(errors / signal) : 0);
  }

  private void fifoDepths() {
    FifoDepths search = new FifoDepths(graph);
    ObjectNode node = report.putObject("fifoDepths");
    node.put("unboundedCycles", search.unboundedCycles());
    ArrayNode points = node.putArray("points");
    for (int percent : spec.fifoDepths()) {
      FifoDepths.Point point =
          search.least(search.unboundedCycles() + search.unboundedCycles() * percent / 100);
      ObjectNode entry =
          points
              .addObject()
              .put("allowedPercent", percent)
              .put("cycles", point.cycles())
              .put("values", point.values());
      ObjectNode depths = entry.putObject("depths");
      point.depths().forEach(depths::put);
    }
  }

  private void deadlock(DeadlockException e) {
    ObjectNode node = report.putObject("deadlock");
    node.put("message", e.getMessage());
    ArrayNode tooShort = node.putArray("tooShort");
    for (DeadlockException.TooShort channel : e.tooShort()) {
      tooShort
          .addObject()
          .put("channel", channel.channel())
          .put("depth", channel.capacity())
          .put("sufficient", channel.sufficient());
    }
  }
}
