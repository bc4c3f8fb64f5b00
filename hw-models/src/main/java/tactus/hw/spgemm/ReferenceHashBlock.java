package tactus.hw.spgemm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.LongConsumer;
import tactus.sim.Clock;

/**
 * A block at work, cycle by cycle: each thread, each bank's queue and the memory's queue are looked
 * at in each cycle. Plain and slow; it says what {@link FastHashBlock} must find.
 */
public final class ReferenceHashBlock {

  /** What a thread is doing. */
  private enum Status {
    READY,
    COMPUTES,
    WAITS_FOR_MEMORY,
    WAITS_FOR_SCRATCHPAD,
    AT_BARRIER,
    ENDED
  }

  /** An access in the memory's queue; of the DMA engine if it has no thread. */
  private record Access(int thread, int bytes, boolean stores, long cycle) {}

  private static final int DMA = -1;

  private final HashBlockSpec spec;
  private final Clock clock;
  private final HashThreads threads;
  private final WordMemory memory;
  private final RowMover mover;
  private final HashAccount account;
  private final Status[] status;

  /** Of each thread that is served, the cycle from which it can issue. */
  private final long[] done;

  private final boolean[] issued;
  private final int[] last;
  private final List<Queue<Integer>> banks = new ArrayList<>();
  private final Queue<Access> accesses = new ArrayDeque<>();
  private boolean burstWaits;

  private ReferenceHashBlock(HashBlockSpec spec, HashProgram program, LongConsumer progress) {
    this.spec = spec;
    clock = new Clock(spec.clockTicks());
    threads = new HashThreads(spec, program, progress);
    memory = new WordMemory(spec, clock);
    mover = new RowMover(spec, threads);
    account = new HashAccount(spec.allThreads());
    status = new Status[spec.allThreads()];
    Arrays.fill(status, Status.READY);
    done = new long[status.length];
    issued = new boolean[status.length];
    last = new int[spec.cores()];
    Arrays.fill(last, spec.threads() - 1);
    for (int i = 0; i < spec.banks(); i++) {
      banks.add(new ArrayDeque<>());
    }
  }

  /**
   * {@return what a product takes}
   *
   * @param spec the block
   * @param program the product as it is laid out for the block
   */
  public static HashRun run(HashBlockSpec spec, HashProgram program) {
    return run(spec, program, done -> {});
  }

  /**
   * {@return what a product takes}
   *
   * @param spec the block
   * @param program the product as it is laid out for the block
   * @param progress told now and then how many more multiply-adds are done
   */
  public static HashRun run(HashBlockSpec spec, HashProgram program, LongConsumer progress) {
    return new ReferenceHashBlock(spec, program, progress).run();
  }

  private HashRun run() {
    long cycle = 0;
    while (true) {
      for (int thread = 0; thread < status.length; thread++) {
        boolean served = status[thread] != Status.AT_BARRIER && status[thread] != Status.ENDED;
        if (served && done[thread] <= cycle) {
          status[thread] = threads.isEnded(thread) ? Status.ENDED : Status.READY;
        }
      }
      if (isOver(cycle)) {
        return account.result(cycle, threads, memory, mover);
      }
      Arrays.fill(issued, false);
      boolean[] blocked = new boolean[status.length];
      for (int thread = 0; thread < status.length; thread++) {
        blocked[thread] = status[thread] == Status.READY && threads.waitsForWindow(thread);
      }
      Status[] before = status.clone();
      for (int core = 0; core < spec.cores(); core++) {
        issueOne(core, cycle, blocked);
      }
      count(before, blocked);
      move(cycle);
      serveBanks(cycle);
      serveMemory(cycle);
      cycle++;
    }
  }

  private boolean isOver(long cycle) {
    boolean over = mover.isIdle() && accesses.isEmpty() && memory.freeCycle() <= cycle;
    for (Status of : status) {
      over &= of == Status.ENDED;
    }
    return over;
  }

  private void issueOne(int core, long cycle, boolean[] blocked) {
    for (int turn = 1; turn <= spec.threads(); turn++) {
      int index = (last[core] + turn) % spec.threads();
      int thread = core * spec.threads() + index;
      if (status[thread] == Status.READY && !blocked[thread]) {
        last[core] = index;
        issue(thread, cycle);
        return;
      }
    }
  }

  private void issue(int thread, long cycle) {
    issued[thread] = true;
    done[thread] = Long.MAX_VALUE;
    switch (threads.step(thread)) {
      case COMPUTE -> {
        status[thread] = Status.COMPUTES;
        done[thread] = cycle + 1;
      }
      case LOAD -> access(thread, false, cycle);
      case STORE -> access(thread, true, cycle);
      case SCRATCHPAD -> {
        status[thread] = Status.WAITS_FOR_SCRATCHPAD;
        banks.get(threads.address() % spec.banks()).add(thread);
      }
      case BARRIER -> {
        status[thread] = Status.AT_BARRIER;
        if (!threads.someWait()) {
          Arrays.fill(status, Status.COMPUTES);
          Arrays.fill(done, cycle + 1);
        }
      }
    }
    if (threads.finishedRow() >= 0) {
      mover.add(threads.finishedRow(), cycle);
    }
  }

  private void access(int thread, boolean stores, long cycle) {
    status[thread] = Status.WAITS_FOR_MEMORY;
    accesses.add(new Access(thread, HashBlockSpec.WORD_BYTES, stores, cycle));
  }

  /** Counts what each thread did in a cycle. */
  private void count(Status[] before, boolean[] blocked) {
    for (int thread = 0; thread < status.length; thread++) {
      if (issued[thread]) {
        account.issue++;
        continue;
      }
      switch (before[thread]) {
        case READY -> {
          if (blocked[thread]) {
            account.window++;
          } else {
            account.core++;
          }
        }
        case WAITS_FOR_MEMORY -> account.memory++;
        case WAITS_FOR_SCRATCHPAD -> account.scratchpad++;
        case AT_BARRIER -> account.barrier++;
        case ENDED -> account.idle++;
        case COMPUTES -> throw new IllegalStateException("an instruction takes one cycle");
      }
    }
  }

  private void move(long cycle) {
    while (mover.next() == cycle && !burstWaits) {
      int bytes = mover.burst();
      if (bytes > 0) {
        accesses.add(new Access(DMA, bytes, true, cycle));
        burstWaits = true;
      } else {
        mover.step(cycle);
      }
    }
  }

  private void serveBanks(long cycle) {
    for (Queue<Integer> bank : banks) {
      if (!bank.isEmpty()) {
        done[bank.remove()] = cycle + spec.scratchpadLatencyCycles();
      }
    }
  }

  /** Serves what the bus takes before the next cycle. */
  private void serveMemory(long cycle) {
    while (!accesses.isEmpty() && memory.turn(cycle) < clock.tickOf(cycle + 1)) {
      Access access = accesses.remove();
      memory.serve(access.cycle(), access.bytes());
      if (access.thread() == DMA) {
        burstWaits = false;
        mover.sent(access.bytes(), access.cycle(), memory.freeCycle());
      } else if (access.stores()) {
        done[access.thread()] = memory.storedCycle();
      } else {
        done[access.thread()] = Math.max(access.cycle() + 1, memory.loadedCycle());
      }
    }
  }
}
