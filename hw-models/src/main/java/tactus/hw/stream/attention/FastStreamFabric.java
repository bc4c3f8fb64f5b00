package tactus.hw.stream.attention;

import tactus.hw.command.StreamOp;
import tactus.hw.memory.ScratchpadSpec;

/**
 * A stream fabric in fast fidelity: one command after another in program order, each as long as its
 * graph, of which no more is simulated than differs.
 */
public final class FastStreamFabric {

  private final StreamFabricSpec spec;
  private final ScratchpadSpec scratchpad;
  private final AttentionCycles cycles;
  private long freeCycle;
  private StreamActivity activity = new StreamActivity(0, 0, 0, 0, 0);

  /**
   * Creates an idle fabric.
   *
   * @param spec the fabric
   * @param scratchpad the scratchpad it reads and writes
   */
  public FastStreamFabric(StreamFabricSpec spec, ScratchpadSpec scratchpad) {
    this.spec = spec;
    this.scratchpad = scratchpad;
    this.cycles = new AttentionCycles(spec);
  }

  /** Forgets all commands: the fabric is idle at cycle 0. */
  public void reset() {
    freeCycle = 0;
  }

  /**
   * {@return the first cycle in which the command is complete}
   *
   * @param command the next command in program order
   * @param readyCycle the first cycle in which all its dependences are complete
   */
  public long execute(StreamOp command, long readyCycle) {
    long start = Math.max(readyCycle, freeCycle);
    freeCycle =
        Math.addExact(
            start,
            cycles.of(
                command.rows(), command.keys(), command.width(), spec.timing(command, scratchpad)));
    activity = StreamActivity.of(spec, command, start, freeCycle);
    return freeCycle;
  }

  /** {@return what the last command did} */
  public StreamActivity activity() {
    return activity;
  }
}
