package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.command.Program;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;

/** For the same program, more of a resource never costs a cycle. */
class MonotoneTest {

  /** What a machine may have more of. */
  private enum Resource {
    BANDWIDTH {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.dram(d -> dram(d, fewer(d.burstTicks(), random), d.latencyTicks(), d.queueDepth()));
      }
    },
    LATENCY {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.dram(d -> dram(d, d.burstTicks(), fewer(d.latencyTicks(), random), d.queueDepth()));
      }
    },
    QUEUE {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.dram(
            d -> dram(d, d.burstTicks(), d.latencyTicks(), d.queueDepth() + random.nextInt(1, 20)));
      }
    },
    OUTSTANDING_BURSTS {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.dma(
            d -> new DmaSpec(d.outstandingBursts() + random.nextInt(1, 20), d.setupCycles()));
      }
    },
    SETUP {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.dma(
            d -> new DmaSpec(d.outstandingBursts(), random.nextInt(0, d.setupCycles() + 1)));
      }
    },
    BANKS {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.scratchpad(
            s -> scratchpad(s, s.banks() << random.nextInt(1, 3), s.readPorts(), s.writePorts()));
      }
    },
    READ_PORTS {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.scratchpad(
            s -> scratchpad(s, s.banks(), s.readPorts() + random.nextInt(1, 3), s.writePorts()));
      }
    },
    WRITE_PORTS {
      @Override
      void increase(MachineBuilder machine, SplittableRandom random) {
        machine.scratchpad(
            s -> scratchpad(s, s.banks(), s.readPorts(), s.writePorts() + random.nextInt(1, 3)));
      }
    };

    abstract void increase(MachineBuilder machine, SplittableRandom random);

    private static long fewer(long ticks, SplittableRandom random) {
      return random.nextLong(1, ticks + 1);
    }

    private static DramSpec dram(DramSpec d, long burstTicks, long latencyTicks, int queueDepth) {
      return new DramSpec(
          d.channels(), d.burstBytes(), d.interleaveBytes(), burstTicks, latencyTicks, queueDepth);
    }

    private static ScratchpadSpec scratchpad(ScratchpadSpec s, int banks, int reads, int writes) {
      return new ScratchpadSpec(s.capacityBytes(), banks, s.wordBytes(), reads, writes);
    }
  }

  @Property(tries = 6000)
  void run_withMoreOfOneResource_endsNoCommandLater(@ForAll long seed, @ForAll Resource resource) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec less = random.machine();
    Program program = random.program(less);
    MachineBuilder builder = new MachineBuilder(less);
    resource.increase(builder, new SplittableRandom(~seed));
    MachineSpec more = builder.build();

    Execution slow = new Machine(less).run(program, Fidelity.FAST);
    Execution fast = new Machine(more).run(program, Fidelity.FAST);

    assertThat(fast.cycles()).as("%s of %s", resource, more).isLessThanOrEqualTo(slow.cycles());
    for (int i = 0; i < program.commands().size(); i++) {
      assertThat(fast.timings().get(i).endCycle())
          .as("end of command %d with more %s of %s", i, resource, more)
          .isLessThanOrEqualTo(slow.timings().get(i).endCycle());
    }
  }
}
