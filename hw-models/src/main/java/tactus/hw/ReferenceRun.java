package tactus.hw;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tactus.hw.CommandTiming.MatMulTiming;
import tactus.hw.CommandTiming.StreamTiming;
import tactus.hw.CommandTiming.TransferTiming;
import tactus.hw.CommandTiming.VectorTiming;
import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.Command;
import tactus.hw.command.MatMul;
import tactus.hw.command.Program;
import tactus.hw.command.StreamOp;
import tactus.hw.command.VectorOp;
import tactus.hw.matrix.ReferenceMatrixEngine;
import tactus.hw.memory.ReferenceDmaEngine;
import tactus.hw.stream.attention.ReferenceStreamFabric;
import tactus.hw.vector.ReferenceVectorEngine;
import tactus.sim.Clock;
import tactus.sim.RunEnd;
import tactus.sim.Simulation;
import tactus.sim.probe.Probe;
import tactus.sim.probe.Trace;

/**
 * A machine in reference fidelity, for one run of one program: its engines are components on the
 * event engine, and what happens when follows from what they do to each other. The simulation's
 * trace, if it has one, gets a span of each command on the track of its engine.
 */
final class ReferenceRun {

  /** Events between two reports of progress. */
  private static final long REPORT_INTERVAL = 1 << 16;

  private final Simulation simulation;
  private final Clock clock;
  private final ProgramControl control;
  private final Program program;
  private final List<Command> commands;
  private final CommandTiming[] timings;
  private final @Nullable Trace trace;
  private final ProgramData data;

  /**
   * Builds the machine.
   *
   * @param simulation an empty simulation
   * @param arithmetic what the matrix engines compute
   * @param data the numbers of the commands
   */
  ReferenceRun(
      Simulation simulation,
      MachineSpec spec,
      Program program,
      ColumnArithmetic arithmetic,
      ProgramData data) {
    this.simulation = simulation;
    this.program = program;
    this.data = data;
    Probe probe = simulation.probe();
    trace = probe == null ? null : probe.trace();
    clock = new Clock(spec.periodTicks());
    commands = program.commands();
    timings = new CommandTiming[commands.size()];
    control = new ProgramControl(simulation, program, clock);
    int matrixEngines = spec.matrixEngines().size();
    int streamFabrics = spec.streamFabric().isPresent() ? 1 : 0;
    ClockedEngine[] engines = new ClockedEngine[matrixEngines + 1 + streamFabrics];
    for (int i = 0; i < matrixEngines; i++) {
      engines[i] =
          new MatrixComponent(
              "MatrixEngine[" + i + "]",
              new ReferenceMatrixEngine(
                  spec.matrixEngines().get(i), spec.scratchpad(), arithmetic));
    }
    engines[matrixEngines] =
        new VectorComponent(new ReferenceVectorEngine(spec.vectorEngine(), spec.scratchpad()));
    spec.streamFabric()
        .ifPresent(
            fabric ->
                engines[matrixEngines + 1] =
                    new StreamComponent(
                        new ReferenceStreamFabric(
                            fabric, spec.scratchpad(), spec.streamArithmetic())));
    ReferenceDmaEngine dma =
        new ReferenceDmaEngine(
            simulation,
            spec.dma(),
            spec.dram(),
            spec.scratchpad(),
            clock,
            (command, activity) -> {
              complete("Dma", command, TransferTiming.of(activity));
              control.complete(command, activity.endCycle());
            });
    control.connect(engines, matrixEngines, dma);
  }

  private void complete(String engine, int command, CommandTiming timing) {
    timings[command] = timing;
    if (trace != null) {
      String operator = program.operators().get(commands.get(command).operator()).name();
      trace.span(
          trace.track(engine),
          trace.label(operator + " #" + command),
          clock.tickOf(timing.startCycle()),
          clock.tickOf(timing.endCycle()));
    }
  }

  /** {@return the timing of each command} */
  CommandTiming[] run(RunControl listener) {
    simulation.onProgress(
        REPORT_INTERVAL,
        (tick, events) -> {
          listener.progress(clock.cycleAt(tick), control.completeCommands());
          if (listener.isCancelled()) {
            simulation.cancelRun();
          }
        });
    RunEnd end = simulation.run();
    if (end.reason() == RunEnd.Reason.CANCELLED) {
      throw new CancellationException(
          "cancelled in cycle "
              + clock.cycleAt(end.tick())
              + " with "
              + control.completeCommands()
              + " of "
              + commands.size()
              + " commands complete");
    }
    return timings;
  }

  /** A matrix engine on the clock. */
  private final class MatrixComponent extends ClockedEngine {

    private final ReferenceMatrixEngine engine;
    private final List<Integer> offered = new ArrayList<>();

    MatrixComponent(String name, ReferenceMatrixEngine engine) {
      super(simulation, name, clock, control);
      this.engine = engine;
    }

    @Override
    void take(int command) {
      offered.add(command);
      if (commands.get(command) instanceof MatMul product) {
        engine.offer(product, data.product(command));
      }
    }

    @Override
    boolean step(long cycle) {
      return engine.step(cycle);
    }

    @Override
    int completeCommands() {
      return engine.completedCommands();
    }

    @Override
    int completed(int position) {
      int command = offered.get(position);
      complete(name(), command, MatMulTiming.of(engine.activity(position)));
      return command;
    }
  }

  /** The vector engine on the clock. */
  private final class VectorComponent extends ClockedEngine {

    private final ReferenceVectorEngine engine;
    private final List<Integer> offered = new ArrayList<>();

    VectorComponent(ReferenceVectorEngine engine) {
      super(simulation, "VectorEngine", clock, control);
      this.engine = engine;
    }

    @Override
    void take(int command) {
      offered.add(command);
      if (commands.get(command) instanceof VectorOp vector) {
        engine.offer(vector);
      }
    }

    @Override
    boolean step(long cycle) {
      return engine.step(cycle);
    }

    @Override
    int completeCommands() {
      return engine.activities().size();
    }

    @Override
    int completed(int position) {
      int command = offered.get(position);
      complete(name(), command, VectorTiming.of(engine.activities().get(position)));
      return command;
    }
  }

  /** The stream fabric on the clock. */
  private final class StreamComponent extends ClockedEngine {

    private final ReferenceStreamFabric fabric;
    private final List<Integer> offered = new ArrayList<>();

    StreamComponent(ReferenceStreamFabric fabric) {
      super(simulation, "StreamFabric", clock, control);
      this.fabric = fabric;
    }

    @Override
    void take(int command) {
      offered.add(command);
      if (commands.get(command) instanceof StreamOp stream) {
        fabric.offer(stream, data.attention(command));
      }
    }

    @Override
    boolean step(long cycle) {
      return fabric.step(cycle);
    }

    @Override
    int completeCommands() {
      return fabric.activities().size();
    }

    @Override
    int completed(int position) {
      int command = offered.get(position);
      complete(name(), command, StreamTiming.of(fabric.activities().get(position)));
      return command;
    }
  }
}
