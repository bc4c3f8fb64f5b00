package tactus.explore.numerics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.dataflow.schedule.Operators;
import tactus.dataflow.schedule.TaskList;
import tactus.hw.MachineSpec;
import tactus.hw.ProgramData;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.ShiftHistogram;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.matrix.FunctionalMatrixEngine;
import tactus.hw.matrix.MatMulData;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.stream.attention.AttentionData;
import tactus.hw.stream.attention.FunctionalStreamFabric;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.MatMulShape;

/**
 * The products of a program with values: each tile on its engine, in program order, so that sums
 * are formed as the machine forms them; attention through the units of the stream fabric, if there
 * is one. Each operator has its own operands; what one computes is not what the next one reads.
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

  /** Of each operator of the program, that of the graph, or the first of those that it is. */
  private final List<Operator> operators;

  private final List<FunctionalMatrixEngine> engines = new ArrayList<>();
  private final List<FunctionalMatrixEngine> exactEngines = new ArrayList<>();
  private final Optional<FloatArithmeticSpec> streamArithmetic;
  private final @Nullable FunctionalStreamFabric fabric;
  private final @Nullable FunctionalStreamFabric exactFabric;
  private final OperatorGraph graph;
  private final Map<Integer, OperatorRun> runs = new LinkedHashMap<>();
  private final Map<Integer, AttentionRun> attentions = new LinkedHashMap<>();
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
    this.graph = graph;
    this.operators = Operators.of(TaskList.of(graph), machine).firsts();
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
    streamArithmetic = machine.streamFabric().flatMap(of -> machine.streamArithmetic());
    fabric = fabric(machine, streamArithmetic);
    exactFabric = fabric(machine, streamArithmetic.flatMap(FloatArithmeticSpec::exactCounterpart));
  }

  private static @Nullable FunctionalStreamFabric fabric(
      MachineSpec machine, Optional<FloatArithmeticSpec> arithmetic) {
    return machine
        .streamFabric()
        .flatMap(of -> arithmetic.map(unit -> new FunctionalStreamFabric(of, unit)))
        .orElse(null);
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
          && isExecuted(operators.get(product.operator()), spec)) {
        execute(operators.get(product.operator()), product);
        if (lastCommands[product.operator()] == i) {
          finish(product.operator(), operators.get(product.operator()).name(), keeps);
          progress.accept((int) (100L * i / commands.size()));
        }
      } else if (commands.get(i) instanceof StreamOp attention && isExecuted(attention)) {
        execute(program, attention);
        if (lastCommands[attention.operator()] == i) {
          finishAttention(attention.operator(), keeps);
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
        label(), spec.values(), inOrder, operands, Optional.ofNullable(histogram));
  }

  private static int[] lastCommands(Program program) {
    List<Command> commands = program.commands();
    int[] last = new int[program.operators().size()];
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof MatMul || commands.get(i) instanceof StreamOp) {
        last[commands.get(i).operator()] = i;
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

  /** An attention is asked for by the name of either of its products. */
  private boolean isExecuted(StreamOp attention) {
    Operator scores = operators.get(attention.operator());
    return isExecuted(scores, spec) || isExecuted(contextOf(scores), spec);
  }

  /** The product of an attention's weights and values: what reads the softmax of its scores. */
  private Operator contextOf(Operator scores) {
    Operator softmax = graph.consumers(scores.output()).get(0);
    return graph.consumers(softmax.output()).get(0);
  }

  private void execute(Program program, StreamOp attention) {
    Operator scores = operators.get(attention.operator());
    AttentionRun run =
        attentions.computeIfAbsent(
            attention.operator(),
            index ->
                new AttentionRun(
                    program.operators().get(index).name(),
                    scores,
                    contextOf(scores),
                    spec,
                    streamArithmetic.orElseThrow(),
                    exactFabric != null));
    run.execute(attention, Objects.requireNonNull(fabric), exactFabric);
  }

  private void finishAttention(int operator, boolean keeps) {
    AttentionRun run = attentions.get(operator);
    if (run != null) {
      FloatArithmeticSpec of = streamArithmetic.orElseThrow();
      OperatorNumerics numerics = run.numerics(of.results().largestValue());
      results.put(operator, numerics);
      operands.put(numerics.operator(), run.operands(of));
      if (!keeps) {
        attentions.remove(operator);
      }
    }
  }

  /** The arithmetic; that of the stream fabric too if it has another. */
  private String label() {
    return streamArithmetic
        .filter(of -> !of.equals(arithmetic))
        .map(of -> arithmetic.label() + "; attention " + of.label())
        .orElse(arithmetic.label());
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
   * {@return the numbers of each command for reference fidelity; each sum and result it gives must
   * have the bits that {@link #execute} computed}
   *
   * @param program the program that was executed and kept
   */
  public ProgramData checked(Program program) {
    return new ProgramData() {
      @Override
      public MatMulData product(int command) {
        MatMul product = (MatMul) program.commands().get(command);
        OperatorRun run = runs.get(product.operator());
        return run == null ? ZEROS : run.checked(product);
      }

      @Override
      public Optional<AttentionData> attention(int command) {
        StreamOp attention = (StreamOp) program.commands().get(command);
        return Optional.ofNullable(attentions.get(attention.operator()))
            .map(run -> run.checked(attention));
      }
    };
  }

  /**
   * Checks that reference fidelity gave all sums that were kept.
   *
   * @throws IllegalStateException if it did not
   */
  public void checkAll() {
    runs.values().forEach(OperatorRun::checkAll);
    attentions.values().forEach(AttentionRun::checkAll);
  }
}
