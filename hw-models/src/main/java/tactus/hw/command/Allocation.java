package tactus.hw.command;

/**
 * A buffer of the scratchpad and its life, from the start of the command that first fills it to the
 * completion of the command that last uses it.
 *
 * @param name the tensor or tile it holds
 * @param address first byte
 * @param bytes its size, at least 1
 * @param firstCommand index of the command that first writes it
 * @param lastCommand index of the last command in program order that reads or writes it
 */
public record Allocation(String name, long address, long bytes, int firstCommand, int lastCommand) {
  public Allocation {
    if (address < 0 || bytes < 1) {
      throw new IllegalArgumentException(
          name
              + ": address ("
              + address
              + ") must be at least 0, bytes ("
              + bytes
              + ") at least 1");
    }
    if (firstCommand < 0 || lastCommand < firstCommand) {
      throw new IllegalArgumentException(
          name + ": life (" + firstCommand + " to " + lastCommand + ") must be a range");
    }
  }
}
