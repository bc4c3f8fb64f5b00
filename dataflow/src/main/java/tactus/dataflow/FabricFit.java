package tactus.dataflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.dataflow.CompileException.Part;
import tactus.dataflow.schedule.Task;
import tactus.dataflow.schedule.TaskList;
import tactus.hw.stream.attention.AttentionCycles;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorShape.MatMulShape;

/** Whether a stream fabric can compute the attentions of a graph. */
final class FabricFit {

  private FabricFit() {}

  /**
   * Checks all attentions.
   *
   * @throws CompileException if the rows of one do not fit, or its channels are too short
   */
  static void check(TaskList tasks, StreamFabricSpec fabric) {
    // Rows that are shorter need no longer channels, so of each width the longest is tried.
    Map<Long, Operator> longest = new LinkedHashMap<>();
    for (Task task : tasks.tasks()) {
      if (task instanceof Task.Attention attention) {
        Operator scores = attention.operators().get(0);
        MatMulShape shape = (MatMulShape) scores.shape();
        List<String> reasons = fabric.unfit(shape.n(), shape.k());
        if (!reasons.isEmpty()) {
          throw new CompileException(Part.STREAM_FABRIC, scores.name() + ": " + reasons.get(0));
        }
        longest.merge(shape.k(), scores, FabricFit::longer);
      }
    }
    AttentionCycles cycles = new AttentionCycles(fabric);
    for (Operator scores : longest.values()) {
      MatMulShape shape = (MatMulShape) scores.shape();
      cycles
          .deadlock(shape.n(), shape.k())
          .ifPresent(
              channels -> {
                throw new CompileException(
                    Part.STREAM_FABRIC,
                    scores.name()
                        + ": rows of "
                        + shape.n()
                        + " keys make units of the stream fabric wait for each other"
                        + channels);
              });
    }
  }

  private static Operator longer(Operator one, Operator other) {
    return ((MatMulShape) other.shape()).n() > ((MatMulShape) one.shape()).n() ? other : one;
  }
}
