package tactus.explore.run;

import java.util.List;
import java.util.Optional;
import tactus.dataflow.Compilation;
import tactus.explore.numerics.NumericsResult;
import tactus.explore.peer.ScaleSim3Layer;
import tactus.explore.price.RunEnergy;
import tactus.hw.Execution;

/**
 * One run from start to end.
 *
 * @param spec the machine and the workload
 * @param compilation how the workload was compiled
 * @param execution what happened, in the fidelity that was asked for
 * @param bottleneck what it waited for most
 * @param streaming what the stream fabric gained, if the machine has one
 * @param energy what it took
 * @param numerics what the machine's arithmetic made of the values, if there are any
 * @param scaleSim3 what SCALE-Sim 3 reports for the layers; empty if that was not asked for
 */
public record RunResult(
    RunSpec spec,
    Compilation compilation,
    Execution execution,
    Bottleneck bottleneck,
    Optional<StreamingGain> streaming,
    RunEnergy energy,
    Optional<NumericsResult> numerics,
    List<ScaleSim3Layer> scaleSim3) {

  /** Checks that the program computes the workload, in the time the compiler promised. */
  public RunResult {
    scaleSim3 = List.copyOf(scaleSim3);
    long asked = spec.workload().graph().macs();
    long made = execution.program().macs();
    if (asked != made) {
      throw new IllegalStateException(
          spec.name()
              + ": multiply-accumulates ("
              + made
              + ") must be the graph's ("
              + asked
              + ")");
    }
    if (execution.cycles() != compilation.execution().cycles()
        || !execution.stacks().equals(compilation.execution().stacks())) {
      throw new IllegalStateException(
          spec.name()
              + ": both fidelities must agree, but fast has "
              + compilation.execution().cycles()
              + " cycles "
              + compilation.execution().cycleStack()
              + " and reference "
              + execution.cycles()
              + " cycles "
              + execution.cycleStack());
    }
  }
}
