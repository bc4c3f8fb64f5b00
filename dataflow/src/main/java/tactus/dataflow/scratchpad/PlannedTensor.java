package tactus.dataflow.scratchpad;

/**
 * A tensor of a residency problem.
 *
 * @param name unique name in its problem
 * @param bytes bytes it takes in the scratchpad, at least 1
 * @param transferBytes bytes of one spill or retrieval, at least 0
 */
public record PlannedTensor(String name, long bytes, long transferBytes) {

  /** Checks the sizes. */
  public PlannedTensor {
    if (bytes < 1 || transferBytes < 0) {
      throw new IllegalArgumentException(
          name
              + ": bytes ("
              + bytes
              + ") must be at least 1 and transferBytes ("
              + transferBytes
              + ") at least 0");
    }
  }

  /**
   * {@return a tensor that moves as many bytes as it takes}
   *
   * @param name unique name in its problem
   * @param bytes its bytes, at least 1
   */
  public static PlannedTensor of(String name, long bytes) {
    return new PlannedTensor(name, bytes, bytes);
  }
}
