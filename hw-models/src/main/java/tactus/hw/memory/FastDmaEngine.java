package tactus.hw.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Transfer;

/**
 * DMA engine and DRAM in fast fidelity: the recurrence of {@code docs/models/machine-timing.md}
 * section 6, burst by burst in program order, with exact jumps.
 *
 * <p>Every time in the recurrence is the greatest of some earlier times plus constants. Once each
 * burst of a period of channels comes a constant time (its <em>drift</em>, which may differ from
 * burst to burst) after the same burst of the period before, and so do all bursts that the state
 * remembers, this goes on until a smaller argument of one of the maxima overtakes the greatest one.
 * One period is watched to learn when that can happen first; all whole periods before it are
 * skipped. Nothing is assumed about the steady state; where none is found, every burst is visited.
 */
public final class FastDmaEngine {

  /** Before all times, with room to add to it. */
  private static final long NEVER = Long.MIN_VALUE / 4;

  /** Longest period looked for, in bursts: a bound on memory, a guess that has proven enough. */
  private static final long LONGEST_PERIOD = 1 << 14;

  /** Bursts of the smallest transfers that are worth remembering. */
  private static final long FEWEST_KEPT = 64;

  private static final long[] IDLE = new long[0];

  private final DramSpec dram;
  private final BurstCursor cursor;
  private final long turnBytes;
  private final TransferOutcomes outcomes = new TransferOutcomes();
  private final long periodTicks;
  private final long setupTicks;
  private final long writeBytesPerCycle;
  private final long storeInterval;
  private final long completeTicks;

  // The last `outstanding` bursts and, for each channel, its last `queueDepth` ones: when their
  // service began, and their drift as far as it is known.
  private final long[] inFlight;
  private final long[] inFlightDrift;
  private final long[] queued;
  private final long[] queuedDrift;
  private final int[] queuedAt;
  private final long[] busFree;
  private final long[] busDrift;
  private int inFlightAt;
  private long nextIssue;
  private long nextIssueDrift;
  private long interval;

  /** No burst of any transfer was served later. */
  private long latestService;

  /**
   * What came of the last transfer, which began at {@link #leftSince}; null if it was not kept. The
   * state is then that which it left, and in the arrays only if {@link #isWrittenOut}: as long as
   * transfers follow each other as others have, none of them looks at it.
   */
  private TransferOutcomes.@Nullable Outcome left;

  private long leftSince;
  private boolean isWrittenOut;

  // The bursts of the period before, by their place in it.
  private long[] issues = new long[0];
  private long[] services = new long[0];
  private long[] issueDrifts = new long[0];
  private long[] serviceDrifts = new long[0];
  private final int[] perChannel;

  // The last burst.
  private long issue;
  private long service;

  // The last transfer.
  private long firstIssue;
  private long firstService;
  private long lastService;
  private long bursts;
  private long visitedBursts;

  /**
   * Creates an idle engine.
   *
   * @param dma the engine
   * @param dram the memory behind it
   * @param scratchpad the memory before it
   * @param periodTicks period of the core clock, in ticks (fs), at least 1
   */
  public FastDmaEngine(DmaSpec dma, DramSpec dram, ScratchpadSpec scratchpad, long periodTicks) {
    this.dram = dram;
    this.periodTicks = periodTicks;
    cursor = new BurstCursor(dram);
    turnBytes = Math.multiplyExact(dram.interleaveBytes(), dram.channels());
    setupTicks = dma.setupCycles() * periodTicks;
    writeBytesPerCycle = scratchpad.writeBytesPerCycle();
    storeInterval = BurstInterval.ticks(dram, scratchpad.readBytesPerCycle(), periodTicks);
    completeTicks = Math.addExact(dram.burstTicks(), dram.latencyTicks());
    inFlight = new long[dma.outstandingBursts()];
    inFlightDrift = new long[inFlight.length];
    queued = new long[Math.multiplyExact(dram.channels(), dram.queueDepth())];
    queuedDrift = new long[queued.length];
    queuedAt = new int[dram.channels()];
    busFree = new long[dram.channels()];
    busDrift = new long[dram.channels()];
    perChannel = new int[dram.channels()];
    reset();
  }

  /** Forgets all transfers: the engine is idle at tick 0. */
  public void reset() {
    Arrays.fill(inFlight, NEVER);
    Arrays.fill(queued, NEVER);
    Arrays.fill(queuedAt, 0);
    Arrays.fill(busFree, NEVER);
    inFlightAt = 0;
    nextIssue = 0;
    latestService = NEVER;
    left = null;
    isWrittenOut = true;
  }

  /**
   * {@return the first cycle in which the transfer is complete}
   *
   * @param transfer the next transfer in program order
   * @param readyCycle the first cycle in which all its dependences are complete
   */
  public long execute(Transfer transfer, long readyCycle) {
    cursor.begin(transfer);
    interval =
        transfer.direction() == Transfer.Direction.LOAD
            ? BurstInterval.ticks(dram, transfer, writeBytesPerCycle, periodTicks)
            : storeInterval;
    long ready = Math.addExact(Math.multiplyExact(readyCycle, periodTicks), setupTicks);
    long beginning = Math.max(nextIssue, ready);
    nextIssue = beginning;
    visitedBursts = 0;
    if (cursor.burstsAtMost() < FEWEST_KEPT) {
      writeOut();
      serveTransfer();
      left = null;
    } else {
      left = serveKept(TransferOutcomes.Shape.of(transfer, turnBytes, interval), beginning);
      leftSince = beginning;
    }
    latestService = Math.max(latestService, lastService);
    return endCycle();
  }

  /** Serves a transfer as an equal one before it, if there was one. */
  private TransferOutcomes.Outcome serveKept(TransferOutcomes.Shape shape, long beginning) {
    // What is over holds nothing up: an idle engine is as good as a new one.
    boolean idle = latestService + completeTicks <= beginning;
    TransferOutcomes.Outcome before = idle ? null : left;
    if (before != null) {
      TransferOutcomes.Outcome known = outcomes.after(before, beginning - leftSince, shape);
      if (known != null) {
        take(known, beginning);
        return known;
      }
    }
    if (!idle) {
      writeOut();
    }
    TransferOutcomes.Key key = new TransferOutcomes.Key(shape, state(beginning));
    TransferOutcomes.Outcome outcome = outcomes.get(key);
    if (outcome == null) {
      writeOut();
      serveTransfer();
      outcome = outcome(beginning);
      outcomes.put(key, outcome);
    } else {
      take(outcome, beginning);
    }
    if (before != null) {
      outcomes.putAfter(before, beginning - leftSince, shape, outcome);
    }
    return outcome;
  }

  private void serveTransfer() {
    bursts = 0;
    serve();
    firstIssue = issue;
    firstService = service;
    lastService = service;
    // A period that is longer than a quarter of the transfer does not pay.
    long longest = Math.min(LONGEST_PERIOD, cursor.burstsAtMost() / 4);
    long period = longest < inFlight.length ? 0 : cursor.period(longest);
    if (period == 0) {
      serveAll();
    } else {
      serveInPeriods(period);
    }
  }

  /**
   * The times that later bursts look back to, from the oldest on, in ticks after a time that none
   * of them is issued before. What is not after it holds nothing up, whenever it was.
   */
  private long[] state(long since) {
    if (latestService + completeTicks <= since) {
      return IDLE;
    }
    long[] state = new long[inFlight.length + queued.length + busFree.length];
    int at = 0;
    for (int i = 0; i < inFlight.length; i++) {
      int place = inFlightAt + i;
      place -= place >= inFlight.length ? inFlight.length : 0;
      state[at++] = Math.max(0, inFlight[place] + completeTicks - since);
    }
    int depth = dram.queueDepth();
    for (int channel = 0; channel < busFree.length; channel++) {
      for (int i = 0; i < depth; i++) {
        int place = queuedAt[channel] + i;
        place -= place >= depth ? depth : 0;
        state[at++] = Math.max(0, queued[channel * depth + place] - since);
      }
      state[at++] = Math.max(0, busFree[channel] - since);
    }
    return state;
  }

  private TransferOutcomes.Outcome outcome(long beginning) {
    long latest = latestService;
    latestService = Math.max(latest, lastService);
    long[] state = state(beginning);
    latestService = latest;
    return new TransferOutcomes.Outcome(
        firstIssue - beginning,
        firstService - beginning,
        lastService - beginning,
        nextIssue - beginning,
        bursts,
        state);
  }

  private void take(TransferOutcomes.Outcome known, long beginning) {
    firstIssue = beginning + known.firstIssue;
    firstService = beginning + known.firstService;
    lastService = beginning + known.lastService;
    nextIssue = beginning + known.nextIssue;
    bursts = known.bursts;
    isWrittenOut = false;
  }

  /** Puts what the last transfer left into the arrays, if it is not there. */
  private void writeOut() {
    TransferOutcomes.Outcome known = left;
    if (known == null || isWrittenOut) {
      return;
    }
    int at = 0;
    for (int i = 0; i < inFlight.length; i++) {
      inFlight[i] = leftSince + known.state[at++] - completeTicks;
    }
    inFlightAt = 0;
    int depth = dram.queueDepth();
    for (int channel = 0; channel < busFree.length; channel++) {
      for (int i = 0; i < depth; i++) {
        queued[channel * depth + i] = leftSince + known.state[at++];
      }
      queuedAt[channel] = 0;
      busFree[channel] = leftSince + known.state[at++];
    }
    isWrittenOut = true;
  }

  /** {@return the cycle in which the last transfer's first burst was issued} */
  public long startCycle() {
    return firstIssue / periodTicks;
  }

  /** {@return the first cycle at or after the completion of the last transfer's last burst} */
  public long endCycle() {
    long complete = lastService + completeTicks;
    return (complete + periodTicks - 1) / periodTicks;
  }

  /** {@return the tick at which the first of the last transfer's bursts to be served was served} */
  public long firstServiceTick() {
    return firstService;
  }

  /** {@return the tick at which the service of the last transfer's bursts ended} */
  public long lastServiceTick() {
    return lastService + dram.burstTicks();
  }

  /** {@return the bursts of the last transfer} */
  public long bursts() {
    return bursts;
  }

  /** {@return those of the last transfer's bursts that were not skipped} */
  long visitedBursts() {
    return visitedBursts;
  }

  /**
   * What {@link #serve} does, for all bursts that are left: most of a simulation's time is here.
   */
  private void serveAll() {
    long[] inFlights = inFlight;
    long[] queues = queued;
    int[] heads = queuedAt;
    long[] buses = busFree;
    int depth = dram.queueDepth();
    int channels = buses.length;
    long interleave = dram.interleaveBytes() / dram.burstBytes();
    long burstTicks = dram.burstTicks();
    int flight = inFlightAt;
    long next = nextIssue;
    long first = firstService;
    long last = lastService;
    long served = 0;
    while (cursor.hasBurst()) {
      long left = cursor.leftInRow();
      served += left;
      int channel = cursor.channel();
      long inChannel = cursor.leftInChannel();
      for (; left > 0; left--) {
        int head = heads[channel];
        int place = channel * depth + head;
        long at = Math.max(next, inFlights[flight] + completeTicks);
        at = Math.max(at, queues[place]);
        long now = Math.max(at, buses[channel]);
        inFlights[flight] = now;
        queues[place] = now;
        buses[channel] = now + burstTicks;
        heads[channel] = head + 1 == depth ? 0 : head + 1;
        flight = flight + 1 == inFlights.length ? 0 : flight + 1;
        next = at + interval;
        first = Math.min(first, now);
        last = Math.max(last, now);
        if (--inChannel == 0) {
          inChannel = interleave;
          channel = channel + 1 == channels ? 0 : channel + 1;
        }
      }
      cursor.endRow();
    }
    inFlightAt = flight;
    nextIssue = next;
    firstService = first;
    lastService = last;
    bursts += served;
    visitedBursts += served;
  }

  /** Serves one burst. */
  private void serve() {
    int channel = cursor.channel();
    int place = channel * dram.queueDepth() + queuedAt[channel];
    long at = Math.max(nextIssue, inFlight[inFlightAt] + completeTicks);
    at = Math.max(at, queued[place]);
    issue = at;
    service = Math.max(at, busFree[channel]);
    remember(channel, place);
  }

  private void remember(int channel, int place) {
    inFlight[inFlightAt] = service;
    inFlightAt = inFlightAt + 1 == inFlight.length ? 0 : inFlightAt + 1;
    queued[place] = service;
    queuedAt[channel] = queuedAt[channel] + 1 == dram.queueDepth() ? 0 : queuedAt[channel] + 1;
    busFree[channel] = service + dram.burstTicks();
    nextIssue = issue + interval;
    bursts++;
    visitedBursts++;
    cursor.advance();
  }

  private void serveInPeriods(long channelPeriod) {
    long repetitions = repetitions(channelPeriod);
    int length = (int) (channelPeriod * repetitions);
    if (cursor.burstsAtMost() < 4L * length) {
      serveAll();
      return;
    }
    begin(length);
    long needed = Long.MAX_VALUE;
    long steady = 0;
    int watched = -1;
    long periodsLeft = Long.MAX_VALUE;
    int place = 0;
    for (long number = 0; cursor.hasBurst(); number++) {
      int channel = cursor.channel();
      int oldInFlight = inFlightAt;
      int oldQueued = channel * dram.queueDepth() + queuedAt[channel];
      if (number < length) {
        perChannel[channel]++;
      } else if (number == length) {
        needed = Math.max(length, remembered(length) - length);
      }
      if (watched >= 0) {
        periodsLeft = Math.min(periodsLeft, watch(channel, place));
        watched++;
      } else {
        serve();
      }
      firstService = Math.min(firstService, service);
      lastService = Math.max(lastService, service);
      long issueDrift = issue - issues[place];
      long serviceDrift = service - services[place];
      boolean same =
          number >= 2L * length
              && issueDrift == issueDrifts[place]
              && serviceDrift == serviceDrifts[place];
      steady = same ? steady + 1 : 0;
      issues[place] = issue;
      services[place] = service;
      issueDrifts[place] = issueDrift;
      serviceDrifts[place] = serviceDrift;
      nextIssueDrift = issueDrift;
      inFlightDrift[oldInFlight] = serviceDrift;
      queuedDrift[oldQueued] = serviceDrift;
      busDrift[channel] = serviceDrift;
      place = place + 1 == length ? 0 : place + 1;
      if (!same) {
        watched = -1;
      } else if (watched == length) {
        long periods = Math.min(periodsLeft, skippable(channelPeriod, repetitions));
        if (periods > 0) {
          skip(length, periods);
          cursor.skip(channelPeriod, repetitions * periods);
        }
        watched = -1;
        steady = 0;
      } else if (watched < 0 && steady >= needed) {
        watched = 0;
        periodsLeft = Long.MAX_VALUE;
      }
    }
  }

  private long skippable(long channelPeriod, long repetitions) {
    return cursor.hasBurst() ? cursor.skippable(channelPeriod, repetitions) : 0;
  }

  /**
   * {@return how many periods of the channels are looked at as one} While the bursts in flight are
   * the limit, times repeat after as many bursts as there may be, so both should go into a period.
   */
  private long repetitions(long channelPeriod) {
    long common = channelPeriod / BurstCursor.gcd(channelPeriod, inFlight.length) * inFlight.length;
    boolean pays = common <= LONGEST_PERIOD && 8 * common <= cursor.burstsAtMost();
    return pays || common == channelPeriod ? common / channelPeriod : 1;
  }

  private void begin(int length) {
    if (issues.length < length) {
      issues = new long[length];
      services = new long[length];
      issueDrifts = new long[length];
      serviceDrifts = new long[length];
    }
    Arrays.fill(perChannel, 0);
    // Channels that the transfer does not touch do not drift.
    Arrays.fill(queuedDrift, 0);
    Arrays.fill(busDrift, 0);
  }

  /** {@return how many bursts back the state remembers one of this transfer's channels} */
  private long remembered(int length) {
    long most = inFlight.length;
    for (int count : perChannel) {
      if (count > 0) {
        long periods = (dram.queueDepth() + count - 1L) / count;
        most = Math.max(most, periods * length);
      }
    }
    return most;
  }

  /**
   * Serves one burst and looks how its times came about.
   *
   * @return for how many periods they will go on to come about in the same way
   */
  private long watch(int channel, int place) {
    long issueDrift = issueDrifts[place];
    long serviceDrift = serviceDrifts[place];
    int oldest = channel * dram.queueDepth() + queuedAt[channel];
    long byOrder = nextIssue;
    long byOrderDrift = nextIssueDrift;
    long byFlight = inFlight[inFlightAt] + completeTicks;
    long byFlightDrift = inFlightDrift[inFlightAt];
    long byRoom = queued[oldest];
    long byRoomDrift = queuedDrift[oldest];
    long byBus = busFree[channel];
    long byBusDrift = busDrift[channel];
    serve();
    boolean explained =
        (byOrder == issue && byOrderDrift == issueDrift)
            || (byFlight == issue && byFlightDrift == issueDrift)
            || (byRoom == issue && byRoomDrift == issueDrift);
    explained &=
        (issue == service && issueDrift == serviceDrift)
            || (byBus == service && byBusDrift == serviceDrift);
    if (!explained) {
      return 0;
    }
    long periods = periods(issue - byOrder, byOrderDrift - issueDrift);
    periods = Math.min(periods, periods(issue - byFlight, byFlightDrift - issueDrift));
    periods = Math.min(periods, periods(issue - byRoom, byRoomDrift - issueDrift));
    periods = Math.min(periods, periods(service - issue, issueDrift - serviceDrift));
    return Math.min(periods, periods(service - byBus, byBusDrift - serviceDrift));
  }

  /** {@return for how many periods a lead lasts that shrinks by so much a period} */
  private static long periods(long lead, long shrinkage) {
    return shrinkage <= 0 ? Long.MAX_VALUE : lead / shrinkage;
  }

  private void skip(int length, long periods) {
    for (int i = 0; i < inFlight.length; i++) {
      inFlight[i] += periods * inFlightDrift[i];
    }
    for (int i = 0; i < queued.length; i++) {
      queued[i] += periods * queuedDrift[i];
    }
    for (int i = 0; i < busFree.length; i++) {
      busFree[i] += periods * busDrift[i];
    }
    nextIssue += periods * nextIssueDrift;
    for (int i = 0; i < length; i++) {
      issues[i] += periods * issueDrifts[i];
      services[i] += periods * serviceDrifts[i];
      lastService = Math.max(lastService, services[i]);
    }
    bursts += periods * length;
  }
}
