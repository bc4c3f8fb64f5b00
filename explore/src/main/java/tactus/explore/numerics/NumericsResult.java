package tactus.explore.numerics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tactus.hw.arithmetic.ShiftHistogram;

/**
 * What a machine's arithmetic made of a run's values.
 *
 * @param arithmetic the arithmetic in a line
 * @param values where the values come from, in words
 * @param operators what became of the sums of each operator, in the order of the graph
 * @param operands statistics of the operands that are floating-point numbers, by operator
 * @param histogram leading zeros of all additions in chains; empty if there are no chains
 */
public record NumericsResult(
    String arithmetic,
    String values,
    List<OperatorNumerics> operators,
    Map<String, OperandStatistics> operands,
    Optional<ShiftHistogram> histogram) {
  public NumericsResult {
    operators = List.copyOf(operators);
    operands = Collections.unmodifiableMap(new LinkedHashMap<>(operands));
  }
}
