package tactus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Program;

/**
 * A whole machine in fast fidelity. Scores are programs a second and, as {@code cycles}, simulated
 * cycles a second. With other {@code rows} the cycles change and the time should not: only the
 * number of different tiles decides it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MachineBenchmark {

  private static final int SIDE = 128;

  /** Products of the program; each comes with a load, a vector command and a store. */
  @Param({"100", "10000"})
  public int tiles;

  /** Rows of each product. */
  @Param({"128", "1024"})
  public long rows;

  private final MachineSpec spec = Programs.machine(SIDE);
  private Machine machine = new Machine(spec);
  private Program program = Programs.layers(1, 1, SIDE);

  /** Simulated cycles. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Simulated {
    /** How many. */
    public long cycles;
  }

  /** Makes the program. */
  @Setup(Level.Trial)
  public void make() {
    program = Programs.layers(tiles, rows, SIDE);
  }

  /** Makes a machine that has run nothing. */
  @Setup(Level.Iteration)
  public void forget() {
    machine = new Machine(spec);
  }

  /**
   * {@return a run on a machine that knows the products already}
   *
   * @param simulated counts its cycles
   */
  @Benchmark
  public Execution known(Simulated simulated) {
    Execution execution = machine.run(program, Fidelity.FAST);
    simulated.cycles += execution.cycles();
    return execution;
  }

  /**
   * {@return a run on a machine that knows nothing}
   *
   * @param simulated counts its cycles
   */
  @Benchmark
  public Execution unknown(Simulated simulated) {
    Execution execution = new Machine(spec).run(program, Fidelity.FAST);
    simulated.cycles += execution.cycles();
    return execution;
  }
}
