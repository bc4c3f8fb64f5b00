package tactus.explore.report;

import java.util.ArrayList;
import java.util.List;
import tactus.hw.CommandTiming;
import tactus.hw.MachineSpec;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;

/**
 * The lanes of a trace, one a thread. Commands of one engine may overlap (a product's operands are
 * loaded while the one before streams, transfers wait for DRAM together), but events of one thread
 * must not; so an engine gets as many lanes as it has commands at once.
 */
final class TraceLanes {

  private static final int MOST_LANES = 1024;

  private final List<List<Lane>> engines = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Integer> sortIndices = new ArrayList<>();
  private final List<String> engineNames = new ArrayList<>();
  private final int matrixEngines;
  private final int streamFabric;

  private static final class Lane {
    private final int index;
    private long endCycle;

    Lane(int index) {
      this.index = index;
    }
  }

  TraceLanes(MachineSpec machine) {
    matrixEngines = machine.matrixEngines().size();
    for (int i = 0; i < matrixEngines; i++) {
      engineNames.add("matrix engine " + i);
    }
    engineNames.add("vector engine");
    engineNames.add("dma loads");
    engineNames.add("dma stores");
    streamFabric = engineNames.size();
    if (machine.streamFabric().isPresent()) {
      engineNames.add("stream fabric");
    }
    for (int engine = 0; engine < engineNames.size(); engine++) {
      engines.add(new ArrayList<>());
      addLane(engine);
    }
  }

  /**
   * {@return the index of the lane of the next command}
   *
   * @param command the command
   * @param timing when it ran; not before the command asked for last
   */
  int lane(Command command, CommandTiming timing) {
    int engine = engine(command);
    Lane lane = freeLane(engine, timing.startCycle());
    lane.endCycle = timing.endCycle();
    return lane.index;
  }

  /** {@return the name of each lane} */
  List<String> names() {
    return names;
  }

  /** {@return where a lane stands among the others} */
  int sortIndex(int lane) {
    return sortIndices.get(lane);
  }

  private Lane freeLane(int engine, long cycle) {
    for (Lane lane : engines.get(engine)) {
      if (lane.endCycle <= cycle) {
        return lane;
      }
    }
    return addLane(engine);
  }

  private Lane addLane(int engine) {
    List<Lane> lanes = engines.get(engine);
    Lane lane = new Lane(names.size());
    lanes.add(lane);
    String name = engineNames.get(engine);
    names.add(lanes.size() == 1 ? name : name + " (" + lanes.size() + ")");
    sortIndices.add(engine * MOST_LANES + lanes.size());
    return lane;
  }

  private int engine(Command command) {
    if (command instanceof MatMul product) {
      return product.engine();
    }
    if (command instanceof VectorOp) {
      return matrixEngines;
    }
    if (command instanceof StreamOp) {
      return streamFabric;
    }
    return command instanceof Transfer transfer && transfer.direction() == Transfer.Direction.STORE
        ? matrixEngines + 2
        : matrixEngines + 1;
  }
}
