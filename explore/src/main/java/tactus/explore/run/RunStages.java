package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import tactus.concurrent.Background;
import tactus.config.ConfigException;
import tactus.config.Problems;
import tactus.config.Setting;
import tactus.dataflow.Compilation;
import tactus.dataflow.CompileException;
import tactus.dataflow.Compiler;
import tactus.explore.numerics.NumericsResult;
import tactus.explore.numerics.NumericsRun;
import tactus.explore.peer.ScaleSim3;
import tactus.explore.peer.ScaleSim3Layer;
import tactus.explore.price.RunEnergy;
import tactus.explore.price.RunPricer;
import tactus.explore.run.RunProgress.Stage;
import tactus.hw.Execution;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.RunControl;
import tactus.hw.command.Program;
import tactus.workload.OperatorGraph;
import tactus.workload.scalesim.ScaleSimTopology;

/**
 * What a run does, stage by stage: read the specs and build the graph, compile, simulate, ask what
 * would relieve the bottleneck, price, ask the peer, report. This file is the place to start
 * reading.
 */
public final class RunStages {

  /** How a graph becomes a program for a machine. */
  interface GraphCompiler {

    /** The standard compiler. */
    GraphCompiler STANDARD = (machine, graph) -> new Compiler(machine).compile(graph);

    Compilation compile(MachineSpec machine, OperatorGraph graph);
  }

  private final RunSpec spec;
  private final RunProgress progress;
  private final GraphCompiler compiler;

  RunStages(RunSpec spec, RunProgress progress, GraphCompiler compiler) {
    this.spec = spec;
    this.progress = progress;
    this.compiler = compiler;
  }

  /**
   * {@return the result of a run: everything between the specs and the report}
   *
   * @param spec the machine and the workload
   * @param progress told how far the run has come
   * @throws ConfigException if the machine cannot compute the workload
   */
  public static RunResult run(RunSpec spec, RunProgress progress) {
    return new RunStages(spec, progress, GraphCompiler.STANDARD).run();
  }

  /**
   * {@return the specs of some files and those they name, with the workloads' graphs}
   *
   * @param files YAML files of runs
   * @param settings what to put over each
   * @throws ConfigException if anything in any of them is wrong
   */
  public static List<RunSpec> read(List<Path> files, List<Setting> settings) {
    Problems problems = new Problems();
    List<RunSpec> specs = new ArrayList<>();
    for (Path file : files) {
      try {
        specs.add(RunReader.read(file, settings));
      } catch (ConfigException e) {
        problems.add(e);
      }
    }
    problems.throwIfAny();
    return specs;
  }

  /**
   * {@return the report of a result}
   *
   * @param result the result
   */
  public static ObjectNode report(RunResult result) {
    return ReportJson.of(result);
  }

  /**
   * Checks that a run can be compiled.
   *
   * @param spec the machine and the workload
   * @throws ConfigException if the machine cannot compute the workload
   */
  public static void check(RunSpec spec) {
    spec.cost();
    new RunStages(spec, RunProgress.NONE, GraphCompiler.STANDARD).compile();
  }

  RunResult run() {
    try {
      Future<Compilation> compiling = Background.start("compile", this::compile);
      // A machine that cannot be priced is refused before the compiler is done.
      spec.cost();
      Compilation compilation = Background.result(compiling);
      Program program = compilation.execution().program();
      Optional<NumericsRun> values =
          spec.numerics()
              .map(which -> new NumericsRun(spec.machine(), spec.workload().graph(), which));
      Optional<NumericsResult> numerics = values.map(run -> computeValues(run, program));
      Execution execution = simulate(compilation, values);
      Bottleneck bottleneck = findBottleneck(execution);
      Optional<StreamingGain> streaming = StreamingGainSearch.of(spec, execution, compiler);
      RunEnergy energy = price(execution, numerics);
      return new RunResult(
          spec, compilation, execution, bottleneck, streaming, energy, numerics, askScaleSim());
    } finally {
      progress.done();
    }
  }

  /** The graph becomes a program; the compiler knows how it runs in fast fidelity. */
  private Compilation compile() {
    progress.at(Stage.COMPILE, 0);
    try {
      return compiler.compile(spec.machine(), spec.workload().graph());
    } catch (CompileException e) {
      throw CompileProblem.of(e, spec.file(), spec.machineSection());
    }
  }

  /** The program's products are computed in the machine's arithmetic, with values. */
  private NumericsResult computeValues(NumericsRun run, Program program) {
    progress.at(Stage.VALUES, 0);
    return run.execute(
        program,
        spec.fidelity() == Fidelity.REFERENCE,
        percent -> progress.at(Stage.VALUES, percent));
  }

  /**
   * The program runs in the fidelity asked for. In reference fidelity the values pass through the
   * arrays' registers, and the sums that leave them must have the bits that were computed.
   */
  private Execution simulate(Compilation compilation, Optional<NumericsRun> values) {
    if (spec.fidelity() == Fidelity.FAST) {
      return compilation.execution();
    }
    progress.at(Stage.SIMULATE, 0);
    int commands = compilation.execution().program().commands().size();
    RunControl control =
        new RunControl() {
          @Override
          public void progress(long cycles, int complete) {
            progress.at(Stage.SIMULATE, (int) (100L * complete / Math.max(1, commands)));
          }

          @Override
          public boolean isCancelled() {
            return false;
          }
        };
    Machine machine = new Machine(spec.machine());
    Program program = compilation.execution().program();
    if (values.isEmpty()) {
      return machine.run(program, spec.fidelity(), control);
    }
    Execution execution = machine.run(program, control, values.get().checked(program));
    values.get().checkAll();
    return execution;
  }

  /** The same on machines with more of one resource each. */
  private Bottleneck findBottleneck(Execution execution) {
    progress.at(Stage.WHAT_IF, 0);
    return BottleneckSearch.of(spec, execution, compiler);
  }

  /** Every action at its price, leakage over the time it took. */
  private RunEnergy price(Execution execution, Optional<NumericsResult> numerics) {
    progress.at(Stage.PRICE, 0);
    return price(spec, execution, numerics);
  }

  /** The same for whoever has executed a run's program elsewhere. */
  static RunEnergy price(RunSpec spec, Execution execution, Optional<NumericsResult> numerics) {
    double avoidable =
        CompulsoryTraffic.of(spec.workload().graph()).avoidableShare(execution.totalTraffic());
    return RunPricer.price(
        spec.machine(),
        spec.cost(),
        execution,
        spec.workload().graph(),
        numerics.map(NumericsResult::operands).orElse(Map.of()),
        avoidable,
        spec.cost().ofLeastLeakage());
  }

  /** What SCALE-Sim reports for the same layers, if it is asked. */
  private List<ScaleSim3Layer> askScaleSim() {
    Optional<ScaleSimTopology> topology = spec.workload().topology();
    if (spec.scaleSim().isEmpty() || topology.isEmpty()) {
      return List.of();
    }
    return ScaleSim3.layers(spec.scaleSim().get(), topology.get());
  }
}
