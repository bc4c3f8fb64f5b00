package tactus.hw.stream.attention;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.StreamOp;
import tactus.hw.memory.ScratchpadSpec;
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
  private final ArrayDeque<StreamOp> offered = new ArrayDeque<>();
  private final List<StreamActivity> activities = new ArrayList<>();
  private @Nullable StreamOp current;
  private long startCycle;
  private long endCycle;

  /**
   * Creates an idle fabric.
   *
   * @param spec the fabric
   * @param scratchpad the scratchpad it reads and writes
   */
  public ReferenceStreamFabric(StreamFabricSpec spec, ScratchpadSpec scratchpad) {
    this.spec = spec;
    this.scratchpad = scratchpad;
  }

  /**
   * Hands over the next command in program order; it is ready from the next stepped cycle on.
   *
   * @param command the command
   */
  public void offer(StreamOp command) {
    offered.add(command);
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
      command = offered.poll();
      if (command == null) {
        return false;
      }
      current = command;
      startCycle = cycle;
      endCycle = cycle + simulate(command);
    }
    if (cycle + 1 == endCycle) {
      activities.add(StreamActivity.of(spec, command, startCycle, endCycle));
      current = null;
    }
    return current != null || !offered.isEmpty();
  }

  private long simulate(StreamOp command) {
    AttentionShape shape =
        spec.shape(command.rows(), command.keys(), command.width(), spec.design().rowLanes());
    AttentionDesign design = spec.headDesign().withTiming(spec.timing(command, scratchpad));
    return StreamRun.cycles(AttentionGraph.timing(shape, design), Method.EVENT_QUEUE);
  }

  /** {@return what the completed commands did, in the order they were offered} */
  public List<StreamActivity> activities() {
    return activities;
  }
}
