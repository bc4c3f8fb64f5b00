package tactus.hw.stream.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.StreamOp;
import tactus.hw.stream.StreamGraph;

/**
 * The values of a fabric's commands, in program order, with what its lanes keep between them. What
 * has no row, or lies beyond a row's end in its last token, is zero.
 */
final class LaneValues {

  private final StreamFabricSpec fabric;
  private final AttentionArithmetic arithmetic;
  private final List<LaneRows> kept = new ArrayList<>();

  LaneValues(StreamFabricSpec fabric, AttentionArithmetic arithmetic) {
    this.fabric = fabric;
    this.arithmetic = arithmetic;
  }

  /**
   * The graph of a group of a command.
   *
   * @param rows the first rows of queries, all or those that matter
   * @param design one head lane with all its row lanes
   */
  StreamGraph graph(
      StreamOp command, int group, long rows, AttentionData data, AttentionDesign design) {
    AttentionShape shape =
        fabric.shape(rows, command.keys(), command.width(), fabric.design().rowLanes());
    AttentionOperands operands =
        new AttentionOperands(
            shape,
            matrix(
                rows,
                shape.queries(),
                command,
                shape,
                (row, column) -> data.query(group, row, column)),
            matrix(
                command.keys(),
                command.keys(),
                command,
                shape,
                (row, column) -> data.key(group, row, column)),
            matrix(
                command.keys(),
                command.keys(),
                command,
                shape,
                (row, column) -> data.value(group, row, column)));
    return AttentionGraph.computing(
        operands, design, arithmetic, data.scale(), rowsKept(command, group, shape));
  }

  /** An element of one of the matrices. */
  private interface Element {
    double of(long row, int column);
  }

  private static double[] matrix(
      long rows, long allRows, StreamOp command, AttentionShape shape, Element element) {
    double[] matrix = new double[Math.toIntExact(Math.multiplyExact(allRows, shape.dimension()))];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < command.width(); column++) {
        matrix[row * shape.dimension() + column] = element.of(row, column);
      }
    }
    return matrix;
  }

  /** What the lanes keep, if the command's rows have keys before or after it. */
  private @Nullable LaneRows rowsKept(StreamOp command, int group, AttentionShape shape) {
    if (!command.accumulate() && command.drain()) {
      return null;
    }
    while (kept.size() <= group) {
      kept.add(new LaneRows(fabric.design().rowLanes(), shape.dimension()));
    }
    if (kept.get(group).dimension() != shape.dimension()) {
      kept.set(group, new LaneRows(fabric.design().rowLanes(), shape.dimension()));
    }
    if (!command.accumulate()) {
      kept.get(group).begin();
    }
    return kept.get(group);
  }

  /** Hands the results of a group's rows over, if the command writes any. */
  void finish(
      StreamOp command, int group, long rows, AttentionData data, Map<String, double[]> outputs) {
    if (!command.drain()) {
      return;
    }
    AttentionShape shape =
        fabric.shape(rows, command.keys(), command.width(), fabric.design().rowLanes());
    double[] results = AttentionGraph.result(shape, fabric.headDesign(), outputs);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < command.width(); column++) {
        data.result(group, row, column, results[row * shape.dimension() + column]);
      }
    }
  }
}
