package tactus.hw.memory;

import java.util.Arrays;

/** The words of the vectors in service that have not yet passed a port, each with its bank. */
public final class WordQueue {

  private int[] banks = new int[16];
  private int waiting;

  /** Creates an empty queue. */
  public WordQueue() {}

  /**
   * Adds the words of a vector.
   *
   * @param ports the ports that they will pass
   * @param first word address of the first one
   * @param words number of words, at least 0
   */
  public void add(BankPorts ports, long first, long words) {
    int count = Math.toIntExact(words);
    if (waiting + count > banks.length) {
      banks = Arrays.copyOf(banks, Math.max(waiting + count, 2 * banks.length));
    }
    for (int word = 0; word < count; word++) {
      banks[waiting++] = (int) ((first + word) % ports.banks());
    }
  }

  /**
   * Moves every word that finds a free port in this cycle.
   *
   * @param ports the ports
   */
  public void move(BankPorts ports) {
    int left = 0;
    for (int word = 0; word < waiting; word++) {
      if (!ports.take(banks[word])) {
        banks[left++] = banks[word];
      }
    }
    waiting = left;
  }

  /** {@return whether all words have passed} */
  public boolean isEmpty() {
    return waiting == 0;
  }
}
