package tactus.hw.vector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.hw.command.Operand;
import tactus.hw.command.VectorOp;
import tactus.hw.memory.BankPorts;
import tactus.hw.memory.ScratchpadSpec;
import tactus.hw.memory.WordQueue;

/**
 * A vector engine in reference fidelity: every word of every vector passes a port of its bank,
 * cycle by cycle. It knows nothing of the closed forms.
 *
 * <p>The owner offers each command, in program order, before the first cycle in which all its
 * dependences are complete, and steps the engine through every cycle while it is busy.
 */
public final class ReferenceVectorEngine {

  private final VectorEngineSpec spec;
  private final ScratchpadSpec scratchpad;
  private final BankPorts readPorts;
  private final BankPorts writePorts;
  private final WordQueue reads = new WordQueue();
  private final WordQueue writes = new WordQueue();
  private final ArrayDeque<VectorOp> offered = new ArrayDeque<>();
  private final List<VectorActivity> activities = new ArrayList<>();

  private @Nullable VectorOp current;
  private int pass;
  private long row;
  private long column;
  private boolean inService;
  private int latencyLeft;
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
  public ReferenceVectorEngine(VectorEngineSpec spec, ScratchpadSpec scratchpad) {
    this.spec = spec;
    this.scratchpad = scratchpad;
    readPorts = new BankPorts(scratchpad.banks(), scratchpad.readPorts());
    writePorts = new BankPorts(scratchpad.banks(), scratchpad.writePorts());
  }

  /**
   * Hands over the next command in program order; it is ready from the next stepped cycle on.
   *
   * @param command the command
   */
  public void offer(VectorOp command) {
    offered.add(command);
  }

  /**
   * Simulates one cycle.
   *
   * @param cycle the cycle
   * @return whether a command is still to be completed
   */
  public boolean step(long cycle) {
    VectorOp command = current;
    if (command == null) {
      command = offered.poll();
      if (command == null) {
        return false;
      }
      begin(cycle, command);
    }
    if (latencyLeft > 0) {
      latencyLeft--;
      if (latencyLeft == 0) {
        endPass(cycle, command);
      }
    } else {
      serveVector(command);
    }
    return current != null || !offered.isEmpty();
  }

  /** {@return what the completed commands did, in the order they were offered} */
  public List<VectorActivity> activities() {
    return activities;
  }

  private void begin(long cycle, VectorOp command) {
    current = command;
    startCycle = cycle;
    pass = 0;
    row = 0;
    column = 0;
    bankConflictCycles = 0;
    readElements = 0;
    writtenElements = 0;
  }

  private void serveVector(VectorOp command) {
    long elements = Math.min(spec.lanes(), command.columns() - column);
    boolean writing = pass >= spec.function(command.function()).reducingPasses();
    if (!inService) {
      queue(command, elements, writing);
      inService = true;
    }
    readPorts.release();
    writePorts.release();
    reads.move(readPorts);
    writes.move(writePorts);
    if (!reads.isEmpty() || !writes.isEmpty()) {
      bankConflictCycles++;
      return;
    }
    inService = false;
    readElements += command.function().readsTwoOperands() ? 2 * elements : elements;
    writtenElements += writing ? elements : 0;
    column += elements;
    if (column == command.columns()) {
      column = 0;
      row++;
    }
    if (row == command.rows()) {
      latencyLeft = spec.function(command.function()).latencyCycles();
    }
  }

  private void queue(VectorOp command, long elements, boolean writing) {
    long vectorsOfRow = (command.columns() + spec.lanes() - 1) / spec.lanes();
    long index = row * vectorsOfRow + column / spec.lanes();
    long width = Math.min(spec.lanes(), command.columns());
    queue(reads, readPorts, command.in(), index, width, elements);
    if (command.function().readsTwoOperands()) {
      queue(reads, readPorts, command.in2(), index, width, elements);
    }
    if (writing) {
      queue(writes, writePorts, command.out(), index, width, elements);
    }
  }

  private void queue(
      WordQueue words, BankPorts ports, Operand operand, long index, long width, long elements) {
    int bits = operand.elementBits();
    long first = operand.address() / scratchpad.wordBytes() + index * scratchpad.words(width, bits);
    words.add(ports, first, scratchpad.words(elements, bits));
  }

  private void endPass(long cycle, VectorOp command) {
    pass++;
    row = 0;
    if (pass == spec.function(command.function()).passes()) {
      activities.add(
          new VectorActivity(
              startCycle, cycle + 1, bankConflictCycles, readElements, writtenElements));
      current = null;
    }
  }
}
