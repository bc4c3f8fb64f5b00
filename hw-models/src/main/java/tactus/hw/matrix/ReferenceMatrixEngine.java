package tactus.hw.matrix;

import tactus.hw.arithmetic.ColumnArithmetic;
import tactus.hw.command.MatMul;
import tactus.hw.memory.ScratchpadSpec;

/**
 * A matrix engine in reference fidelity: every register of every processing element, every word of
 * the scratchpad and every real number, cycle by cycle. Its controller knows what its state tells
 * it and nothing of the closed forms; every value carries where it belongs, and one that is used
 * before it exists, overwritten before it was used, or that meets another one on its way ends the
 * simulation with an {@link IllegalStateException}.
 *
 * <p>The owner offers each command, in program order, before the first cycle in which all its
 * dependences are complete, and steps the engine through every cycle while it is busy.
 */
public final class ReferenceMatrixEngine {

  private final CycleArray array;
  private long nextCycle;

  /**
   * Creates an idle engine that computes with doubles.
   *
   * @param spec the engine
   * @param scratchpad the scratchpad it reads and writes
   */
  public ReferenceMatrixEngine(MatrixEngineSpec spec, ScratchpadSpec scratchpad) {
    this(spec, scratchpad, ColumnArithmetic.doubles());
  }

  /**
   * Creates an idle engine.
   *
   * @param spec the engine
   * @param scratchpad the scratchpad it reads and writes
   * @param arithmetic what its processing elements and accumulators compute
   */
  public ReferenceMatrixEngine(
      MatrixEngineSpec spec, ScratchpadSpec scratchpad, ColumnArithmetic arithmetic) {
    if (spec.interconnect().isSwitched()) {
      array = new SwitchedArray(spec, scratchpad, arithmetic);
    } else if (spec.isFlexible()) {
      array = new FlexibleArray(spec, scratchpad, arithmetic);
    } else {
      array = SystolicArray.of(spec, scratchpad, arithmetic, new Accumulators());
    }
  }

  /**
   * Hands over the next command in program order; it is ready from the next stepped cycle on.
   *
   * @param command the command
   * @param data its operands and where its sums go
   */
  public void offer(MatMul command, MatMulData data) {
    array.offer(command, data);
  }

  /**
   * Simulates one cycle.
   *
   * @param cycle the cycle: the one after the last while the engine is busy, else a later one
   * @return whether a command is still to be completed
   */
  public boolean step(long cycle) {
    if (cycle < nextCycle || (cycle > nextCycle && array.isInFlight())) {
      throw new IllegalStateException(
          "cycle (" + cycle + ") must be " + nextCycle + ", the engine works");
    }
    nextCycle = cycle + 1;
    array.step(cycle);
    return array.isBusy();
  }

  /** {@return whether a command that was offered is still to be completed} */
  public boolean isBusy() {
    return array.isBusy();
  }

  /** {@return how many commands are complete; they complete in the order they were offered} */
  public int completedCommands() {
    return array.commandsComplete();
  }

  /**
   * {@return what a completed command did; it does not change any more}
   *
   * @param command its position among the commands offered, from 0
   */
  public MatMulActivity activity(int command) {
    if (command < 0 || command >= array.commandsComplete()) {
      throw new IllegalArgumentException(
          "command (" + command + ") must be below " + array.commandsComplete());
    }
    return array.activity(command);
  }

  /**
   * {@return a sum in the accumulators; 0 where none was written}
   *
   * @param index its row times the columns of the result, plus its column
   */
  public double accumulator(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index (" + index + ") must be at least 0");
    }
    return array.accumulator(index);
  }
}
