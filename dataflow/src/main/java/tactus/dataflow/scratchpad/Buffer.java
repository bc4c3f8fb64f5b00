package tactus.dataflow.scratchpad;

import tactus.hw.command.Allocation;

/** Bytes of the scratchpad for a tensor or tile, and the commands that used them so far. */
public final class Buffer {

  private final String name;
  private final long address;
  private final long bytes;
  private final CommandSet users;
  private final CommandSet before;
  private boolean open = true;
  private int firstCommand = -1;
  private int lastCommand = -1;

  Buffer(String name, long address, long bytes, int queues) {
    this.name = name;
    this.address = address;
    this.bytes = bytes;
    this.users = new CommandSet(queues);
    this.before = new CommandSet(queues);
  }

  /** {@return its first byte} */
  public long address() {
    return address;
  }

  /** {@return its size} */
  public long bytes() {
    return bytes;
  }

  /** {@return the commands that used its bytes for what was there before; writers wait for them} */
  public CommandSet before() {
    return before;
  }

  CommandSet users() {
    return users;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Notes a command of a matrix engine or of the vector engine that reads or writes it.
   *
   * @param command index of the command
   * @param queue index of its engine
   */
  public void use(int command, int queue) {
    note(command);
    users.add(command, queue);
  }

  /**
   * Notes a transfer that reads or writes it.
   *
   * @param command index of the command
   */
  public void useTransfer(int command) {
    note(command);
    users.addTransfer(command);
  }

  private void note(int command) {
    if (!open) {
      throw new IllegalStateException(name + ": buffer must not be used after its end");
    }
    firstCommand = firstCommand < 0 ? command : Math.min(firstCommand, command);
    lastCommand = Math.max(lastCommand, command);
  }

  /** No command that is yet to be written uses it. */
  public void close() {
    open = false;
  }

  /** {@return whether any command used it} */
  public boolean isUsed() {
    return firstCommand >= 0;
  }

  /** {@return it as the program's buffer; some command must have used it} */
  public Allocation toAllocation() {
    return new Allocation(name, address, bytes, firstCommand, lastCommand);
  }
}
