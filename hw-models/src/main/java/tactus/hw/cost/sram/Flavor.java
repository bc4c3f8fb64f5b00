package tactus.hw.cost.sram;

import java.util.Locale;

/** What a process' transistors are made for, in the words of the ITRS. */
public enum Flavor {
  /** High performance: fast, leaks most. */
  HIGH_PERFORMANCE("hp"),
  /** Low standby power: leaks least, slow. */
  LOW_STANDBY_POWER("lstp"),
  /** Low operating power: low voltage. */
  LOW_OPERATING_POWER("lop");

  private final String key;

  Flavor(String key) {
    this.key = key;
  }

  /** {@return its word in the tables} */
  String key() {
    return key;
  }

  /** {@return its name in reports} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
