package tactus.hw.vector;

import java.util.EnumMap;
import java.util.Map;
import tactus.hw.command.VectorFunction;

/**
 * A vector engine: {@code lanes} elements a cycle, some functions in several passes over a row
 * block.
 *
 * @param lanes elements processed at a time, at least 1
 * @param functions cost of each function it offers
 */
public record VectorEngineSpec(int lanes, Map<VectorFunction, FunctionSpec> functions) {

  /**
   * Cost of one function.
   *
   * @param passes passes over the data, at least 1; all but the first re-read the operand, all but
   *     the passes that only reduce write the result
   * @param reducingPasses how many of the passes only read (a maximum, a sum), less than passes
   * @param latencyCycles pipeline latency, in cycles, paid once a pass, at least 1
   */
  public record FunctionSpec(int passes, int reducingPasses, int latencyCycles) {
    public FunctionSpec {
      if (passes < 1 || latencyCycles < 1 || reducingPasses < 0 || reducingPasses >= passes) {
        throw new IllegalArgumentException(
            "passes ("
                + passes
                + ") and latencyCycles ("
                + latencyCycles
                + ") must be at least 1, reducingPasses ("
                + reducingPasses
                + ") below passes");
      }
    }
  }

  public VectorEngineSpec {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes (" + lanes + ") must be at least 1");
    }
    EnumMap<VectorFunction, FunctionSpec> copy = new EnumMap<>(VectorFunction.class);
    copy.putAll(functions);
    functions = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * {@return the cost of a function}
   *
   * @param function the function
   * @throws IllegalArgumentException if the engine does not offer it
   */
  public FunctionSpec function(VectorFunction function) {
    FunctionSpec found = functions.get(function);
    if (found == null) {
      throw new IllegalArgumentException(
          "function (" + function + ") must be one of " + functions.keySet());
    }
    return found;
  }
}
