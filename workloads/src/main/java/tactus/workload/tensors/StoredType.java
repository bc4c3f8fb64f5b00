package tactus.workload.tensors;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** An element type of a safetensors file whose elements are floats without loss. */
enum StoredType {
  F32(4),
  F16(2),
  BF16(2),
  F8_E4M3(1),
  F8_E5M2(1),
  I8(1),
  U8(1),
  I16(2);

  /** The other types of the format; a file may hold them, but they have no values here. */
  private static final String WITHOUT_VALUES = "BOOL F64 I32 I64 U16 U32 U64";

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  static Optional<StoredType> named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** {@return the bytes of an element of any type of the format, 0 if there is no such type} */
  static int bytes(String name) {
    Optional<StoredType> type = named(name);
    if (type.isPresent()) {
      return type.get().bytes;
    }
    if (!(" " + WITHOUT_VALUES + " ").contains(" " + name + " ")) {
      return 0;
    }
    String digits = name.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 1 : Integer.parseInt(digits) / 8;
  }

  /** {@return an element} */
  float read(ByteBuffer data, int index) {
    return switch (this) {
      case F32 -> data.getFloat(index * 4);
      case F16 -> decode(data.getShort(index * 2), 5, 10, true);
      case BF16 -> Float.intBitsToFloat(data.getShort(index * 2) << 16);
      case F8_E4M3 -> decode(data.get(index), 4, 3, false);
      case F8_E5M2 -> decode(data.get(index), 5, 2, true);
      case I8 -> data.get(index);
      case U8 -> data.get(index) & 0xff;
      case I16 -> data.getShort(index * 2);
    };
  }

  private static float decode(int word, int exponentBits, int fractionBits, boolean infinite) {
    int fraction = word & ((1 << fractionBits) - 1);
    int field = word >> fractionBits & ((1 << exponentBits) - 1);
    int largest = (1 << exponentBits) - 1;
    int bias = largest >> 1;
    float sign = (word >> (exponentBits + fractionBits) & 1) == 0 ? 1 : -1;
    if (field == largest && infinite) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    if (field == largest && fraction == (1 << fractionBits) - 1) {
      return Float.NaN;
    }
    int significand = field == 0 ? fraction : fraction | 1 << fractionBits;
    return sign * Math.scalb((float) significand, Math.max(field, 1) - bias - fractionBits);
  }

  /** {@return the name as safetensors writes it} */
  @Override
  public String toString() {
    return name().toUpperCase(Locale.ROOT);
  }
}
