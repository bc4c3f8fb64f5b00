package tactus.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tactus.hw.command.Dataflow;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.matrix.MatrixEngineSpec.PartialFolds;
import tactus.hw.matrix.MatrixEngineSpec.PipelineStyle;
import tactus.hw.memory.DmaSpec;
import tactus.hw.memory.DramSpec;
import tactus.hw.memory.ScratchpadSpec;

/** For the same program, more of a resource never costs a cycle, but for one known case. */
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

  @Property(tries = 5000)
  void run_withMoreOfOneResource_endsNoCommandLater(@ForAll long seed, @ForAll Resource resource) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec less = withoutLoadsBesideStreams(random.machine());
    Program program = random.program(less);

    Execution slow = new Machine(less).run(program, Fidelity.FAST);
    Execution fast = new Machine(more(less, resource, seed)).run(program, Fidelity.FAST);

    for (int i = 0; i < program.commands().size(); i++) {
      assertThat(fast.timings().get(i).endCycle())
          .as("end of command %d with more %s than %s", i, resource, less)
          .isLessThanOrEqualTo(slow.timings().get(i).endCycle());
    }
    assertThat(fast.cycles()).isLessThanOrEqualTo(slow.cycles());
  }

  /**
   * Where a fold loads beside the stream of the one before, the stream has priority at the read
   * ports. What makes it faster may make it take all of them, and the load waits for its end, at
   * most as long as it takes itself.
   */
  @Property(tries = 5000)
  void run_withMoreOfOneResource_costsALoadAtMost(@ForAll long seed, @ForAll Resource resource) {
    RandomPrograms random = new RandomPrograms(seed);
    MachineSpec less = random.machine();
    Program program = random.program(less);

    Execution slow = new Machine(less).run(program, Fidelity.FAST);
    Execution fast = new Machine(more(less, resource, seed)).run(program, Fidelity.FAST);

    assertThat(2 * fast.cycles())
        .as("with more %s than %s", resource, less)
        .isLessThanOrEqualTo(3 * slow.cycles());
  }

  @Test
  void run_withMoreWritePorts_mayStarveALoad() {
    MachineSpec more =
        new MachineBuilder()
            .matrixEngines(
                new MatrixEngineSpec(
                    3,
                    5,
                    Dataflow.WEIGHT_STATIONARY,
                    1,
                    PipelineStyle.CHAINED,
                    true,
                    PartialFolds.PADDED,
                    1 << 20,
                    32))
            .scratchpad(s -> new ScratchpadSpec(s.capacityBytes(), 2, 2, 1, 2))
            .build();
    MachineSpec less =
        new MachineBuilder(more)
            .scratchpad(s -> new ScratchpadSpec(s.capacityBytes(), 2, 2, 1, 1))
            .build();
    Program program =
        new Program(
            "product",
            List.of(new ProgramOperator("product", "linear", "", 96)),
            List.of(
                new MatMul(
                    0,
                    0,
                    Dependences.NONE,
                    3,
                    4,
                    8,
                    new Operand(0, 8),
                    new Operand(0, 16),
                    new Operand(0, 8),
                    false,
                    true)),
            List.of());

    // With one port, each result takes two cycles, and in every other one the next fold loads.
    for (Fidelity fidelity : Fidelity.values()) {
      assertThat(new Machine(less).run(program, fidelity).cycles()).isEqualTo(37);
      assertThat(new Machine(more).run(program, fidelity).cycles()).isEqualTo(38);
    }
  }

  private static MachineSpec more(MachineSpec less, Resource resource, long seed) {
    MachineBuilder builder = new MachineBuilder(less);
    resource.increase(builder, new SplittableRandom(~seed));
    return builder.build();
  }

  private static MachineSpec withoutLoadsBesideStreams(MachineSpec spec) {
    return new MachineBuilder(spec)
        .matrixEngines(
            spec.matrixEngines().stream()
                .map(MonotoneTest::withoutLoadsBesideStreams)
                .toArray(MatrixEngineSpec[]::new))
        .build();
  }

  private static MatrixEngineSpec withoutLoadsBesideStreams(MatrixEngineSpec engine) {
    if (engine.isFlexible()) {
      return engine;
    }
    return new MatrixEngineSpec(
            engine.rows(),
            engine.columns(),
            engine.interconnect().dataflows().get(0),
            engine.pipelineDepth(),
            engine.pipelineStyle(),
            engine.doubleBuffer()
                && engine.interconnect().dataflows().equals(List.of(Dataflow.OUTPUT_STATIONARY)),
            engine.partialFolds(),
            engine.accumulatorBytes(),
            engine.accumulatorBits())
        .with(engine.interconnect())
        .with(engine.accumulation());
  }
}
