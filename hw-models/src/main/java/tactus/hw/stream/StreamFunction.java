package tactus.hw.stream;

/**
 * What a unit computes; it keeps nothing itself, so that a graph can be run any number of times.
 */
@FunctionalInterface
public interface StreamFunction {

  /** Computes nothing: for units of which only time matters. */
  StreamFunction NONE = (cycle, step, in, state, out) -> {};

  /**
   * Does one step.
   *
   * @param cycle number of the cycle of the unit's pattern, from 0
   * @param step number of the step in it, from 0
   * @param in for each input the token received last, one after another
   * @param state what the unit remembers; zeros at first
   * @param out for each output the token to send if this step sends one, one after another; keeps
   *     what an earlier step left in it
   */
  void apply(long cycle, long step, double[] in, double[] state, double[] out);
}
