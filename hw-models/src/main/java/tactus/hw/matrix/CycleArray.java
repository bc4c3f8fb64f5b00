package tactus.hw.matrix;

import tactus.hw.command.MatMul;

/** The registers of an engine in reference fidelity, and the controller that steps them. */
interface CycleArray {

  /** Takes the next command in program order. */
  void offer(MatMul command, MatMulData data);

  /** Simulates one cycle. */
  void step(long cycle);

  /** {@return whether a command that was offered is still to be completed} */
  boolean isBusy();

  /** {@return whether anything is on its way, so that no cycle may be left out} */
  boolean isInFlight();

  /** {@return how many commands are complete} */
  int commandsComplete();

  /** {@return what a completed command did} */
  MatMulActivity activity(int command);

  /** {@return a sum in the accumulators, 0 where none was written} */
  double accumulator(long index);
}
