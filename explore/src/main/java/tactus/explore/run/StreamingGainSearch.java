package tactus.explore.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tactus.dataflow.CompileException;
import tactus.explore.run.RunStages.GraphCompiler;
import tactus.explore.run.StreamingGain.Alternative;
import tactus.explore.run.StreamingGain.Taken;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.StreamOp;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.workload.OperatorGraph;

/**
 * Finds what a stream fabric gained: the same graph on the machine without it, and on one that has
 * the fabric's hardware elsewhere. That one's matrix engines have as many more elements as the
 * fabric has multipliers, its vector engine as many more lanes as the fabric computes exponentials
 * at a time, its scratchpad as many more bytes as the fabric's channels and buffers hold; of more
 * rows and more columns, whichever is faster. The fabric's dividers are not given to it.
 */
final class StreamingGainSearch {

  private final RunSpec spec;
  private final Execution execution;
  private final GraphCompiler compiler;

  private StreamingGainSearch(RunSpec spec, Execution execution, GraphCompiler compiler) {
    this.spec = spec;
    this.execution = execution;
    this.compiler = compiler;
  }

  /** The gain, if the machine has a fabric. */
  static Optional<StreamingGain> of(RunSpec spec, Execution execution, GraphCompiler compiler) {
    StreamingGainSearch search = new StreamingGainSearch(spec, execution, compiler);
    return spec.machine().streamFabric().map(search::gain);
  }

  private StreamingGain gain(StreamFabricSpec fabric) {
    Set<String> others = new LinkedHashSet<>();
    Set<Integer> streamed = new LinkedHashSet<>();
    execution.program().commands().stream()
        .filter(StreamOp.class::isInstance)
        .forEach(command -> streamed.add(command.operator()));
    List<ProgramOperator> operators = execution.program().operators();
    long attentionCycles = 0;
    for (int i = 0; i < operators.size(); i++) {
      if (streamed.contains(i)) {
        attentionCycles += execution.stacks().get(i).total();
      } else {
        others.add(operators.get(i).name());
      }
    }
    List<Alternative> alternatives = new ArrayList<>();
    if (!streamed.isEmpty()) {
      MachineSpec without = spec.machine().withStreamFabric(Optional.empty());
      best("the same machine without it", List.of(without), others).ifPresent(alternatives::add);
      best(
              "one with as much hardware instead",
              List.of(enlarged(without, fabric, true), enlarged(without, fabric, false)),
              others)
          .ifPresent(alternatives::add);
    }
    Taken run = new Taken(execution.cycles(), attentionCycles, dramBytes(execution));
    return new StreamingGain(fabric, run, alternatives);
  }

  /** The fastest of some machines. */
  private Optional<Alternative> best(
      String label, List<MachineSpec> machines, Set<String> notAttention) {
    Optional<Alternative> best = Optional.empty();
    for (MachineSpec machine : machines) {
      Optional<Execution> other = compiled(machine);
      if (other.isPresent()
          && (best.isEmpty() || other.get().cycles() < best.get().taken().cycles())) {
        best = Optional.of(alternative(label, machine, other.get(), notAttention));
      }
    }
    return best;
  }

  private Optional<Execution> compiled(MachineSpec machine) {
    try {
      OperatorGraph graph = spec.workload().graph();
      return Optional.of(compiler.compile(machine, graph).execution());
    } catch (CompileException e) {
      // Its scratchpad is too small for rows of scores; there is nothing to compare with.
      return Optional.empty();
    }
  }

  private static Alternative alternative(
      String label, MachineSpec machine, Execution other, Set<String> notAttention) {
    long attentionCycles = 0;
    List<ProgramOperator> operators = other.program().operators();
    for (int i = 0; i < operators.size(); i++) {
      if (!notAttention.contains(operators.get(i).name())) {
        attentionCycles += other.stacks().get(i).total();
      }
    }
    MatrixEngineSpec first = machine.matrixEngines().get(0);
    return new Alternative(
        label + " (" + first.rows() + " x " + first.columns() + ")",
        machine.processingElements(),
        machine.vectorEngine().lanes(),
        machine.scratchpad().capacityBytes(),
        new Taken(other.cycles(), attentionCycles, dramBytes(other)));
  }

  private static long dramBytes(Execution execution) {
    return execution.totalTraffic().dramRead() + execution.totalTraffic().dramWritten();
  }

  private static MachineSpec enlarged(MachineSpec machine, StreamFabricSpec fabric, boolean rows) {
    long side = 0;
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      side += rows ? engine.columns() : engine.rows();
    }
    int more = Math.toIntExact((fabric.multipliers() + side - 1) / side);
    List<MatrixEngineSpec> engines = new ArrayList<>();
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      int columns = engine.columns() + (rows ? 0 : more);
      engines.add(
          new MatrixEngineSpec(
              engine.rows() + (rows ? more : 0),
              columns,
              engine.dataflow(),
              engine.pipelineDepth(),
              engine.pipelineStyle(),
              engine.doubleBuffer(),
              engine.partialFolds(),
              // As many sums a column as before.
              Math.multiplyExact(engine.accumulatorBytes() / engine.columns(), columns),
              engine.accumulatorBits()));
    }
    VectorEngineSpec vector = machine.vectorEngine();
    ScratchpadSpec pad = machine.scratchpad();
    long bytes = Math.multiplyExact(fabric.storedValues(), (long) StreamingGain.VALUE_BYTES);
    long words = (bytes + pad.wordBytes() - 1) / pad.wordBytes();
    return machine
        .withMatrixEngines(engines)
        .withVectorEngine(
            new VectorEngineSpec(
                Math.toIntExact(vector.lanes() + fabric.exponentials()), vector.functions()))
        .withScratchpad(
            new ScratchpadSpec(
                pad.capacityBytes() + words * pad.wordBytes(),
                pad.banks(),
                pad.wordBytes(),
                pad.readPorts(),
                pad.writePorts()));
  }
}
