package tactus.hw.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import tactus.hw.command.Dependences;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.Transfer.Direction;

/**
 * The jumps of the fast engine against the recurrence of the timing rules, written down plainly.
 */
class FastDmaEngineTest {

  private static final ScratchpadSpec SCRATCHPAD = new ScratchpadSpec(1 << 20, 4, 16, 2, 1);
  private static final long PERIOD = 1000;

  record Work(Transfer transfer, long readyCycle) {}

  record Times(long start, long end, long firstService, long lastService, long bursts) {}

  @Property(tries = 1500)
  void execute_anyTransfers_equalsRecurrence(
      @ForAll("dmas") DmaSpec dma,
      @ForAll("drams") DramSpec dram,
      @ForAll("works") List<Work> works) {
    assertThat(fast(dma, dram, works)).isEqualTo(plain(dma, dram, works));
  }

  @Property(tries = 100)
  void execute_longTransfers_equalsRecurrence(
      @ForAll("dmas") DmaSpec dma,
      @ForAll("drams") DramSpec dram,
      @ForAll("longWorks") List<Work> works) {
    assertThat(fast(dma, dram, works)).isEqualTo(plain(dma, dram, works));
  }

  /** Equal transfers again and again, so that most are known from the ones before them. */
  @Property(tries = 600)
  void execute_repeatedTransfers_equalsRecurrence(
      @ForAll("dmas") DmaSpec dma,
      @ForAll("drams") DramSpec dram,
      @ForAll("works") List<Work> works,
      @ForAll @IntRange(min = 2, max = 8) int times,
      @ForAll @LongRange(min = 0, max = 3000) long laterCycles) {
    List<Work> repeated = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      for (Work work : works) {
        repeated.add(new Work(work.transfer(), work.readyCycle() + i * laterCycles));
      }
    }
    assertThat(fast(dma, dram, repeated)).isEqualTo(plain(dma, dram, repeated));
  }

  @Test
  void execute_aTerabyte_takesFewSteps() {
    DramSpec dram = new DramSpec(8, 64, 64, 33_333_333, 100_000_000, 32);
    FastDmaEngine engine = new FastDmaEngine(new DmaSpec(256, 20), dram, SCRATCHPAD, 1_000_000);
    long bytes = 1L << 40;

    long end =
        engine.execute(
            new Transfer(
                Direction.LOAD, 0, Dependences.NONE, TrafficClass.WEIGHT, 0, 1, bytes, bytes, 0),
            0);

    assertThat(engine.bursts()).isEqualTo(bytes / 64);
    assertThat(engine.visitedBursts()).isLessThan(10_000);
    // Eight channels serve all but a few bursts without a pause.
    double service = bytes / 64 / 8 * 33_333_333.0;
    assertThat(end * 1e6).isBetween(service, service + 1e9);
  }

  private static List<Times> fast(DmaSpec dma, DramSpec dram, List<Work> works) {
    FastDmaEngine engine = new FastDmaEngine(dma, dram, SCRATCHPAD, PERIOD);
    List<Times> times = new ArrayList<>();
    for (Work work : works) {
      long end = engine.execute(work.transfer(), work.readyCycle());
      times.add(
          new Times(
              engine.startCycle(),
              end,
              engine.firstServiceTick(),
              engine.lastServiceTick(),
              engine.bursts()));
    }
    return times;
  }

  private static List<Times> plain(DmaSpec dma, DramSpec dram, List<Work> works) {
    List<Long> completes = new ArrayList<>();
    List<List<Long>> services = new ArrayList<>();
    for (int channel = 0; channel < dram.channels(); channel++) {
      services.add(new ArrayList<>());
    }
    long nextIssue = 0;
    List<Times> times = new ArrayList<>();
    for (Work work : works) {
      Transfer transfer = work.transfer();
      nextIssue = Math.max(nextIssue, (work.readyCycle() + dma.setupCycles()) * PERIOD);
      long portBytes =
          transfer.direction() == Direction.LOAD
              ? SCRATCHPAD.writeBytesPerCycle()
              : SCRATCHPAD.readBytesPerCycle();
      long interval = PERIOD * Math.max(1, (dram.burstBytes() + portBytes - 1) / portBytes);
      long start = -1;
      long complete = 0;
      long first = Long.MAX_VALUE;
      long last = 0;
      List<Long> bursts = bursts(transfer, dram.burstBytes());
      for (long burst : bursts) {
        int channel = (int) (burst * dram.burstBytes() / dram.interleaveBytes() % dram.channels());
        List<Long> before = services.get(channel);
        long issue = nextIssue;
        if (completes.size() >= dma.outstandingBursts()) {
          issue = Math.max(issue, completes.get(completes.size() - dma.outstandingBursts()));
        }
        if (before.size() >= dram.queueDepth()) {
          issue = Math.max(issue, before.get(before.size() - dram.queueDepth()));
        }
        long service = issue;
        if (!before.isEmpty()) {
          service = Math.max(service, before.get(before.size() - 1) + dram.burstTicks());
        }
        before.add(service);
        completes.add(service + dram.burstTicks() + dram.latencyTicks());
        nextIssue = issue + interval;
        start = start < 0 ? issue / PERIOD : start;
        first = Math.min(first, service);
        last = Math.max(last, service + dram.burstTicks());
        complete = Math.max(complete, service + dram.burstTicks() + dram.latencyTicks());
      }
      times.add(new Times(start, (complete + PERIOD - 1) / PERIOD, first, last, bursts.size()));
    }
    return times;
  }

  private static List<Long> bursts(Transfer transfer, int burstBytes) {
    List<Long> bursts = new ArrayList<>();
    boolean gaps = transfer.rows() > 1 && transfer.strideBytes() > transfer.rowBytes();
    long rows = gaps ? transfer.rows() : 1;
    long rowBytes = gaps ? transfer.rowBytes() : transfer.bytes();
    for (long row = 0; row < rows; row++) {
      long begin = transfer.dramAddress() + row * transfer.strideBytes();
      for (long b = begin / burstBytes; b * burstBytes < begin + rowBytes; b++) {
        bursts.add(b);
      }
    }
    return bursts;
  }

  @Provide
  Arbitrary<DmaSpec> dmas() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.integers().between(1, 6),
                Arbitraries.of(8, 16, 32, 64),
                Arbitraries.integers().between(1, 70)),
            Arbitraries.integers().between(0, 5))
        .as(DmaSpec::new);
  }

  @Provide
  Arbitrary<DramSpec> drams() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(3, 7),
            Arbitraries.integers().between(1, 4),
            Arbitraries.oneOf(
                Arbitraries.longs().between(1, 3000),
                Arbitraries.longs().between(1, 20_000),
                Arbitraries.of(1000L, 2000L, 7990L, 8000L, 8010L)),
            Arbitraries.oneOf(
                Arbitraries.longs().between(1, 5000), Arbitraries.longs().between(1, 200_000)),
            Arbitraries.integers().between(1, 16))
        .as(
            (channels, burst, blocks, service, latency, queue) ->
                new DramSpec(
                    channels, 1 << burst, (long) blocks << burst, service, latency, queue));
  }

  @Provide
  Arbitrary<List<Work>> works() {
    return works(1, 400, 4000).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Work>> longWorks() {
    return works(1000, 3000, 400_000).list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<Work> works(long minRows, long maxRows, long maxRun) {
    Arbitrary<Transfer> strided =
        Combinators.combine(
                Arbitraries.of(Direction.class),
                Arbitraries.longs().between(0, 10_000),
                Arbitraries.longs().between(minRows, maxRows),
                Arbitraries.longs().between(1, 200),
                Arbitraries.oneOf(
                    Arbitraries.longs().between(0, 200), Arbitraries.of(0L, 8L, 64L, 256L, 1024L)))
            .as(
                (direction, address, rows, rowBytes, gap) ->
                    transfer(direction, address, rows, rowBytes, rowBytes + gap));
    Arbitrary<Transfer> aligned =
        Combinators.combine(
                Arbitraries.of(Direction.class),
                Arbitraries.longs().between(0, 10_000),
                Arbitraries.longs().between(minRows, maxRows),
                Arbitraries.longs().between(1, 200),
                Arbitraries.of(256L, 512L, 384L, 1024L))
            .as(FastDmaEngineTest::transfer);
    Arbitrary<Transfer> runs =
        Combinators.combine(
                Arbitraries.of(Direction.class),
                Arbitraries.longs().between(0, 10_000),
                Arbitraries.longs().between(minRows, maxRun))
            .as((direction, address, bytes) -> transfer(direction, address, 1, bytes, bytes));
    return Combinators.combine(
            Arbitraries.oneOf(strided, aligned, runs),
            Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(0, 20_000)))
        .as(Work::new);
  }

  private static Transfer transfer(
      Direction direction, long address, long rows, long rowBytes, long strideBytes) {
    return new Transfer(
        direction,
        0,
        Dependences.NONE,
        TrafficClass.ACTIVATION,
        address,
        rows,
        rowBytes,
        strideBytes,
        0);
  }
}
