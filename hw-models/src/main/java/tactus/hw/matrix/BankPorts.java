package tactus.hw.matrix;

import java.util.Arrays;

/** The ports of one client in every bank of the scratchpad, in one direction and one cycle. */
final class BankPorts {

  private final int ports;
  private final int[] taken;

  BankPorts(int banks, int ports) {
    this.ports = ports;
    this.taken = new int[banks];
  }

  int banks() {
    return taken.length;
  }

  /** Starts a new cycle: every port is free. */
  void release() {
    Arrays.fill(taken, 0);
  }

  /** {@return whether the bank had a port left, which is now taken} */
  boolean take(int bank) {
    if (taken[bank] == ports) {
      return false;
    }
    taken[bank]++;
    return true;
  }
}
