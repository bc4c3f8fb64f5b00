package tactus.hw.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import tactus.hw.command.Transfer;
import tactus.sim.Clock;
import tactus.sim.Component;
import tactus.sim.Phase;
import tactus.sim.Simulation;

/**
 * The DMA engine and the DRAM behind it in reference fidelity: it issues burst by burst, in program
 * order, when its ports, its table of outstanding bursts and the channel's queue allow it. It knows
 * nothing of the recurrence.
 *
 * <p>Whatever makes a burst possible (a transfer set up, a completion, room in a queue) happens in
 * the phase {@link Phase#ARRIVE} of a tick, and bursts are issued in the phase {@link Phase#WORK},
 * so a burst is issued in the very tick in which it becomes possible.
 */
public final class ReferenceDmaEngine extends Component {

  private static final int SET_UP = 0;
  private static final int ISSUE = 1;

  private final DmaSpec spec;
  private final DramSpec dram;
  private final Clock clock;
  private final long writeBytesPerCycle;
  private final long periodTicks;
  private final long storeInterval;
  private final Listener listener;
  private final DramChannel[] channels;

  /** All transfers by command; null for other commands. */
  private final List<TransferRun> transfers = new ArrayList<>();

  private final ArrayDeque<TransferRun> toIssue = new ArrayDeque<>();

  /** Bursts in flight; they leave in the order in which they were issued. */
  private final ArrayDeque<Burst> outstanding = new ArrayDeque<>();

  private long nextIssueTick;
  private boolean issuePlanned;

  /** Is told when transfers are complete. */
  public interface Listener {

    /**
     * Takes notice, in the phase {@link Phase#ARRIVE} of a tick at or before the edge of the
     * transfer's end cycle.
     *
     * @param command the number the transfer was offered with
     * @param activity what it did
     */
    void completed(int command, TransferActivity activity);
  }

  /**
   * Creates an idle engine and its memory.
   *
   * @param simulation the simulation it is part of
   * @param spec the engine
   * @param dram the memory behind it
   * @param scratchpad the memory before it
   * @param clock the core clock
   * @param listener is told of completed transfers
   */
  public ReferenceDmaEngine(
      Simulation simulation,
      DmaSpec spec,
      DramSpec dram,
      ScratchpadSpec scratchpad,
      Clock clock,
      Listener listener) {
    super(simulation, "Dma");
    this.spec = spec;
    this.dram = dram;
    this.clock = clock;
    this.listener = listener;
    writeBytesPerCycle = scratchpad.writeBytesPerCycle();
    periodTicks = clock.periodTicks();
    storeInterval = BurstInterval.ticks(dram, scratchpad.readBytesPerCycle(), clock.periodTicks());
    channels = new DramChannel[dram.channels()];
    for (int channel = 0; channel < channels.length; channel++) {
      channels[channel] = new DramChannel(simulation, "Dram[" + channel + "]", dram, this);
    }
  }

  /**
   * Hands over the next transfer in program order; it may not be ready yet.
   *
   * @param command a number by which it is known, larger than those before
   * @param transfer the transfer
   */
  public void offer(int command, Transfer transfer) {
    TransferRun run = new TransferRun(command, transfer);
    transfers.add(run);
    toIssue.add(run);
  }

  /**
   * Notes that all dependences of a transfer are complete in the current cycle: its set-up begins.
   *
   * @param position its position among the transfers offered, from 0
   */
  public void ready(int position) {
    schedule(now() + clock.ticks(spec.setupCycles()), Phase.ARRIVE, SET_UP, position);
  }

  @Override
  protected void react(int tag, long argument) {
    if (tag == SET_UP) {
      transfers.get((int) argument).setUp = true;
      planIssue();
    } else {
      issuePlanned = false;
      issue();
    }
  }

  @Override
  protected String waitsFor() {
    return toIssue.isEmpty() ? "" : toIssue.size() + " transfers to become ready";
  }

  /** Notes that a channel's queue has room again. */
  void roomAppeared() {
    planIssue();
  }

  /** Takes a burst back. */
  void completed(Burst burst) {
    burst.complete = true;
    while (!outstanding.isEmpty() && outstanding.element().complete) {
      outstanding.remove();
    }
    planIssue();
    TransferRun run = burst.transfer;
    run.completeBursts++;
    if (!run.issued || run.completeBursts < run.bursts) {
      return;
    }
    if (run.bytes != run.transfer.bytes()) {
      throw new IllegalStateException(
          "command "
              + run.command
              + ": bytes moved ("
              + run.bytes
              + ") must be those of the transfer ("
              + run.transfer.bytes()
              + ")");
    }
    listener.completed(
        run.command,
        new TransferActivity(
            clock.cycleAt(run.firstIssueTick),
            clock.cycleAtOrAfter(now()),
            run.firstServiceTick,
            run.lastServiceTick,
            run.busyTicks,
            run.bursts));
  }

  private void planIssue() {
    if (!issuePlanned) {
      issuePlanned = true;
      schedule(Math.max(now(), nextIssueTick), ISSUE);
    }
  }

  private void issue() {
    TransferRun run = toIssue.peek();
    if (run == null || !run.setUp || outstanding.size() == spec.outstandingBursts()) {
      return;
    }
    long block = run.nextAddress() / dram.interleaveBytes();
    DramChannel channel = channels[(int) (block % channels.length)];
    if (!channel.hasRoom()) {
      return;
    }
    if (run.firstIssueTick < 0) {
      run.firstIssueTick = now();
    }
    Burst burst = run.nextBurst(dram.burstBytes());
    outstanding.add(burst);
    channel.issue(burst);
    boolean load = run.transfer.direction() == Transfer.Direction.LOAD;
    nextIssueTick =
        now()
            + (load
                ? BurstInterval.ticks(dram, run.transfer, writeBytesPerCycle, periodTicks)
                : storeInterval);
    if (run.issued) {
      toIssue.remove();
    }
    planIssue();
  }
}
