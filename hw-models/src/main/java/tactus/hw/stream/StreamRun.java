package tactus.hw.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import tactus.concurrent.Background;
import tactus.hw.stream.StreamResult.ChannelUse;
import tactus.hw.stream.StreamResult.UnitUse;
import tactus.sim.Channel;
import tactus.sim.ChannelSpec;
import tactus.sim.Clock;
import tactus.sim.DeadlockException;
import tactus.sim.ProcessComponent;
import tactus.sim.ProcessNetwork;
import tactus.sim.Simulation;

/** One run of a graph. */
public final class StreamRun {

  /** How a graph is run; the cycles are the same. */
  public enum Method {
    /** Each unit runs until it must wait, then one that it has made ready. */
    RUN_TO_BLOCK,
    /** Like that, but the times of steps and rounds that repeat others are computed. */
    JUMP,
    /** Each step is an event. */
    EVENT_QUEUE
  }

  /** Steps of all units for which it is worth the while to look for repetition: a guess. */
  private static final long LEAST_STEPS_TO_SKIP = 1 << 7;

  private final StreamGraph graph;
  private final Method method;
  private final boolean computes;
  private final boolean measures;
  private final long leastStepsToSkip;
  private final List<Channel> channels = new ArrayList<>();
  private final List<StreamUnit> processes = new ArrayList<>();
  private long jumpedRounds;

  private StreamRun(StreamGraph graph, Method method, boolean computes, boolean measures) {
    this(graph, method, computes, measures, LEAST_STEPS_TO_SKIP);
  }

  private StreamRun(
      StreamGraph graph, Method method, boolean computes, boolean measures, long leastStepsToSkip) {
    this.leastStepsToSkip = leastStepsToSkip;
    this.graph = graph;
    this.method = method;
    this.computes = computes;
    this.measures = measures;
  }

  /**
   * {@return the cycles a graph takes, without how full channels get, which takes time to measure}
   *
   * @param graph the graph
   * @param method how it is run
   * @throws DeadlockException if units wait for each other
   */
  public static long cycles(StreamGraph graph, Method method) {
    return new StreamRun(graph, method, false, false).run().cycles();
  }

  /**
   * {@return how long a graph takes}
   *
   * @param graph the graph
   * @param method how it is run
   * @throws DeadlockException if units wait for each other
   */
  public static StreamResult time(StreamGraph graph, Method method) {
    return new StreamRun(graph, method, false, true).run();
  }

  /**
   * {@return the same by jumps} These are over repetitions however short they are, so that there
   * are many of them in small graphs.
   *
   * @param graph the graph
   */
  static StreamResult timeWithShortJumps(StreamGraph graph) {
    return new StreamRun(graph, Method.JUMP, false, true, 1).run();
  }

  /**
   * {@return how long a graph takes, and what it computes} Of the event queue, each token carries
   * its values; otherwise values are computed on a thread beside that of the times, on which they
   * do not depend.
   *
   * @param graph the graph
   * @param method how it is run
   * @throws DeadlockException if units wait for each other
   */
  public static StreamResult compute(StreamGraph graph, Method method) {
    if (method == Method.EVENT_QUEUE) {
      return new StreamRun(graph, method, true, true).run();
    }
    return compute(graph, graph, method);
  }

  /**
   * {@return how long a graph takes, with what another one computes}
   *
   * @param timed the graph whose times are found
   * @param computed the same, or one that has some of its units several times, side by side
   * @param method how they are run
   * @throws DeadlockException if units of the first graph wait for each other
   */
  public static StreamResult compute(StreamGraph timed, StreamGraph computed, Method method) {
    if (method == Method.EVENT_QUEUE) {
      return time(timed, method).withOutputs(compute(computed, method).outputs());
    }
    StreamValues values = new StreamValues(computed);
    Future<Map<String, double[]>> computing = Background.start("stream values", values::run);
    try {
      return time(timed, method).withOutputs(Background.result(computing));
    } finally {
      // Times tell whether the units end; of ones that do not, nobody wants the values.
      values.stop();
    }
  }

  /**
   * {@return what each sink of a graph receives, by its name, without how long it takes}
   *
   * @param graph the graph, which must not deadlock
   */
  public static Map<String, double[]> values(StreamGraph graph) {
    return new StreamValues(graph).run();
  }

  private StreamResult run() {
    build();
    if (method == Method.EVENT_QUEUE) {
      Simulation simulation = new Simulation();
      int number = 0;
      for (StreamUnit process : processes) {
        new ProcessComponent(simulation, "Unit[" + number++ + "]", process, new Clock(1));
      }
      simulation.run();
    } else {
      lead();
      ProcessNetwork network = new ProcessNetwork();
      processes.forEach(network::add);
      if (method == Method.JUMP) {
        network.skipRepeatedLaps(leastStepsToSkip);
      }
      if (method == Method.JUMP && graph.isSteady()) {
        network.runRounds(graph.rounds());
        jumpedRounds = network.jumpedRounds();
      } else {
        network.run();
      }
    }
    return result();
  }

  private void build() {
    for (Link link : graph.links()) {
      // How full an unbounded channel gets is known only by keeping all its tokens.
      boolean measured = measures && link.depth() != ChannelSpec.UNBOUNDED;
      int width = computes ? graph.width(link) : 0;
      channels.add(new Channel(new ChannelSpec(link.name(), link.depth(), 1, 1, width), measured));
    }
    for (Unit unit : graph.units()) {
      List<Channel> inputs = new ArrayList<>();
      List<List<Channel>> outputs = new ArrayList<>();
      for (int i = 0; i < unit.inputWidths().size(); i++) {
        inputs.addAll(ends(unit, i, false));
      }
      for (int i = 0; i < unit.outputWidths().size(); i++) {
        outputs.add(ends(unit, i, true));
      }
      processes.add(
          new StreamUnit(
              unit, inputs, outputs, graph.cyclesInRound(unit), graph.rounds(), computes));
    }
  }

  /** Lets units that only time matters of do steps of their consumers with their own. */
  private void lead() {
    Map<String, StreamUnit> byName = new LinkedHashMap<>();
    processes.forEach(process -> byName.put(process.name(), process));
    // Repetition is found sooner where units do few steps at a time.
    if (method != Method.JUMP) {
      UnitLaps laps = new UnitLaps();
      processes.forEach(process -> process.setLaps(laps));
    }
    for (int i = 0; i < channels.size(); i++) {
      Link link = graph.links().get(i);
      StreamUnit producer = byName.get(link.from());
      StreamUnit consumer = byName.get(link.to());
      if (producer != null && consumer != null && producer != consumer) {
        producer.leads(channels.get(i), consumer);
        StreamUnit.connect(producer, channels.get(i), consumer);
      }
    }
  }

  private List<Channel> ends(Unit unit, int port, boolean sends) {
    List<Channel> found = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      Link link = graph.links().get(i);
      if ((sends ? link.from() : link.to()).equals(unit.name())
          && (sends ? link.output() : link.input()) == port) {
        found.add(channels.get(i));
      }
    }
    return found;
  }

  private StreamResult result() {
    List<ChannelUse> uses = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      uses.add(
          new ChannelUse(
              graph.links().get(i),
              channel.sent(),
              channel.peakOccupancy(),
              channel.producerWait(),
              channel.consumerWait()));
    }
    long cycles = 0;
    long jumpedSteps = 0;
    List<UnitUse> did = new ArrayList<>();
    Map<String, double[]> outputs = new LinkedHashMap<>();
    for (StreamUnit process : processes) {
      cycles = Math.max(cycles, process.time());
      jumpedSteps += process.stepsSkipped();
      UnitTiming timing = process.unit().timing();
      long patterns = graph.rounds() * graph.cyclesInRound(process.unit());
      long busy =
          timing.startCycles()
              + patterns * timing.resetCycles()
              + process.stepsDone() * timing.intervalCycles();
      did.add(new UnitUse(process.name(), process.stepsDone(), busy, process.time()));
      if (computes && process.unit().kind() == UnitKind.SINK) {
        outputs.put(process.name(), process.collected());
      }
    }
    return new StreamResult(cycles, uses, did, jumpedRounds, jumpedSteps, outputs);
  }
}
