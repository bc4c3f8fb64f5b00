package tactus.dataflow.tiling;

/** How a task is cut into commands, and what that takes. */
public interface Mapping {

  /** {@return bytes of the ring of streamed tiles it needs} */
  long ringBytes();

  /** {@return bytes of the work area it needs} */
  long workBytes();

  /** {@return cycles of the matrix engines without any waiting, an estimate} */
  long computeCycles();

  /** {@return bytes loaded from DRAM} */
  long loadBytes();

  /** {@return bytes stored to DRAM} */
  long storeBytes();

  /**
   * {@return the estimated cycles}
   *
   * @param emphasis what it is estimated for
   */
  double estimate(Emphasis emphasis);

  /** {@return about how many commands it takes} */
  long commands();

  /** {@return the number of tiles or blocks} */
  long tiles();

  /** {@return the extents of a full tile, in words} */
  String tileText();

  /** {@return the order of loops and what is kept, in words} */
  String orderText();
}
