package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tactus.sim.probe.Probe;

/** What a probe sees of events and channels, and that it changes nothing. */
class ProbedSimulationTest {

  private static final long TOKENS = 4;

  /** Sends a token as soon as it can. */
  private static final class Producer extends Process {
    private final Channel out;
    private long sent;

    Producer(Channel out) {
      super("Producer");
      this.out = sendTo(out);
    }

    @Override
    protected Progress advance(long steps) {
      for (long step = 0; step < steps; step++) {
        if (sent == TOKENS) {
          return Progress.ENDED;
        }
        if (lacksRoom(out)) {
          return Progress.BLOCKED;
        }
        setTime(out.send(time(), time() + 1, (double) sent));
        sent++;
      }
      return Progress.STEPS_DONE;
    }
  }

  /** Takes five cycles for a token. */
  private static final class Consumer extends Process {
    private final Channel in;
    private long received;

    Consumer(Channel in) {
      super("Consumer");
      this.in = receiveFrom(in);
    }

    @Override
    protected Progress advance(long steps) {
      for (long step = 0; step < steps; step++) {
        if (received == TOKENS) {
          return Progress.ENDED;
        }
        if (lacksToken(in)) {
          return Progress.BLOCKED;
        }
        setTime(in.receive(time()) + 5);
        received++;
      }
      return Progress.STEPS_DONE;
    }
  }

  private static Simulation simulation() {
    Simulation simulation = new Simulation();
    Channel link = new Channel(ChannelSpec.of("Link", 1));
    Clock clock = new Clock(10);
    new ProcessComponent(simulation, "Producer", new Producer(link), clock);
    new ProcessComponent(simulation, "Consumer", new Consumer(link), clock);
    return simulation;
  }

  @Test
  void run_withAProbe_recordsEventsAndWaits() throws IOException {
    Simulation simulation = simulation();
    Probe probe = Probe.withTrace();
    simulation.attach(probe);

    RunEnd end = simulation.run();

    assertThat(end).isEqualTo(simulation().run());
    StringBuilder statistics = new StringBuilder();
    probe.statistics().write(statistics, end.tick());
    // Tokens are received in cycles 1, 6, 11 and 16; each slot is free a cycle later.
    assertThat(statistics)
        .contains("Link.sent 4\n")
        .contains("Link.received 4\n")
        .contains("Link.peakOccupancy 1\n")
        .contains("Link.producerWait 12\n")
        .contains("Link.producerWaits count 3 mean 4.000 least 2 median 5 greatest 5\n")
        .contains("Link.consumerWait 1\n");
    assertThat(
            probe.statistics().counter("Producer.events").value()
                + probe.statistics().counter("Consumer.events").value())
        .isEqualTo(end.events());
    StringBuilder trace = new StringBuilder();
    Objects.requireNonNull(probe.trace()).write(trace);
    assertThat(trace)
        .contains("span\tProducer\twaits for room in Link\t0\t20\n")
        .contains("span\tProducer\twaits for room in Link\t20\t70\n")
        .contains("span\tProducer\twaits for room in Link\t70\t120\n")
        .contains("span\tConsumer\twaits for a token in Link\t0\t10\n")
        .contains("instant\tProducer\tevent\t0\t0\n");
  }

  @Test
  void run_inPieces_seesEveryEventOnce() {
    Simulation simulation = simulation();
    Probe probe = Probe.statisticsOnly();
    simulation.attach(probe);

    for (long limit = 0; simulation.run(limit).reason() == RunEnd.Reason.LIMIT; limit += 7) {
      assertThat(simulation.now()).isEqualTo(limit);
    }

    assertThat(
            probe.statistics().counter("Producer.events").value()
                + probe.statistics().counter("Consumer.events").value())
        .isEqualTo(simulation.events());
  }

  @Test
  void attach_twiceOrAfterTheFirstRun_isRefused() {
    Simulation watched = simulation();
    watched.attach(Probe.statisticsOnly());
    Simulation begun = simulation();
    begun.run();

    assertThatThrownBy(() -> watched.attach(Probe.statisticsOnly()))
        .hasMessage("a probe must be attached once, before the first run");
    assertThatThrownBy(() -> begun.attach(Probe.statisticsOnly()))
        .isInstanceOf(IllegalStateException.class);
  }
}
