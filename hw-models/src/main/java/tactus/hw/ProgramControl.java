package tactus.hw;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Command;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.memory.ReferenceDmaEngine;
import tactus.sim.Clock;
import tactus.sim.Component;
import tactus.sim.Phase;
import tactus.sim.Simulation;

/**
 * Knows the program in reference fidelity: when the last dependence of a command is complete, it is
 * ready, and when all commands of its engine before it have been handed over, so is it. The DMA
 * engine has all transfers from the start and is told which are ready.
 */
final class ProgramControl extends Component {

  private static final int COMPLETE = 0;

  private final List<Command> commands;
  private final Clock clock;
  private final int[] missing;
  private final int[][] dependents;
  private final int[] engineOf;
  private final int[] positionOf;
  private ClockedEngine[] engines = new ClockedEngine[0];
  private int matrixEngines;
  private int[][] order = new int[0][];
  private int[] handedOver = new int[0];
  private @Nullable ReferenceDmaEngine dma;
  private int complete;

  ProgramControl(Simulation simulation, Program program, Clock clock) {
    super(simulation, "Control");
    this.commands = program.commands();
    this.clock = clock;
    int size = commands.size();
    missing = new int[size];
    dependents = new int[size][];
    engineOf = new int[size];
    positionOf = new int[size];
    int[] counts = new int[size];
    for (Command command : commands) {
      Dependences dependences = command.dependences();
      for (int d = 0; d < dependences.size(); d++) {
        counts[dependences.get(d)]++;
      }
    }
    for (int i = 0; i < size; i++) {
      dependents[i] = new int[counts[i]];
    }
    for (int i = size - 1; i >= 0; i--) {
      Dependences dependences = commands.get(i).dependences();
      missing[i] = dependences.size();
      for (int d = 0; d < dependences.size(); d++) {
        int before = dependences.get(d);
        dependents[before][--counts[before]] = i;
      }
    }
  }

  /**
   * Connects the engines.
   *
   * @param clocked the matrix engines, then the vector engine, then the stream fabric if there is
   *     one
   * @param matrix number of matrix engines
   * @param transfers the DMA engine
   */
  void connect(ClockedEngine[] clocked, int matrix, ReferenceDmaEngine transfers) {
    matrixEngines = matrix;
    engines = clocked.clone();
    dma = transfers;
    order = new int[engines.length][];
    handedOver = new int[engines.length];
    int[] counts = new int[engines.length + 1];
    for (int i = 0; i < commands.size(); i++) {
      engineOf[i] = engineOf(commands.get(i));
      positionOf[i] = counts[engineOf[i]]++;
      if (commands.get(i) instanceof Transfer transfer) {
        transfers.offer(i, transfer);
      }
    }
    for (int engine = 0; engine < engines.length; engine++) {
      order[engine] = new int[counts[engine]];
    }
    for (int i = 0; i < commands.size(); i++) {
      if (engineOf[i] < engines.length) {
        order[engineOf[i]][positionOf[i]] = i;
      }
    }
  }

  private int engineOf(Command command) {
    if (command instanceof MatMul product) {
      return product.engine();
    }
    if (command instanceof Transfer) {
      return engines.length;
    }
    return command instanceof StreamOp ? matrixEngines + 1 : matrixEngines;
  }

  /** {@return how many commands are complete} */
  int completeCommands() {
    return complete;
  }

  /** Notes that a command is complete from a cycle on, the current one or a later one. */
  void complete(int command, long cycle) {
    schedule(clock.tickOf(cycle), Phase.ARRIVE, COMPLETE, command);
  }

  @Override
  protected void start() {
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        // Nothing to wait for: ready in cycle 0, in the phase in which completions arrive.
        schedule(0, Phase.ARRIVE, COMPLETE, -1 - i);
      }
    }
  }

  @Override
  protected void react(int tag, long argument) {
    if (argument < 0) {
      ready((int) (-1 - argument));
      return;
    }
    complete++;
    for (int dependent : dependents[(int) argument]) {
      missing[dependent]--;
      if (missing[dependent] == 0) {
        ready(dependent);
      }
    }
  }

  @Override
  protected String waitsFor() {
    int left = commands.size() - complete;
    return left == 0 ? "" : left + " of " + commands.size() + " commands to complete";
  }

  private void ready(int command) {
    int engine = engineOf[command];
    ReferenceDmaEngine transfers = dma;
    if (engine == engines.length && transfers != null) {
      transfers.ready(positionOf[command]);
      return;
    }
    missing[command] = -1;
    while (handedOver[engine] < order[engine].length) {
      int next = order[engine][handedOver[engine]];
      if (missing[next] >= 0) {
        return;
      }
      handedOver[engine]++;
      engines[engine].offer(next);
    }
  }
}
