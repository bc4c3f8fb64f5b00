package tactus.hw;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.command.Allocation;
import tactus.hw.command.Command;
import tactus.hw.command.Dependences;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.Transfer;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.InterconnectSpec;
import tactus.hw.matrix.MatrixEngineSpec;
import tactus.hw.stream.attention.StreamFabricSpec;

/** What must hold for every run, whatever the fidelity; broken, it throws with the numbers. */
final class Laws {

  private Laws() {}

  /** Checks that a machine can execute a program at all. */
  static void checkExecutable(MachineSpec spec, Program program) {
    int engines = spec.matrixEngines().size();
    List<Command> commands = program.commands();
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i) instanceof MatMul product && product.engine() >= engines) {
        throw new IllegalArgumentException(
            "command " + i + ": engine (" + product.engine() + ") must be below " + engines);
      }
      if (commands.get(i) instanceof MatMul product) {
        checkExecutable(spec.matrixEngines().get(product.engine()), product, i);
      }
      if (commands.get(i) instanceof VectorOp vector) {
        spec.vectorEngine().function(vector.function());
      }
      if (commands.get(i) instanceof StreamOp stream) {
        checkExecutable(spec, stream, i);
      }
    }
  }

  private static void checkExecutable(MatrixEngineSpec engine, MatMul product, int command) {
    InterconnectSpec interconnect = engine.interconnect();
    boolean isKnown =
        product.dataflow().isPresent()
            ? interconnect.has(product.dataflow().get())
            : !interconnect.isSwitched();
    if (!isKnown) {
      throw new IllegalArgumentException(
          "command "
              + command
              + ": dataflow ("
              + product.dataflow().map(Enum::name).orElse("none")
              + ") must be one of "
              + interconnect.dataflows());
    }
  }

  private static void checkExecutable(MachineSpec spec, StreamOp stream, int command) {
    StreamFabricSpec fabric =
        spec.streamFabric()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "command " + command + ": the machine must have a stream fabric"));
    if (stream.groups() > fabric.design().headLanes()) {
      throw new IllegalArgumentException(
          "command "
              + command
              + ": groups ("
              + stream.groups()
              + ") must be at most the fabric's head lanes ("
              + fabric.design().headLanes()
              + ")");
    }
    boolean whole = !stream.accumulate() && stream.drain();
    if (!whole && (fabric.holdsRow() || fabric.rounds(stream.rows()) > 1)) {
      throw new IllegalArgumentException(
          "command "
              + command
              + ": keys may come in several commands only if no channel holds a row and there is a"
              + " row lane for each of the rows ("
              + stream.rows()
              + ")");
    }
    List<String> unfit = fabric.unfit(stream.keys(), stream.width());
    if (!unfit.isEmpty()) {
      throw new IllegalArgumentException("command " + command + ": " + unfit.get(0));
    }
  }

  /** Checks an execution. */
  static void check(MachineSpec spec, Execution execution, CommandTiming[] timings) {
    Program program = execution.program();
    checkOrder(program, timings);
    checkMacs(program);
    checkUtilization(spec, program, timings, execution.cycles());
    checkBytes(spec, execution, timings);
    checkAllocations(spec, program, timings);
  }

  /** {@return the first cycle in which all dependences of a command are complete} */
  static long readyCycle(Command command, CommandTiming[] timings) {
    Dependences dependences = command.dependences();
    long ready = 0;
    for (int i = 0; i < dependences.size(); i++) {
      ready = Math.max(ready, timings[dependences.get(i)].endCycle());
    }
    return ready;
  }

  private static void checkOrder(Program program, CommandTiming[] timings) {
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      long ready = readyCycle(commands.get(i), timings);
      long start = timings[i].startCycle();
      if (start < ready || timings[i].endCycle() <= start) {
        throw new IllegalStateException(
            program.name()
                + ": command "
                + i
                + " (cycle "
                + start
                + " to "
                + timings[i].endCycle()
                + ") must take time and start when its operands are complete (cycle "
                + ready
                + ")");
      }
    }
  }

  private static void checkMacs(Program program) {
    long[] executed = new long[program.operators().size()];
    for (Command command : program.commands()) {
      if (command instanceof MatMul product) {
        executed[product.operator()] = Math.addExact(executed[product.operator()], product.macs());
      } else if (command instanceof StreamOp stream) {
        executed[stream.operator()] = Math.addExact(executed[stream.operator()], stream.macs());
      }
    }
    for (int operator = 0; operator < executed.length; operator++) {
      long asked = program.operators().get(operator).macs();
      if (executed[operator] != asked) {
        throw new IllegalStateException(
            program.operators().get(operator).name()
                + ": multiply-accumulates executed ("
                + executed[operator]
                + ") must be those of the graph ("
                + asked
                + ")");
      }
    }
  }

  private static void checkUtilization(
      MachineSpec spec, Program program, CommandTiming[] timings, long cycles) {
    long[] macs = new long[spec.matrixEngines().size()];
    long[] owned = new long[macs.length];
    List<Command> commands = program.commands();
    for (int i = 0; i < timings.length; i++) {
      if (timings[i] instanceof MatMulTiming timing && commands.get(i) instanceof MatMul product) {
        macs[product.engine()] += product.executedMacs();
        owned[product.engine()] += timing.ownedCycles();
        long peak =
            Math.multiplyExact(
                timing.streamCycles(), spec.matrixEngines().get(product.engine()).multiplyAdders());
        if (product.executedMacs() > peak) {
          throw new IllegalStateException(
              program.name()
                  + ": command "
                  + i
                  + ": utilization ("
                  + product.executedMacs()
                  + " of "
                  + peak
                  + " multiply-accumulates while streaming) must be at most 1");
        }
      } else if (commands.get(i) instanceof StreamOp stream) {
        long within = timings[i].endCycle() - timings[i].startCycle();
        long peak = Math.multiplyExact(within, spec.streamFabric().orElseThrow().macsPerCycle());
        if (stream.macs() > peak) {
          throw new IllegalStateException(
              program.name()
                  + ": command "
                  + i
                  + ": utilization ("
                  + stream.macs()
                  + " of "
                  + peak
                  + " multiply-accumulates) must be at most 1");
        }
      }
    }
    for (int engine = 0; engine < macs.length; engine++) {
      if (owned[engine] > cycles) {
        throw new IllegalStateException(
            program.name()
                + ": cycles of matrix engine "
                + engine
                + " ("
                + owned[engine]
                + ") must be at most those of the run ("
                + cycles
                + ")");
      }
    }
  }

  private static void checkBytes(MachineSpec spec, Execution execution, CommandTiming[] timings) {
    long loaded = 0;
    long stored = 0;
    List<Command> commands = execution.program().commands();
    for (int i = 0; i < timings.length; i++) {
      if (commands.get(i) instanceof Transfer transfer
          && timings[i] instanceof TransferTiming timing) {
        if (transfer.direction() == Transfer.Direction.LOAD) {
          loaded += transfer.bytes();
        } else {
          stored += transfer.bytes();
        }
        long room = Math.multiplyExact(timing.bursts(), (long) spec.dram().burstBytes());
        if (transfer.bytes() > room) {
          throw new IllegalStateException(
              "command "
                  + i
                  + ": bytes ("
                  + transfer.bytes()
                  + ") must fit in its bursts ("
                  + room
                  + " bytes)");
        }
      }
    }
    Traffic traffic = execution.totalTraffic();
    if (traffic.dramRead() != loaded || traffic.dramWritten() != stored) {
      throw new IllegalStateException(
          execution.program().name()
              + ": bytes read from and written to DRAM ("
              + traffic.dramRead()
              + ", "
              + traffic.dramWritten()
              + ") must be those of the transfers ("
              + loaded
              + ", "
              + stored
              + ")");
    }
  }

  /** Checks that buffers fit and that no two overlap while both are alive. */
  private static void checkAllocations(MachineSpec spec, Program program, CommandTiming[] timings) {
    long capacity = spec.scratchpad().capacityBytes();
    Allocation[] byStart = program.allocations().toArray(new Allocation[0]);
    Arrays.sort(
        byStart, Comparator.comparingLong(buffer -> timings[buffer.firstCommand()].startCycle()));
    PriorityQueue<Allocation> byEnd =
        new PriorityQueue<>(
            Comparator.comparingLong(buffer -> timings[buffer.lastCommand()].endCycle()));
    TreeMap<Long, Allocation> alive = new TreeMap<>();
    for (Allocation buffer : byStart) {
      if (buffer.bytes() > capacity - buffer.address()) {
        throw new IllegalStateException(
            program.name()
                + ": buffer ("
                + buffer
                + ") must fit in the scratchpad ("
                + capacity
                + " bytes)");
      }
      long start = timings[buffer.firstCommand()].startCycle();
      while (!byEnd.isEmpty() && timings[byEnd.peek().lastCommand()].endCycle() <= start) {
        alive.remove(byEnd.remove().address());
      }
      Map.Entry<Long, Allocation> below = alive.floorEntry(buffer.address() + buffer.bytes() - 1);
      if (below != null
          && below.getValue().address() + below.getValue().bytes() > buffer.address()) {
        throw new IllegalStateException(
            program.name()
                + ": buffers that are alive at the same time must not overlap: "
                + below.getValue()
                + " and "
                + buffer);
      }
      alive.put(buffer.address(), buffer);
      byEnd.add(buffer);
    }
  }
}
