package tactus.hw.command;

/**
 * One unit of work of a machine. Each engine executes its commands in program order; a command
 * starts when its engine has reached it and all its dependences are complete.
 */
public sealed interface Command permits Transfer, MatMul, VectorOp, StreamOp {

  /** {@return the index of the operator the command belongs to, in the program's operators} */
  int operator();

  /** {@return the earlier commands that must be complete before this one starts} */
  Dependences dependences();
}
