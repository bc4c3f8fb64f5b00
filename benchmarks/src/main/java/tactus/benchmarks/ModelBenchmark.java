package tactus.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tactus.dataflow.Compiler;
import tactus.explore.run.RunReader;
import tactus.explore.run.RunSpec;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.command.Program;

/**
 * Whole workloads, warm: compiling one, which simulates many programs, and simulating the program
 * that was chosen. Run it in the project's directory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ModelBenchmark {

  /** The run, a file of {@code configs/}. */
  @Param({
    "benchmarks/gemm-512-32x32",
    "benchmarks/bert-layer-s128-128x128",
    "runs/bert-base-s128-128x128",
    "runs/bert-base-s512-128x128",
    "benchmarks/bert-16k-s2048-128x128",
    "benchmarks/bert-16k-s16384-128x128"
  })
  public String config = "";

  private RunSpec spec = read("quickstart");
  private Program program = new Program("", List.of(), List.of(), List.of());
  private Machine machine = new Machine(spec.machine());

  private static RunSpec read(String name) {
    return RunReader.read(Path.of("configs", name + ".yaml"), List.of());
  }

  /** Reads and compiles the run. */
  @Setup
  public void prepare() {
    spec = read(config);
    machine = new Machine(spec.machine());
    program = new Compiler(spec.machine()).compile(spec.workload().graph()).execution().program();
  }

  /** {@return the cycles of the best program} */
  @Benchmark
  public long compile() {
    return new Compiler(spec.machine()).compile(spec.workload().graph()).execution().cycles();
  }

  /** {@return the cycles of the program} */
  @Benchmark
  public long simulate() {
    return machine.run(program, Fidelity.FAST).cycles();
  }
}
