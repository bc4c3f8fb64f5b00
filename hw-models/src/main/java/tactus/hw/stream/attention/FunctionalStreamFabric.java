package tactus.hw.stream.attention;

import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.command.StreamOp;
import tactus.hw.stream.StreamRun;

/**
 * The values of a stream fabric's commands without their times, bit by bit those that its units
 * compute in reference fidelity.
 */
public final class FunctionalStreamFabric {

  private final StreamFabricSpec spec;
  private final LaneValues values;

  /**
   * Creates a fabric whose lanes hold nothing.
   *
   * @param spec the fabric
   * @param arithmetic what its units compute with
   */
  public FunctionalStreamFabric(StreamFabricSpec spec, FloatArithmeticSpec arithmetic) {
    this.spec = spec;
    this.values = new LaneValues(spec, AttentionArithmetic.of(arithmetic));
  }

  /**
   * Executes the rows of a command that matter.
   *
   * @param command the next command in program order
   * @param data its numbers
   */
  public void execute(StreamOp command, AttentionData data) {
    for (int group = 0; group < command.groups(); group++) {
      long rows = Math.min(command.rows(), data.rows(group));
      if (rows > 0) {
        values.finish(
            command,
            group,
            rows,
            data,
            StreamRun.values(values.graph(command, group, rows, data, spec.headDesign())));
      }
    }
  }
}
