package tactus.hw.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tactus.hw.command.Dependences;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.Transfer.Direction;
import tactus.sim.Clock;
import tactus.sim.Component;
import tactus.sim.Phase;
import tactus.sim.Simulation;
import tactus.testkit.OrderShuffle;

/** The DMA engine and its DRAM channels alone, with transfers that become ready in any order. */
class ReferenceDmaEngineTest {

  private static final ScratchpadSpec SCRATCHPAD = new ScratchpadSpec(1 << 20, 4, 16, 2, 1);
  private static final Clock CLOCK = new Clock(1000);

  /** Says when transfers are ready. */
  private static final class Starter extends Component {
    private final List<Long> readyCycles;
    private final ReferenceDmaEngine engine;

    Starter(Simulation simulation, ReferenceDmaEngine engine, List<Long> readyCycles) {
      super(simulation, "Starter");
      this.engine = engine;
      this.readyCycles = readyCycles;
    }

    @Override
    protected void start() {
      for (int i = 0; i < readyCycles.size(); i++) {
        schedule(CLOCK.tickOf(readyCycles.get(i)), Phase.ARRIVE, 0, i);
      }
    }

    @Override
    protected void react(int tag, long argument) {
      engine.ready((int) argument);
    }
  }

  @Property(tries = 400)
  void run_anyOrderWithinATick_changesNothing(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // Times are multiples of half a cycle, so that many things happen in the same tick.
    DramSpec dram =
        new DramSpec(
            random.nextInt(1, 5),
            64,
            64,
            500L * random.nextInt(1, 10),
            500L * random.nextInt(1, 10),
            random.nextInt(1, 4));
    DmaSpec dma = new DmaSpec(random.nextInt(1, 9), random.nextInt(4));
    List<Transfer> transfers = new ArrayList<>();
    List<Long> readyCycles = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      long bytes = random.nextInt(1, 1000);
      transfers.add(
          new Transfer(
              random.nextBoolean() ? Direction.LOAD : Direction.STORE,
              0,
              Dependences.NONE,
              TrafficClass.ACTIVATION,
              random.nextInt(1000),
              1,
              bytes,
              bytes,
              0));
      readyCycles.add((long) random.nextInt(20));
    }

    Map<Integer, TransferActivity> activities =
        OrderShuffle.assertSame(
            seed, 5, simulation -> run(simulation, dma, dram, transfers, readyCycles));

    assertThat(activities).hasSameSizeAs(transfers);
  }

  private static Map<Integer, TransferActivity> run(
      Simulation simulation,
      DmaSpec dma,
      DramSpec dram,
      List<Transfer> transfers,
      List<Long> readyCycles) {
    Map<Integer, TransferActivity> activities = new TreeMap<>();
    ReferenceDmaEngine engine =
        new ReferenceDmaEngine(simulation, dma, dram, SCRATCHPAD, CLOCK, activities::put);
    for (int i = 0; i < transfers.size(); i++) {
      engine.offer(i, transfers.get(i));
    }
    new Starter(simulation, engine, readyCycles);
    simulation.run();
    return activities;
  }
}
