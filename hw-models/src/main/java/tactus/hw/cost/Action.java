package tactus.hw.cost;

import java.util.Locale;

/** A priced kind of event. */
public enum Action {
  /** A multiply-accumulate. */
  MAC,
  /** A word of operand width written to a register of an array. */
  WRITE_OPERAND,
  /** A word read. */
  READ,
  /** A word written. */
  WRITE,
  /** An element through a lane, in an addition, a multiplication or the like. */
  ELEMENT,
  /** An element through a lane and its function unit, such as an exponential. */
  FUNCTION,
  /** A bit moved. */
  BIT,
  /** A DRAM row opened and closed. */
  ACTIVATE,
  /** A cycle of a part that does nothing but is clocked. */
  IDLE_CYCLE;

  /** {@return its name, such as {@code idle cycle}} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
