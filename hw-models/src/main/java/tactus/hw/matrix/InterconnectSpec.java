package tactus.hw.matrix;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tactus.hw.command.Dataflow;

/**
 * Which operands the interconnect of an array can leave in the processing elements: one, always, or
 * several, of which each product takes one.
 *
 * @param dataflows what it can be set to, without duplicates; several only if none is flexible
 * @param forced the one that all products take, if whoever schedules them has no choice
 * @param switchCycles cycles in which a drained array is set to another one, at least 0
 */
public record InterconnectSpec(
    List<Dataflow> dataflows, Optional<Dataflow> forced, int switchCycles) {

  public InterconnectSpec {
    dataflows = List.copyOf(dataflows);
    boolean isUnique = new TreeSet<>(dataflows).size() == dataflows.size();
    if (dataflows.isEmpty()
        || !isUnique
        || (dataflows.size() > 1 && dataflows.contains(Dataflow.FLEXIBLE))) {
      throw new IllegalArgumentException(
          "dataflows ("
              + dataflows
              + ") must be one, or several without duplicates and without a flexible one");
    }
    if (forced.isPresent() && !dataflows.contains(forced.get())) {
      throw new IllegalArgumentException(
          "forced (" + forced.get() + ") must be one of the dataflows (" + dataflows + ")");
    }
    if (switchCycles < 0 || (switchCycles > 0 && dataflows.size() == 1)) {
      throw new IllegalArgumentException(
          "switchCycles ("
              + switchCycles
              + ") must be at least 0, and 0 of one dataflow ("
              + dataflows
              + ")");
    }
  }

  /**
   * {@return an interconnect that is never switched}
   *
   * @param dataflow its dataflow
   */
  public static InterconnectSpec of(Dataflow dataflow) {
    return new InterconnectSpec(List.of(dataflow), Optional.empty(), 0);
  }

  /**
   * {@return the same interconnect, of which all products take one dataflow}
   *
   * @param dataflow the dataflow, one of its own
   */
  public InterconnectSpec forcedTo(Dataflow dataflow) {
    return new InterconnectSpec(dataflows, Optional.of(dataflow), switchCycles);
  }

  /** {@return whether each product says which dataflow it takes} */
  public boolean isSwitched() {
    return dataflows.size() > 1;
  }

  /**
   * {@return whether it can be set to a dataflow}
   *
   * @param dataflow the dataflow
   */
  public boolean has(Dataflow dataflow) {
    return dataflows.contains(dataflow);
  }

  /** {@return the dataflows among which a product's is chosen, at least one} */
  public List<Dataflow> choices() {
    return forced.map(List::of).orElse(dataflows);
  }
}
