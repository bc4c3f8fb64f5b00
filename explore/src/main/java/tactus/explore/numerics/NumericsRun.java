package tactus.explore.numerics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.hw.MachineSpec;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.matrix.FunctionalMatrixEngine;
import tactus.hw.matrix.MatMulData;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;

/**
 * The products of a program with values: each tile on its engine, in program order, so that sums
 * are formed as the machine forms them. Each operator has its own operands; what one computes is
 * not what the next one reads.
 */
public final class NumericsRun {

  private static final MatMulData ZEROS =
      new MatMulData() {
        @Override
        public double a(long row, long column) {
          return 0;
        }

        @Override
        public double b(long row, long column) {
          return 0;
        }

        @Override
        public void drained(long row, long column, double sum) {
          // Nobody asked for this operator's sums.
        }
      };

  private final NumericsSpec spec;
  private final ArithmeticSpec arithmetic;
  private final @Nullable ShiftHistogram histogram;
  private final Map<String, Operator> operators = new LinkedHashMap<>();
  private final List<FunctionalMatrixEngine> engines = new ArrayList<>();
  private final List<FunctionalMatrixEngine> exactEngines = new ArrayList<>();
  private final Map<Integer, OperatorRun> runs = new LinkedHashMap<>();
  private final Map<Integer, OperatorNumerics> results = new LinkedHashMap<>();

  private final Map<String, OperandStatistics> operands = new TreeMap<>();

  /**
   * Prepares a run.
   *
   * @param machine a machine with arithmetic
   * @param graph what the program computes
   * @param spec the values
   */
  public NumericsRun(MachineSpec machine, OperatorGraph graph, NumericsSpec spec) {
    this.spec = spec;
    this.arithmetic =
        machine
            .arithmetic()
            .orElseThrow(
                () -> new IllegalArgumentException(machine.name() + ": must have arithmetic"));
    graph.operators().forEach(operator -> operators.put(operator.name(), operator));
    this.histogram =
        arithmetic instanceof FloatArithmeticSpec floats
            ? floats.chain().map(ShiftHistogram::new).orElse(null)
            : null;
    Optional<FloatArithmeticSpec> exact =
        arithmetic instanceof FloatArithmeticSpec floats
            ? floats.exactCounterpart()
            : Optional.empty();
    for (MatrixEngineSpec engine : machine.matrixEngines()) {
      engines.add(new FunctionalMatrixEngine(engine, arithmetic, histogram));
      exact.ifPresent(unit -> exactEngines.add(new FunctionalMatrixEngine(engine, unit)));
    }
  }

  /**
   * Checks that a graph's weights are in the file they come from.
   *
   * @param graph the graph
   * @param spec the values
   * @throws ConfigException if one is missing or has another shape
   */
  public static void checkWeights(OperatorGraph graph, NumericsSpec spec) {
    spec.weights()
        .ifPresent(
            file -> {
              for (Operator operator : graph.operators()) {
                if (isExecuted(operator, spec) && ProductValues.hasWeights(operator)) {
                  MatMulShape shape = ProductValues.shape(operator.shape());
                  file.check(ProductValues.right(operator), shape.k(), shape.n());
                }
              }
            });
  }

  private static boolean isExecuted(Operator operator, NumericsSpec spec) {
    return operator.macs() > 0 && spec.operators().test(operator.name());
  }

  /**
   * Executes a program.
   *
   * @param program the program of the graph
   * @param keeps whether the sums are kept for {@link #checked}
   * @param progress told the percentage that is done
   * @return what became of the sums
   * @throws ConfigException if a weight is not as it must be
   */
  public NumericsResult execute(Program program, boolean keeps, IntConsumer progress) {
    List<Command> commands = program.commands();
    int[] lastCommands = lastCommands(program);
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof MatMul product
          && isExecuted(operator(program, product.operator()), spec)) {
        execute(operator(program, product.operator()), product);
        if (lastCommands[product.operator()] == i) {
          finish(product.operator(), operator(program, product.operator()).name(), keeps);
          progress.accept((int) (100L * i / commands.size()));
        }
      }
    }
    List<OperatorNumerics> inOrder =
        results.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    return new NumericsResult(
        arithmetic.label(), spec.values(), inOrder, operands, Optional.ofNullable(histogram));
  }

  /** The operator of the graph that a program's operator with products is. */
  private Operator operator(Program program, int index) {
    return Objects.requireNonNull(operators.get(program.operators().get(index).name()));
  }

  private static int[] lastCommands(Program program) {
    List<Command> commands = program.commands();
    int[] last = new int[program.operators().size()];
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof MatMul product) {
        last[product.operator()] = i;
      }
    }
    return last;
  }

  private void execute(Operator operator, MatMul product) {
    OperatorRun run =
        runs.computeIfAbsent(
            product.operator(),
            index -> new OperatorRun(operator, spec, arithmetic, !exactEngines.isEmpty()));
    run.execute(
        product,
        engines.get(product.engine()),
        exactEngines.isEmpty() ? null : exactEngines.get(product.engine()));
  }

  private void finish(int operator, String name, boolean keeps) {
    OperatorRun run = runs.get(operator);
    if (run != null) {
      results.put(operator, run.numerics(largestSum()));
      run.operands(arithmetic).ifPresent(found -> operands.put(name, found));
      if (!keeps) {
        runs.remove(operator);
      }
    }
  }

  private float largestSum() {
    return arithmetic instanceof IntegerArithmeticSpec integers
        ? (1L << (integers.sumBits() - 1)) - 1
        : ((FloatArithmeticSpec) arithmetic).results().largestValue();
  }

  /**
   * {@return the numbers of each command for reference fidelity, by its index; each sum it gives
   * must have the bits that {@link #execute} computed}
   *
   * @param program the program that was executed and kept
   */
  public IntFunction<MatMulData> checked(Program program) {
    return index -> {
      MatMul product = (MatMul) program.commands().get(index);
      OperatorRun run = runs.get(product.operator());
      return run == null ? ZEROS : run.checked(product);
    };
  }

  /**
   * Checks that reference fidelity gave all sums that were kept.
   *
   * @throws IllegalStateException if it did not
   */
  public void checkAll() {
    runs.values().forEach(OperatorRun::checkAll);
  }
}
