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
import tactus.hw.cost.ComponentCost;
import tactus.hw.cost.EstimateException;
import tactus.hw.cost.Level;
import tactus.hw.cost.MachineCost;
import tactus.hw.cost.MachinePricer;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.stream.attention.StreamFabricSpec;
import tactus.hw.vector.VectorEngineSpec;
import tactus.workload.OperatorGraph;

/**
 * Finds what a stream fabric gained: the same graph on the machine without it, and on one of the
 * same area that has more of its other engines instead. The area that the fabric takes goes to more
 * rows or columns of the matrix engines, to more lanes of the vector engine, or half to each;
 * whatever is fastest.
 */
final class StreamingGainSearch {

  /** More rows, columns or lanes than any area here has room for. */
  private static final int MOST = 1 << 20;

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
      best("one of the same area instead", ofTheSameArea(without), others)
          .ifPresent(alternatives::add);
    }
    Taken run = new Taken(execution.cycles(), attentionCycles, dramBytes(execution));
    return new StreamingGain(
        fabric, spec.cost().areaSquareMicrometers(), fabricArea(), run, alternatives);
  }

  private double fabricArea() {
    return spec.cost().components().stream()
        .filter(component -> component.level() == Level.STREAM)
        .mapToDouble(ComponentCost::areaSquareMicrometers)
        .sum();
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

  private Alternative alternative(
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
        label
            + " ("
            + first.rows()
            + " x "
            + first.columns()
            + ", "
            + machine.vectorEngine().lanes()
            + " vector lanes)",
        machine.processingElements(),
        machine.vectorEngine().lanes(),
        machine.scratchpad().capacityBytes(),
        cost(machine).orElseThrow().areaSquareMicrometers(),
        new Taken(other.cycles(), attentionCycles, dramBytes(other)));
  }

  private static long dramBytes(Execution execution) {
    return execution.totalTraffic().dramRead() + execution.totalTraffic().dramWritten();
  }

  private Optional<MachineCost> cost(MachineSpec machine) {
    try {
      return Optional.of(MachinePricer.price(machine.parts(), spec.cost().spec()));
    } catch (EstimateException e) {
      // Too large for an estimator, so larger than the machine with its fabric, which it knows.
      return Optional.empty();
    }
  }

  /** Machines without the fabric that are as large as the one with it, or a little smaller. */
  private List<MachineSpec> ofTheSameArea(MachineSpec without) {
    double area = spec.cost().areaSquareMicrometers();
    double half = (area + cost(without).orElseThrow().areaSquareMicrometers()) / 2;
    List<MachineSpec> machines = new ArrayList<>();
    MachineSpec lanes = largest(without, half, StreamingGainSearch::withMoreLanes);
    for (MachineSpec start : List.of(without, lanes)) {
      machines.add(largest(start, area, (machine, more) -> withMoreElements(machine, more, true)));
      machines.add(largest(start, area, (machine, more) -> withMoreElements(machine, more, false)));
    }
    machines.add(largest(without, area, StreamingGainSearch::withMoreLanes));
    return machines.stream().distinct().filter(machine -> !machine.equals(without)).toList();
  }

  private interface Enlargement {
    MachineSpec of(MachineSpec machine, int more);
  }

  /** The machine with as much more of something as an area has room for. */
  private MachineSpec largest(MachineSpec machine, double area, Enlargement enlargement) {
    int fits = 0;
    int tooMany = 1;
    while (tooMany <= MOST && isWithin(enlargement.of(machine, tooMany), area)) {
      fits = tooMany;
      tooMany *= 2;
    }
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) / 2;
      if (isWithin(enlargement.of(machine, middle), area)) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits == 0 ? machine : enlargement.of(machine, fits);
  }

  private boolean isWithin(MachineSpec machine, double area) {
    return cost(machine).map(of -> of.areaSquareMicrometers() <= area).orElse(false);
  }

  private static MachineSpec withMoreLanes(MachineSpec machine, int more) {
    VectorEngineSpec vector = machine.vectorEngine();
    return machine.withVectorEngine(
        new VectorEngineSpec(vector.lanes() + more, vector.functions()));
  }

  private static MachineSpec withMoreElements(MachineSpec machine, int more, boolean rows) {
    List<MatrixEngineSpec> engines = new ArrayList<>();
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      int columns = engine.columns() + (rows ? 0 : more);
      engines.add(
          engine.resized(
              engine.rows() + (rows ? more : 0),
              columns,
              // As many sums a column as before.
              Math.multiplyExact(engine.accumulatorBytes() / engine.columns(), columns)));
    }
    return machine.withMatrixEngines(engines);
  }
}
