package tactus.hw.command;

import java.util.Arrays;

/** Immutable, ascending indices of the earlier commands a command waits for. */
public final class Dependences {

  /** The empty set of dependences. */
  public static final Dependences NONE = new Dependences(new int[0]);

  private final int[] commands;

  private Dependences(int[] commands) {
    this.commands = commands;
  }

  /**
   * {@return the dependences on the given commands, sorted and without duplicates}
   *
   * @param commands indices of commands in their program, each at least 0
   */
  public static Dependences of(int... commands) {
    if (commands.length == 0) {
      return NONE;
    }
    int[] sorted = commands.clone();
    Arrays.sort(sorted);
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[distinct - 1]) {
        sorted[distinct++] = sorted[i];
      }
    }
    if (sorted[0] < 0) {
      throw new IllegalArgumentException("command (" + sorted[0] + ") must be at least 0");
    }
    return new Dependences(distinct == sorted.length ? sorted : Arrays.copyOf(sorted, distinct));
  }

  /** {@return the number of commands waited for} */
  public int size() {
    return commands.length;
  }

  /**
   * {@return the index of one command waited for}
   *
   * @param i position, from 0 to {@code size() - 1}
   */
  public int get(int i) {
    return commands[i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dependences that && Arrays.equals(commands, that.commands);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(commands);
  }

  @Override
  public String toString() {
    return Arrays.toString(commands);
  }
}
