package tactus.hw;

import java.util.List;
import tactus.config.ConfigProblem;
import tactus.config.Key;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.config.ValueType;
import tactus.hw.memory.Allocator;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.Planned;
import tactus.hw.memory.ScratchpadSpec;
import tactus.unit.Bandwidth;
import tactus.unit.Delay;
import tactus.unit.Dimension;

/** The keys of scratchpad, DMA engine and DRAM. */
final class MemoryKeys {
  /** The longest delay in words; its cycles fit an int at any clock a machine may have. */
  static final String SHORT = "at most 1 ms or 1000000 cycles";

  static final String POSITIVE_AND_SHORT = "above 0 and " + SHORT;

  private static final Key<Long> CAPACITY =
      Key.size("capacity").atLeast(1L).doc("Bytes the scratchpad holds.");
  private static final Key<Integer> BANKS =
      Key.integer("banks")
          .atLeast(1)
          .atMost(1024)
          .where(MemoryKeys::isPowerOfTwo, "a power of two")
          .byDefault(32)
          .doc("Banks, interleaved by word.");
  private static final Key<Long> WIDTH =
      Key.size("width")
          .atLeast(1L)
          .atMost(4096L)
          .where(MemoryKeys::isPowerOfTwo, "a power of two")
          .byDefault(32L)
          .doc("Bytes of a word, which a port moves in a cycle.");
  private static final Key<Integer> READ_PORTS =
      Key.integer("read_ports")
          .atLeast(1)
          .atMost(64)
          .byDefault(1)
          .doc("Words each engine may read from one bank in a cycle.");
  private static final Key<Integer> WRITE_PORTS =
      Key.integer("write_ports")
          .atLeast(1)
          .atMost(64)
          .byDefault(1)
          .doc("Words each engine may write to one bank in a cycle.");

  private static final Key<Allocator> ALLOCATOR =
      Key.word("allocator", Allocator.class)
          .optional()
          .doc(
              "Who plans which tensors are there when, and where, as wholes. If not written, the"
                  + " compiler places some activations for their whole life and streams the others.");

  private static final Key<List<Planned>> PLANS =
      Key.list("plans", ValueType.word(Planned.class))
          .where(all -> !all.isEmpty(), "at least one of them")
          .byDefault(ScratchpadSpec.ACTIVATIONS)
          .doc(
              "What `allocator` plans: `activations`; `weights` that several products read, as in"
                  + " the passes of a generation; `kv-caches`, of each what its first pass appends.");

  static final SectionType SCRATCHPAD =
      SectionType.builder("scratchpad", "On-chip memory in banks, managed by the compiler.")
          .keys(CAPACITY, BANKS, WIDTH, READ_PORTS, WRITE_PORTS, ALLOCATOR, PLANS)
          .rule(
              (scratchpad, problems) -> {
                long width = scratchpad.get(WIDTH);
                if (scratchpad.get(CAPACITY) % width != 0) {
                  problems.add(
                      scratchpad, CAPACITY, "must be a multiple of width (" + width + " B)");
                }
                if (scratchpad.isWritten(PLANS) && !scratchpad.isWritten(ALLOCATOR)) {
                  problems.add(scratchpad, PLANS, "must only be written with allocator");
                }
              })
          .build();

  private static final Key<Integer> OUTSTANDING =
      Key.integer("outstanding")
          .atLeast(1)
          .atMost(1_048_576)
          .byDefault(256)
          .doc("Bursts in flight at most; less than bandwidth times latency is felt.");
  private static final Key<Delay> SETUP =
      Key.delay("setup")
          .where(MemoryKeys::isShort, SHORT)
          .byDefault(Delay.ofCycles(20))
          .doc("From the start of a transfer to its first burst.");

  static final SectionType DMA =
      SectionType.of(
          "dma",
          "The engine that moves bursts between DRAM and scratchpad, in order,"
              + " at most one a cycle.",
          OUTSTANDING,
          SETUP);

  private static final Key<Integer> CHANNELS =
      Key.integer("channels").atLeast(1).atMost(1024).byDefault(1).doc("Independent channels.");
  private static final Key<Bandwidth> BANDWIDTH =
      Key.bandwidth("bandwidth")
          .atLeast(Bandwidth.parse("1 MB/s"))
          .atMost(Bandwidth.parse("1000 TB/s"))
          .doc("Peak bandwidth of all channels together.");
  private static final Key<Long> BURST =
      Key.size("burst")
          .atLeast(1L)
          .atMost(65_536L)
          .where(MemoryKeys::isPowerOfTwo, "a power of two")
          .byDefault(256L)
          .doc(
              "Bytes of a request. The DMA engine issues at most one a cycle, so burst times clock"
                  + " bounds the bandwidth too.");
  private static final Key<Long> INTERLEAVE =
      Key.size("interleave")
          .atLeast(1L)
          .optional()
          .doc("Consecutive bytes that lie in one channel; as large as `burst` if not written.");
  private static final Key<Delay> LATENCY =
      Key.delay("latency")
          .where(MemoryKeys::isPositiveAndShort, POSITIVE_AND_SHORT)
          .byDefault(Delay.ofTicks(100_000_000L))
          .doc("From the end of a burst's service to its completion at the DMA engine.");
  private static final Key<Integer> QUEUE =
      Key.integer("queue")
          .atLeast(1)
          .atMost(1_048_576)
          .byDefault(32)
          .doc("Bursts that wait in a channel at most.");

  static final SectionType DRAM =
      SectionType.builder("dram", "Off-chip memory of independent, interleaved channels.")
          .keys(CHANNELS, BANDWIDTH, BURST, INTERLEAVE, LATENCY, QUEUE)
          .rule(
              (dram, problems) -> {
                long burst = dram.get(BURST);
                if (interleave(dram) % burst != 0) {
                  problems.add(
                      dram,
                      INTERLEAVE,
                      "must be a multiple of burst (" + Dimension.SIZE.format(burst) + ")");
                }
              })
          .build();

  private MemoryKeys() {}

  static ConfigProblem capacityProblem(Section scratchpad, String message) {
    return scratchpad.problem(CAPACITY, message);
  }

  static ScratchpadSpec scratchpad(Section section) {
    return new ScratchpadSpec(
        section.get(CAPACITY),
        section.get(BANKS),
        Math.toIntExact(section.get(WIDTH)),
        section.get(READ_PORTS),
        section.get(WRITE_PORTS),
        section.find(ALLOCATOR),
        section.get(PLANS));
  }

  static DmaSpec dma(Section section, long periodTicks) {
    return new DmaSpec(
        section.get(OUTSTANDING), Math.toIntExact(section.get(SETUP).cycles(periodTicks)));
  }

  static DramSpec dram(Section section, long periodTicks) {
    int channels = section.get(CHANNELS);
    long burst = section.get(BURST);
    return new DramSpec(
        channels,
        Math.toIntExact(burst),
        interleave(section),
        section.get(BANDWIDTH).ticksFor(burst * channels),
        section.get(LATENCY).ticks(periodTicks),
        section.get(QUEUE));
  }

  private static long interleave(Section dram) {
    return dram.find(INTERLEAVE).orElseGet(() -> dram.get(BURST));
  }

  private static boolean isPowerOfTwo(long value) {
    return Long.bitCount(value) == 1;
  }

  static boolean isShort(Delay delay) {
    return delay.amount()
        <= switch (delay.unit()) {
          case TICKS -> 1_000_000_000_000L;
          case CYCLES -> 1_000_000L;
        };
  }

  static boolean isPositiveAndShort(Delay delay) {
    return delay.amount() > 0 && isShort(delay);
  }
}
