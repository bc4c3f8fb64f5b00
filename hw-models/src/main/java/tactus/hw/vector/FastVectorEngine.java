package tactus.hw.vector;

import tactus.hw.command.Operand;
import tactus.hw.command.VectorOp;
import tactus.hw.memory.BankConflicts;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.vector.VectorEngineSpec.FunctionSpec;

/**
 * A vector engine in fast fidelity: the closed forms of {@code docs/models/machine-timing.md}
 * section 5, one command after another in program order. A command costs at most as many steps as
 * the scratchpad has banks.
 */
public final class FastVectorEngine {

  private final VectorEngineSpec spec;
  private final ScratchpadSpec scratchpad;
  private long freeCycle;
  private long startCycle;
  private long bankConflictCycles;
  private long readElements;
  private long writtenElements;

  /**
   * Creates an idle engine.
   *
   * @param spec the engine
   * @param scratchpad the scratchpad it reads and writes
   */
  public FastVectorEngine(VectorEngineSpec spec, ScratchpadSpec scratchpad) {
    this.spec = spec;
    this.scratchpad = scratchpad;
  }

  /** Forgets all commands: the engine is idle at cycle 0. */
  public void reset() {
    freeCycle = 0;
  }

  /**
   * {@return the first cycle in which the command is complete}
   *
   * @param command the next command in program order
   * @param readyCycle the first cycle in which all its dependences are complete
   */
  public long execute(VectorOp command, long readyCycle) {
    FunctionSpec function = spec.function(command.function());
    long reducing = function.reducingPasses();
    long writing = function.passes() - reducing;
    long elements = command.elements();
    long vectors = Math.multiplyExact(command.rows(), vectorsOfRow(command));
    long inReducing = reducing == 0 ? 0 : passCycles(command, false);
    long inWriting = passCycles(command, true);
    long cycles =
        Math.addExact(
            Math.multiplyExact(reducing, inReducing), Math.multiplyExact(writing, inWriting));
    startCycle = Math.max(readyCycle, freeCycle);
    freeCycle =
        Math.addExact(
            startCycle, Math.addExact(cycles, (long) function.passes() * function.latencyCycles()));
    bankConflictCycles = cycles - Math.multiplyExact(function.passes(), vectors);
    int operands = command.function().readsTwoOperands() ? 2 : 1;
    readElements = Math.multiplyExact(Math.multiplyExact(function.passes(), elements), operands);
    writtenElements = Math.multiplyExact(writing, elements);
    return freeCycle;
  }

  /** {@return the first cycle of the last command's first pass} */
  public long startCycle() {
    return startCycle;
  }

  /** {@return the cycles in which the last command waited for words of the scratchpad} */
  public long bankConflictCycles() {
    return bankConflictCycles;
  }

  /** {@return the elements that the last command read} */
  public long readElements() {
    return readElements;
  }

  /** {@return the elements that the last command wrote} */
  public long writtenElements() {
    return writtenElements;
  }

  private long vectorsOfRow(VectorOp command) {
    return (command.columns() + spec.lanes() - 1) / spec.lanes();
  }

  private long passCycles(VectorOp command, boolean writes) {
    long ofRow = vectorsOfRow(command);
    long lastElements = command.columns() - (ofRow - 1) * spec.lanes();
    long rows = command.rows();
    if (lastElements == spec.lanes()) {
      return cycles(command, writes, 0, 1, rows * ofRow, spec.lanes());
    }
    // All but each row's last one as if all were whole, then the last ones as they are.
    long whole = cycles(command, writes, 0, 1, rows * ofRow, spec.lanes());
    long ifWhole = cycles(command, writes, ofRow - 1, ofRow, rows, spec.lanes());
    return whole - ifWhole + cycles(command, writes, ofRow - 1, ofRow, rows, lastElements);
  }

  /** {@return the cycles of vectors {@code first}, {@code first + step}, ... of a pass} */
  private long cycles(
      VectorOp command, boolean writes, long first, long step, long vectors, long elements) {
    int banks = scratchpad.banks();
    long minimum = 1;
    if (writes) {
      long words = scratchpad.words(elements, command.out().elementBits());
      minimum = BankConflicts.cycles(BankConflicts.maxLoad(banks, words), scratchpad.writePorts());
    }
    Operand in = command.in();
    long words = scratchpad.words(elements, in.elementBits());
    if (!command.function().readsTwoOperands()) {
      long reads =
          BankConflicts.cycles(BankConflicts.maxLoad(banks, words), scratchpad.readPorts());
      return Math.multiplyExact(vectors, Math.max(minimum, reads));
    }
    Operand in2 = command.in2();
    long width = Math.min(spec.lanes(), command.columns());
    long pitch = scratchpad.words(width, in.elementBits());
    long pitch2 = scratchpad.words(width, in2.elementBits());
    return BankConflicts.totalCycles(
        banks,
        scratchpad.readPorts(),
        minimum,
        vectors,
        in.address() / scratchpad.wordBytes() + first * pitch,
        step * pitch,
        words,
        in2.address() / scratchpad.wordBytes() + first * pitch2,
        step * pitch2,
        scratchpad.words(elements, in2.elementBits()));
  }
}
