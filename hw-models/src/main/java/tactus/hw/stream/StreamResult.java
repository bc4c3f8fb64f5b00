package tactus.hw.stream;

import java.util.List;
import java.util.Map;

/**
 * What a run of a graph gave.
 *
 * @param cycles the time at which the last unit ends, in cycles
 * @param channels what went through each channel, in their order
 * @param units what each unit did, in their order
 * @param jumpedRounds rounds that were computed instead of run, because they repeat others
 * @param jumpedSteps steps of units that were computed instead of run, with those of such rounds
 * @param outputs the values each sink received, by its name; empty if only time matters
 */
public record StreamResult(
    long cycles,
    List<ChannelUse> channels,
    List<UnitUse> units,
    long jumpedRounds,
    long jumpedSteps,
    Map<String, double[]> outputs) {

  /**
   * What went through a channel.
   *
   * @param link the channel
   * @param tokens tokens sent
   * @param peakOccupancy most slots taken at once; -1 if that was not measured
   * @param producerWaitCycles cycles its producer waited for room
   * @param consumerWaitCycles cycles its consumer waited for tokens
   */
  public record ChannelUse(
      Link link,
      long tokens,
      long peakOccupancy,
      long producerWaitCycles,
      long consumerWaitCycles) {}

  /**
   * What a unit did.
   *
   * @param unit the unit's name
   * @param steps steps done
   * @param busyCycles cycles in which it was at work: intervals, resets and the start
   * @param endCycle when it ended
   */
  public record UnitUse(String unit, long steps, long busyCycles, long endCycle) {}

  /** Copies the lists. */
  public StreamResult {
    channels = List.copyOf(channels);
    units = List.copyOf(units);
    outputs = Map.copyOf(outputs);
  }

  StreamResult withOutputs(Map<String, double[]> values) {
    return new StreamResult(cycles, channels, units, jumpedRounds, jumpedSteps, values);
  }
}
