package tactus.explore.stream;

import java.nio.file.Path;
import java.util.List;
import tactus.hw.stream.StreamRun.Method;
import tactus.hw.stream.attention.AttentionDesign;
import tactus.hw.stream.attention.AttentionShape;

/**
 * Attention on a fabric.
 *
 * @param file the file it was read from, for messages
 * @param name name in reports
 * @param shape what is computed
 * @param design on what
 * @param method how it is run
 * @param values whether values are computed and compared with plain attention
 * @param fifoDepths percents of additional cycles to search the least channels for; empty if none
 */
public record StreamSpec(
    Path file,
    String name,
    AttentionShape shape,
    AttentionDesign design,
    Method method,
    boolean values,
    List<Integer> fifoDepths) {

  /** Copies the list. */
  public StreamSpec {
    fifoDepths = List.copyOf(fifoDepths);
  }
}
