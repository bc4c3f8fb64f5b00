package tactus.hw.stream.attention;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.command.StreamOp;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.StreamGraph;
import tactus.hw.stream.StreamResult;
import tactus.hw.stream.StreamRun;
import tactus.hw.stream.StreamRun.Method;

/**
 * A stream fabric in reference fidelity: of each command, every step of every unit of all row lanes
 * of a group is an event. While a command runs, the fabric shares nothing with other engines, so
 * its events have a queue of their own.
 *
 * <p>The owner offers each command, in program order, before the first cycle in which all its
 * dependences are complete, and steps the fabric through every cycle while it is busy.
 */
public final class ReferenceStreamFabric {

  private final StreamFabricSpec spec;
  private final ScratchpadSpec scratchpad;
  private final @Nullable LaneValues values;
  private final ArrayDeque<Offered> offered = new ArrayDeque<>();
  private final List<StreamActivity> activities = new ArrayList<>();
  private @Nullable StreamOp current;

  /** A command with its numbers, if it has any. */
  private record Offered(StreamOp command, Optional<AttentionData> data) {}

  private long startCycle;
  private long endCycle;

  /**
   * Creates an idle fabric.
   *
   * @param spec the fabric
   * @param scratchpad the scratchpad it reads and writes
   * @param arithmetic what its units compute with, if values matter
   */
  public ReferenceStreamFabric(
      StreamFabricSpec spec, ScratchpadSpec scratchpad, Optional<FloatArithmeticSpec> arithmetic) {
    this.spec = spec;
    this.scratchpad = scratchpad;
    this.values =
        arithmetic.map(of -> new LaneValues(spec, AttentionArithmetic.of(of))).orElse(null);
  }

  /**
   * Hands over the next command in program order; it is ready from the next stepped cycle on.
   *
   * @param command the command
   * @param data its numbers; empty if only its time matters
   */
  public void offer(StreamOp command, Optional<AttentionData> data) {
    offered.add(new Offered(command, data));
  }

  /**
   * Simulates one cycle.
   *
   * @param cycle the cycle
   * @return whether a command is still to be completed
   */
  public boolean step(long cycle) {
    StreamOp command = current;
    if (command == null) {
      Offered next = offered.poll();
      if (next == null) {
        return false;
      }
      command = next.command();
      current = command;
      startCycle = cycle;
      endCycle = cycle + simulate(command, next.data());
    }
    if (cycle + 1 == endCycle) {
      activities.add(StreamActivity.of(spec, command, startCycle, endCycle));
      current = null;
    }
    return current != null || !offered.isEmpty();
  }

  private long simulate(StreamOp command, Optional<AttentionData> data) {
    AttentionShape shape =
        spec.shape(command.rows(), command.keys(), command.width(), spec.design().rowLanes());
    AttentionDesign design = spec.headDesign().withTiming(spec.timing(command, scratchpad));
    if (data.isPresent() && values != null) {
      return simulate(command, data.get(), values, design);
    }
    return StreamRun.cycles(AttentionGraph.timing(shape, design), Method.EVENT_QUEUE);
  }

  /** Each step of all row lanes of all groups, with the values that each token carries. */
  private static long simulate(
      StreamOp command, AttentionData data, LaneValues values, AttentionDesign design) {
    long cycles = 0;
    for (int group = 0; group < command.groups(); group++) {
      StreamGraph graph = values.graph(command, group, command.rows(), data, design);
      StreamResult result = StreamRun.compute(graph, Method.EVENT_QUEUE);
      if (group > 0 && result.cycles() != cycles) {
        throw new IllegalStateException(
            "head lanes must take the same time, but lane 0 takes "
                + cycles
                + " cycles and lane "
                + group
                + " takes "
                + result.cycles());
      }
      cycles = result.cycles();
      values.finish(command, group, command.rows(), data, result.outputs());
    }
    return cycles;
  }

  /** {@return what the completed commands did, in the order they were offered} */
  public List<StreamActivity> activities() {
    return activities;
  }
}
