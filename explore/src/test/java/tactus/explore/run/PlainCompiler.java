package tactus.explore.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tactus.dataflow.Compilation;
import tactus.dataflow.Compilation.MappingSummary;
import tactus.dataflow.CompileException;
import tactus.explore.run.RunStages.GraphCompiler;
import tactus.hw.Fidelity;
import tactus.hw.Machine;
import tactus.hw.MachineSpec;
import tactus.hw.command.Allocation;
import tactus.hw.command.Command;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Operand;
import tactus.hw.command.Program;
import tactus.hw.command.ProgramOperator;
import tactus.hw.command.TilePlace;
import tactus.hw.command.TrafficClass;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorFunction;
import tactus.hw.command.VectorOp;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;

/**
 * Compiles small graphs in the plainest way: one operator after the other, each as a whole, all
 * operands from DRAM and all results there. Products go to the engines in turn.
 */
final class PlainCompiler implements GraphCompiler {

  private static final int BITS = 16;

  @Override
  public Compilation compile(MachineSpec machine, OperatorGraph graph) {
    return new Pass(machine, graph).compile();
  }

  private static final class Pass {
    private final MachineSpec machine;
    private final OperatorGraph graph;
    private final List<Command> commands = new ArrayList<>();
    private final List<Allocation> allocations = new ArrayList<>();
    private int engine;
    private long dramAddress;

    Pass(MachineSpec machine, OperatorGraph graph) {
      this.machine = machine;
      this.graph = graph;
    }

    Compilation compile() {
      List<ProgramOperator> operators = new ArrayList<>();
      List<MappingSummary> mappings = new ArrayList<>();
      for (Operator operator : graph.operators()) {
        String kind = operator.kind().name().toLowerCase(Locale.ROOT);
        int index = operators.size();
        operators.add(
            new ProgramOperator(operator.name(), kind, operator.layer(), operator.macs()));
        add(operator, index);
        mappings.add(new MappingSummary(operator.name(), "whole", "plain", 1));
      }
      Program program = new Program(graph.name(), operators, commands, allocations);
      return new Compilation(
          new Machine(machine).run(program, Fidelity.FAST), mappings, "plain", 1, 1);
    }

    private void add(Operator operator, int index) {
      if (operator.shape() instanceof VectorShape shape) {
        addVector(index, shape);
        return;
      }
      MatMulShape shape =
          operator.shape() instanceof ConvShape conv
              ? conv.asMatMul()
              : (MatMulShape) operator.shape();
      for (long i = 0; i < shape.batch(); i++) {
        addProduct(operator, index, shape, i);
      }
    }

    private void addProduct(Operator operator, int index, MatMulShape shape, long item) {
      long a = bytes(shape.m() * shape.k());
      long b = bytes(shape.k() * shape.n());
      long out = bytes(shape.m() * shape.n());
      if (a + b + out > machine.scratchpad().capacityBytes()) {
        throw new CompileException(
            CompileException.Part.GRAPH,
            operator.name()
                + " needs "
                + (a + b + out)
                + " B of scratchpad, but the machine has "
                + machine.scratchpad().capacityBytes()
                + " B");
      }
      int first = commands.size();
      transfer(Transfer.Direction.LOAD, index, before(), TrafficClass.ACTIVATION, a, 0);
      transfer(Transfer.Direction.LOAD, index, Dependences.NONE, TrafficClass.WEIGHT, b, a);
      commands.add(
          new MatMul(
              engine,
              index,
              Dependences.of(first, first + 1),
              shape.m(),
              shape.k(),
              shape.n(),
              new Operand(0, BITS),
              new Operand(a, BITS),
              new Operand(a + b, BITS),
              false,
              true,
              new TilePlace(item, 0, 0, 0)));
      engine = (engine + 1) % machine.matrixEngines().size();
      store(index, out, a + b);
      allocations.add(new Allocation(operator.name(), 0, a + b + out, first, first + 3));
    }

    private void addVector(int index, VectorShape shape) {
      long bytes = bytes(shape.rows() * shape.columns());
      int first = commands.size();
      transfer(Transfer.Direction.LOAD, index, before(), TrafficClass.ACTIVATION, bytes, 0);
      Operand in = new Operand(0, BITS);
      commands.add(
          new VectorOp(
              index,
              Dependences.of(first),
              VectorFunction.GELU,
              shape.rows(),
              shape.columns(),
              in,
              in,
              in));
      store(index, bytes, 0);
      allocations.add(new Allocation("vector" + index, 0, bytes, first, first + 2));
    }

    private void store(int index, long bytes, long address) {
      transfer(Transfer.Direction.STORE, index, before(), TrafficClass.ACTIVATION, bytes, address);
    }

    private void transfer(
        Transfer.Direction direction,
        int index,
        Dependences dependences,
        TrafficClass part,
        long bytes,
        long address) {
      commands.add(
          new Transfer(direction, index, dependences, part, dramAddress, 1, bytes, bytes, address));
      dramAddress += bytes;
    }

    private Dependences before() {
      return commands.isEmpty() ? Dependences.NONE : Dependences.of(commands.size() - 1);
    }

    private static long bytes(long elements) {
      return elements * BITS / 8;
    }
  }
}
