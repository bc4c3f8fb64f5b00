package tactus.hw.spgemm;

import java.util.Arrays;
import java.util.function.LongConsumer;
import tactus.sim.Clock;

/**
 * A block at work: goes from one cycle in which something is issued to the next. In a cycle, cores
 * come in their order, then the DMA engine. Equal to {@link ReferenceHashBlock}.
 */
public final class FastHashBlock {

  private static final long NEVER = RowMover.NEVER;

  private final HashBlockSpec spec;
  private final HashThreads threads;
  private final WordMemory memory;
  private final RowMover mover;
  private final HashAccount account;

  /** Of each thread, from which cycle it can issue; {@link #NEVER} if that depends on others. */
  private final long[] ready;

  /** Of each thread that waits for others or has ended, from which cycle. */
  private final long[] since;

  private final boolean[] waitsForWindow;
  private final long[] bankFree;

  /** Of each core, the thread that it issued last. */
  private final int[] last;

  /** Of each core, the thread that it issues next. */
  private final int[] turn;

  /** Of each core, the cycle in which it issues next. */
  private final long[] next;

  private FastHashBlock(HashBlockSpec spec, HashProgram program, LongConsumer progress) {
    this.spec = spec;
    threads = new HashThreads(spec, program, progress);
    memory = new WordMemory(spec, new Clock(spec.clockTicks()));
    mover = new RowMover(spec, threads);
    account = new HashAccount(spec.allThreads());
    ready = new long[spec.allThreads()];
    since = new long[ready.length];
    waitsForWindow = new boolean[ready.length];
    bankFree = new long[spec.banks()];
    last = new int[spec.cores()];
    Arrays.setAll(last, core -> (core + 1) * spec.threads() - 1);
    turn = new int[spec.cores()];
    Arrays.setAll(turn, core -> core * spec.threads());
    next = new long[spec.cores()];
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
    return new FastHashBlock(spec, program, progress).run();
  }

  private HashRun run() {
    while (true) {
      int core = 0;
      for (int i = 1; i < next.length; i++) {
        core = next[i] < next[core] ? i : core;
      }
      long cycle = next[core];
      if (mover.next() < cycle) {
        move(mover.next());
      } else if (cycle < NEVER) {
        issue(core, cycle);
      } else {
        break;
      }
    }
    long cycles = Math.max(memory.freeCycle(), mover.idleSince());
    for (long end : since) {
      cycles = Math.max(cycles, end);
    }
    for (long end : since) {
      account.idle += cycles - end;
    }
    return account.result(cycles, threads, memory, mover);
  }

  private void issue(int core, long cycle) {
    int thread = turn[core];
    last[core] = thread;
    account.issue++;
    account.core += cycle - ready[thread];
    Instruction kind = threads.step(thread);
    long after = cycle + 1;
    switch (kind) {
      case COMPUTE -> ready[thread] = after;
      case LOAD -> {
        memory.serve(cycle, HashBlockSpec.WORD_BYTES);
        ready[thread] = Math.max(after, memory.loadedCycle());
        account.memory += ready[thread] - after;
      }
      case STORE -> {
        memory.serve(cycle, HashBlockSpec.WORD_BYTES);
        ready[thread] = memory.storedCycle();
        account.memory += ready[thread] - after;
      }
      case SCRATCHPAD -> {
        int bank = threads.address() % bankFree.length;
        long served = Math.max(cycle, bankFree[bank]);
        bankFree[bank] = served + 1;
        ready[thread] = served + spec.scratchpadLatencyCycles();
        account.scratchpad += ready[thread] - after;
      }
      case BARRIER -> {
        since[thread] = after;
        ready[thread] = NEVER;
        if (!threads.someWait()) {
          releaseAll(after);
          return;
        }
      }
    }
    int finished = threads.finishedRow();
    if (finished >= 0) {
      mover.add(finished, cycle);
    }
    if (threads.isEnded(thread)) {
      since[thread] = ready[thread];
      ready[thread] = NEVER;
    } else if (threads.waitsForWindow(thread)) {
      waitsForWindow[thread] = true;
      since[thread] = ready[thread];
      ready[thread] = NEVER;
    }
    plan(core, after);
  }

  /**
   * Finds the next cycle in which a core issues, and which thread: of those that are ready by then
   * the first one after the last one issued.
   */
  private void plan(int core, long earliest) {
    int first = core * spec.threads();
    int end = first + spec.threads();
    int soonest = last[core];
    long at = NEVER;
    int thread = last[core];
    do {
      thread = thread + 1 == end ? first : thread + 1;
      if (ready[thread] <= earliest) {
        turn[core] = thread;
        next[core] = earliest;
        return;
      }
      if (ready[thread] < at) {
        at = ready[thread];
        soonest = thread;
      }
    } while (thread != last[core]);
    turn[core] = soonest;
    next[core] = at;
  }

  private void releaseAll(long cycle) {
    for (int thread = 0; thread < ready.length; thread++) {
      account.barrier += cycle - since[thread];
      since[thread] = cycle;
      ready[thread] = threads.isEnded(thread) ? NEVER : cycle;
      if (threads.waitsForWindow(thread)) {
        waitsForWindow[thread] = true;
        ready[thread] = NEVER;
      }
    }
    planAll(cycle);
  }

  /** Plans each core anew; none has issued anything in the cycle or later. */
  private void planAll(long cycle) {
    for (int core = 0; core < next.length; core++) {
      plan(core, cycle);
    }
  }

  private void move(long cycle) {
    int bytes = mover.burst();
    if (bytes > 0) {
      memory.serve(cycle, bytes);
      mover.sent(bytes, cycle, memory.freeCycle());
    } else if (mover.step(cycle)) {
      releaseWaiting(cycle + 1);
    }
  }

  private void releaseWaiting(long cycle) {
    for (int thread = 0; thread < ready.length; thread++) {
      if (waitsForWindow[thread] && !threads.waitsForWindow(thread)) {
        waitsForWindow[thread] = false;
        ready[thread] = Math.max(since[thread], cycle);
        account.window += ready[thread] - since[thread];
      }
    }
    planAll(cycle);
  }
}
