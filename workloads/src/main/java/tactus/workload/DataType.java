package tactus.workload;

/** Number format of a tensor's elements. */
public enum DataType {
  /** IEEE binary32. */
  FP32(32),
  /** Eight exponent bits and seven fraction bits. */
  BF16(16),
  /** IEEE binary16. */
  FP16(16),
  /** OCP 8-bit float, four exponent bits. */
  FP8_E4M3(8),
  /** OCP 8-bit float, five exponent bits. */
  FP8_E5M2(8),
  /** Signed 32-bit integer. */
  INT32(32),
  /** Signed 8-bit integer. */
  INT8(8),
  /** Signed 4-bit integer. */
  INT4(4);

  private final int bits;

  DataType(int bits) {
    this.bits = bits;
  }

  /** {@return the width of an element, in bits} */
  public int bits() {
    return bits;
  }
}
