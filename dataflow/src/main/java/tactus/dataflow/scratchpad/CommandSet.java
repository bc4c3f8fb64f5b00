package tactus.dataflow.scratchpad;

import java.util.Arrays;
import tactus.hw.command.Dependences;

/**
 * Commands of a program that something waits for. Of the commands of a matrix engine or the vector
 * engine only the last counts, because these complete theirs in order; transfers all count, because
 * channels of DRAM differ in speed.
 */
public final class CommandSet {

  private final int[] last;
  private int[] transfers = new int[2];
  private int transferCount;

  /**
   * Makes an empty set.
   *
   * @param queues number of matrix engines, plus one for the vector engine
   */
  public CommandSet(int queues) {
    last = new int[queues];
    Arrays.fill(last, -1);
  }

  /**
   * Adds a command of a matrix engine or of the vector engine.
   *
   * @param command its index
   * @param queue index of the engine, the vector engine's after those of all matrix engines
   */
  public void add(int command, int queue) {
    last[queue] = Math.max(last[queue], command);
  }

  /**
   * Adds a transfer.
   *
   * @param command its index
   */
  public void addTransfer(int command) {
    if (transferCount > 0 && transfers[transferCount - 1] == command) {
      return;
    }
    if (transferCount == transfers.length) {
      transfers = Arrays.copyOf(transfers, 2 * transferCount);
    }
    transfers[transferCount++] = command;
  }

  /**
   * Adds all commands of another set.
   *
   * @param other the other set
   */
  public void addAll(CommandSet other) {
    for (int queue = 0; queue < last.length; queue++) {
      last[queue] = Math.max(last[queue], other.last[queue]);
    }
    for (int i = 0; i < other.transferCount; i++) {
      addTransfer(other.transfers[i]);
    }
  }

  /** {@return the commands as dependences} */
  public Dependences toDependences() {
    int[] all = Arrays.copyOf(transfers, transferCount + last.length);
    int count = transferCount;
    for (int command : last) {
      if (command >= 0) {
        all[count++] = command;
      }
    }
    return count == 0 ? Dependences.NONE : Dependences.of(Arrays.copyOf(all, count));
  }
}
