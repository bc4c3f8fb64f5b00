package tactus.hw.stream;

/**
 * What a unit computes, many steps at a time; it keeps nothing itself, so that a graph can be run
 * any number of times. How steps are divided into runs changes no value.
 */
@FunctionalInterface
public interface BlockFunction {

  /**
   * {@return the same as a function of single steps does}
   *
   * @param function what a step does
   */
  static BlockFunction of(StreamFunction function) {
    return (cycle, first, steps, tokens) -> {
      double[] in = tokens.lastIn();
      double[] out = tokens.lastOut();
      int inputs = tokens.inputs();
      int outputs = tokens.outputs();
      for (int step = 0; step < steps; step++) {
        for (int input = 0; input < inputs; input++) {
          tokens.keepIn(input, step);
        }
        function.apply(cycle, first + step, in, tokens.state(), out);
        for (int output = 0; output < outputs; output++) {
          tokens.putOut(output, step);
        }
      }
    };
  }

  /**
   * Does steps that all receive from the same inputs and send to the same outputs.
   *
   * @param cycle number of the cycle of the unit's pattern, from 0
   * @param first number of the first step in it, from 0
   * @param steps how many, at least 1
   * @param tokens where their tokens are
   */
  void run(long cycle, long first, int steps, Tokens tokens);
}
