package tactus.hw.memory;

import java.util.Arrays;

/** The ports of one client in every bank of the scratchpad, in one direction and one cycle. */
public final class BankPorts {

  private final int ports;
  private final int[] taken;

  /**
   * Creates ports that are all free.
   *
   * @param banks number of banks, at least 1
   * @param ports words that may pass in each bank in a cycle, at least 1
   */
  public BankPorts(int banks, int ports) {
    this.ports = ports;
    this.taken = new int[banks];
  }

  /** {@return the number of banks} */
  public int banks() {
    return taken.length;
  }

  /** Starts a new cycle: every port is free. */
  public void release() {
    Arrays.fill(taken, 0);
  }

  /**
   * {@return whether the bank had a port left, which is now taken}
   *
   * @param bank the bank, below {@link #banks()}
   */
  public boolean take(int bank) {
    if (taken[bank] == ports) {
      return false;
    }
    taken[bank]++;
    return true;
  }
}
