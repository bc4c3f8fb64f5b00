package tactus.dataflow.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tactus.dataflow.scratchpad.ResidencySolution;
import tactus.dataflow.tiling.Emphasis;
import tactus.dataflow.tiling.Mapping;

/**
 * Everything that is chosen before commands are made.
 *
 * @param budgetBytes bytes of the scratchpad that are used
 * @param emphasis what its mappings are best for
 * @param residentBytes bytes for tensors that stay between tasks, from address 0
 * @param ringBytes bytes for streamed tiles, above them; the work area takes the rest
 * @param addresses for each tensor of the task list, its first byte if it stays, else -1
 * @param sizes for each tensor of the task list, its bytes if it stays
 * @param mappings for each task, its mapping
 * @param estimatedCycles the estimate by which it was chosen
 * @param residency the order of tasks and the stays of tensors, if an allocator planned them; then
 *     addresses are those of first stays
 */
public record Plan(
    long budgetBytes,
    Emphasis emphasis,
    long residentBytes,
    long ringBytes,
    List<Long> addresses,
    List<Long> sizes,
    List<Mapping> mappings,
    double estimatedCycles,
    Optional<ResidencySolution> residency) {

  /** Copies the lists. */
  public Plan {
    addresses = List.copyOf(addresses);
    sizes = List.copyOf(sizes);
    mappings = List.copyOf(mappings);
  }

  /** {@return bytes for what tasks keep and stage} */
  public long workBytes() {
    return budgetBytes - residentBytes - ringBytes;
  }

  /**
   * {@return whether a tensor stays in the scratchpad between tasks}
   *
   * @param tensor its index in the task list
   */
  public boolean isResident(int tensor) {
    return addresses.get(tensor) >= 0;
  }

  /** {@return the bytes loaded and stored} */
  public long trafficBytes() {
    long sum =
        residency
            .map(solution -> solution.plan().bytes() + solution.plan().firstLoadBytes())
            .orElse(0L);
    for (Mapping mapping : mappings) {
      sum += mapping.loadBytes() + mapping.storeBytes();
    }
    return sum;
  }

  /** {@return about how many commands it takes} */
  public long commands() {
    long sum = 0;
    for (Mapping mapping : mappings) {
      sum += mapping.commands();
    }
    return sum;
  }

  /** {@return the choice in words} */
  public String text() {
    return size(budgetBytes)
        + " of the scratchpad: "
        + size(residentBytes)
        + " stay between operators, "
        + size(ringBytes)
        + " stream tiles, "
        + size(workBytes())
        + " work area; tiles chosen as if DRAM gave "
        + Math.round(emphasis.bytesPerCycle())
        + " B a cycle";
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    boolean mebi = bytes >= 1L << 20;
    double value = (double) bytes / (mebi ? 1 << 20 : 1 << 10);
    String form = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, form, value, mebi ? "MiB" : "KiB");
  }
}
