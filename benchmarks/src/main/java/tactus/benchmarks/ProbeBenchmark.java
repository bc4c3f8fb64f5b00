package tactus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.sim.Component;
import tactus.sim.EventQueue;
import tactus.sim.Phase;
import tactus.sim.Simulation;
import tactus.sim.probe.Probe;

/**
 * What a probe costs: a simulation of 16 components that tick, with and without one, in events a
 * second. {@code bareLoop} is what a simulation without a probe is to be compared with: the same
 * events taken from the queue by a loop in which probes do not exist. Run with {@code -prof gc}:
 * without a probe nothing may be allocated for an event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ProbeBenchmark {

  private static final int COMPONENTS = 16;
  private static final int TICKS = 1 << 16;
  private static final int EVENTS = COMPONENTS * TICKS;
  private static final long PERIOD = 1000;

  /** What may watch. */
  public enum Watcher {
    /** Nothing. */
    NONE {
      @Override
      @Nullable Probe probe() {
        return null;
      }
    },
    /** A probe without a trace. */
    STATISTICS {
      @Override
      Probe probe() {
        return Probe.statisticsOnly();
      }
    },
    /** A probe with one. */
    TRACE {
      @Override
      Probe probe() {
        return Probe.withTrace();
      }
    };

    abstract @Nullable Probe probe();
  }

  /** Ticks for ever, at a period of its own. */
  private static final class Ticker extends Component {
    private final long period;

    Ticker(Simulation simulation, int index) {
      super(simulation, "Ticker[" + index + "]");
      period = PERIOD + index;
    }

    @Override
    protected void start() {
      schedule(now() + period, 0);
    }

    @Override
    protected void react(int tag, long argument) {
      schedule(now() + period, 0);
    }
  }

  private static Simulation simulation(@Nullable Probe probe) {
    Simulation simulation = new Simulation();
    if (probe != null) {
      simulation.attach(probe);
    }
    for (int i = 0; i < COMPONENTS; i++) {
      new Ticker(simulation, i);
    }
    return simulation;
  }

  /** A simulation and what watches it. */
  @State(Scope.Thread)
  public static class Watched {

    /** What watches. */
    @Param public Watcher watcher;

    private Simulation simulation = new Simulation();

    /** Makes the simulation, anew for each call, since a trace grows. */
    @Setup(Level.Invocation)
    public void make() {
      simulation = simulation(watcher.probe());
    }
  }

  /**
   * {@return the events handled}
   *
   * @param watched the simulation
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long run(Watched watched) {
    return watched.simulation.run(TICKS * PERIOD).events();
  }

  /** What {@link Ticker} does, on a queue alone. */
  private static final class BareTicker {
    private final EventQueue queue;
    private final int index;

    BareTicker(EventQueue queue, int index) {
      this.queue = queue;
      this.index = index;
      push();
    }

    private void push() {
      queue.push(queue.tick() + PERIOD + index, Phase.WORK, index, 0, 0);
    }

    void react() {
      push();
    }
  }

  /** {@return the events handled by a loop that knows no probes} */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long bareLoop() {
    EventQueue queue = new EventQueue();
    BareTicker[] tickers = new BareTicker[COMPONENTS];
    for (int i = 0; i < COMPONENTS; i++) {
      tickers[i] = new BareTicker(queue, i);
    }
    long events = 0;
    while (queue.tick() < TICKS * PERIOD && queue.poll()) {
      tickers[queue.target()].react();
      events++;
    }
    return events;
  }
}
