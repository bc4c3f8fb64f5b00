package tactus.hw.matrix;

import java.util.Arrays;

/** The words of the vectors in service that have not yet passed a port, each with its bank. */
final class WordQueue {

  private int[] banks = new int[16];
  private int waiting;

  /** Adds the words of a vector, from word address {@code first}. */
  void add(BankPorts ports, long first, long words) {
    int count = Math.toIntExact(words);
    if (waiting + count > banks.length) {
      banks = Arrays.copyOf(banks, Math.max(waiting + count, 2 * banks.length));
    }
    for (int word = 0; word < count; word++) {
      banks[waiting++] = (int) ((first + word) % ports.banks());
    }
  }

  /** Moves every word that finds a free port in this cycle. */
  void move(BankPorts ports) {
    int left = 0;
    for (int word = 0; word < waiting; word++) {
      if (!ports.take(banks[word])) {
        banks[left++] = banks[word];
      }
    }
    waiting = left;
  }

  boolean isEmpty() {
    return waiting == 0;
  }
}
