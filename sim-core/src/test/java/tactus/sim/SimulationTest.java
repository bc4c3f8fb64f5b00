package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  /** Notes the tick of each event and schedules the next one, a number of times. */
  private static final class Ticker extends Component {
    private final Clock clock;
    private final long last;
    final List<Long> ticks = new ArrayList<>();

    Ticker(Simulation simulation, String name, Clock clock, long cycles) {
      super(simulation, name);
      this.clock = clock;
      this.last = cycles - 1;
    }

    @Override
    protected void start() {
      schedule(clock.tickOf(0), 0);
    }

    @Override
    protected void react(int tag, long argument) {
      ticks.add(now());
      if (clock.cycleAt(now()) < last) {
        schedule(clock.edgeAfter(now()), 0);
      }
    }
  }

  @Test
  void run_withClocksOfDifferentFrequency_keepsEachOnItsEdges() {
    Simulation simulation = new Simulation();
    Ticker fast = new Ticker(simulation, "Fast", new Clock(2), 6);
    Ticker slow = new Ticker(simulation, "Slow", new Clock(5, 1), 2);

    RunEnd end = simulation.run();

    assertThat(fast.ticks).containsExactly(0L, 2L, 4L, 6L, 8L, 10L);
    assertThat(slow.ticks).containsExactly(1L, 6L);
    assertThat(end).isEqualTo(new RunEnd(RunEnd.Reason.FINISHED, 10, 8));
  }

  @Test
  void run_untilATick_stopsAfterItsEventsAndGoesOn() {
    Simulation simulation = new Simulation();
    Ticker ticker = new Ticker(simulation, "Ticker", new Clock(10), 5);

    RunEnd end = simulation.run(20);
    assertThat(end).isEqualTo(new RunEnd(RunEnd.Reason.LIMIT, 20, 3));
    assertThat(simulation.run(29).tick()).isEqualTo(29);
    assertThat(ticker.ticks).hasSize(3);

    assertThat(simulation.run(30).tick()).isEqualTo(30);
    assertThat(ticker.ticks).hasSize(4);
    assertThat(simulation.run().reason()).isEqualTo(RunEnd.Reason.FINISHED);
    assertThat(ticker.ticks).hasSize(5);
  }

  @Test
  void schedule_inThePast_throwsNamingBothTicks() {
    Simulation simulation = new Simulation();
    Ticker ticker = new Ticker(simulation, "Ticker", new Clock(10), 2);
    simulation.run();

    assertThatThrownBy(() -> simulation.schedule(ticker, 9, Phase.WORK, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tick (9 fs)")
        .hasMessageContaining("(10 fs): Ticker");
  }

  @Test
  void schedule_afterARunToATick_mayLieBeforeTheNextEvent() {
    Simulation simulation = new Simulation();
    Ticker ticker = new Ticker(simulation, "Ticker", new Clock(1000), 2);
    simulation.run(10);

    simulation.schedule(ticker, 20, Phase.WORK, 0, 0);
    simulation.run(30);

    assertThat(ticker.ticks).containsExactly(0L, 20L);
  }

  @Test
  void cancelRun_fromAListener_endsTheRunSoon() {
    Simulation simulation = new Simulation();
    new Ticker(simulation, "Ticker", new Clock(1), 1_000_000);
    simulation.onProgress(5000, (tick, events) -> simulation.cancelRun());

    RunEnd end = simulation.run();

    assertThat(end.reason()).isEqualTo(RunEnd.Reason.CANCELLED);
    assertThat(end.events()).isEqualTo(5000);
  }

  @Test
  void cancelRun_fromAnotherThread_endsTheRun() throws InterruptedException {
    Simulation simulation = new Simulation();
    new Ticker(simulation, "Ticker", new Clock(1), Long.MAX_VALUE / 2);
    Thread thread = new Thread(simulation::cancelRun);
    simulation.onProgress(
        1,
        (tick, events) -> {
          if (events == 1) {
            thread.start();
          }
        });

    RunEnd end = simulation.run();

    thread.join();
    assertThat(end.reason()).isEqualTo(RunEnd.Reason.CANCELLED);
  }

  @Test
  void onProgress_ofARun_isToldEveryInterval() {
    Simulation simulation = new Simulation();
    new Ticker(simulation, "Ticker", new Clock(1), 3500);
    List<Long> told = new ArrayList<>();
    simulation.onProgress(1000, (tick, events) -> told.add(events));

    simulation.run();

    assertThat(told).containsExactly(1000L, 2000L, 3000L);
  }

  @Test
  void cancel_ofAnEvent_takesItBackOnce() {
    Simulation simulation = new Simulation();
    Ticker ticker = new Ticker(simulation, "Ticker", new Clock(10), 1);
    long handle = simulation.schedule(ticker, 5, Phase.WORK, 0, 0);

    assertThat(simulation.cancel(handle)).isTrue();
    assertThat(simulation.cancel(handle)).isFalse();
    simulation.run();

    assertThat(ticker.ticks).containsExactly(0L);
  }

  /** Does nothing, and has parts. */
  private static final class Idle extends Component {
    Idle(Simulation simulation, String name) {
      super(simulation, name);
    }

    Idle(Component parent, String name) {
      super(parent, name);
    }

    @Override
    protected void react(int tag, long argument) {}
  }

  @Test
  void component_madeOrRunDuringARun_isRefused() {
    Simulation simulation = new Simulation();
    Component maker =
        new Component(simulation, "Maker") {
          @Override
          protected void react(int tag, long argument) {
            if (tag == 0) {
              new Idle(simulation, "Late");
            } else {
              simulation.run();
            }
          }
        };
    simulation.schedule(maker, 0, Phase.WORK, 0, 0);
    simulation.schedule(maker, 1, Phase.WORK, 1, 0);

    assertThatThrownBy(simulation::run).hasMessage("Late must be made before the simulation runs");
    assertThatThrownBy(simulation::run).hasMessage("run must not be called by a component");
  }

  @Test
  void name_ofAPart_startsWithItsParent() {
    Idle array = new Idle(new Simulation(), "Array");

    assertThat(new Idle(array, "Pe[0][3]").name()).isEqualTo("Array.Pe[0][3]");
  }

  @Test
  void name_thatIsWrongOrUsedTwice_isRefused() {
    Simulation simulation = new Simulation();
    Idle array = new Idle(simulation, "Array");
    new Idle(array, "Pe[0]");

    for (String name : List.of("array", "", "A.B", "A[", "A[x]", "A_b", "[0]", "A[0]B")) {
      assertThatThrownBy(() -> new Idle(simulation, name)).hasMessageContaining("(" + name + ")");
    }
    assertThatThrownBy(() -> new Idle(array, "Pe[0]"))
        .hasMessageContaining("Array.Pe[0]")
        .hasMessageContaining("unique");
  }
}
