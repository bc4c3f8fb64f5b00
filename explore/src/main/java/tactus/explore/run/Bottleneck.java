package tactus.explore.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run waits for most: how long it would take with more of one resource.
 *
 * @param cycles cycles of the run itself
 * @param whatIf the resources that were tried, the most helpful first
 */
public record Bottleneck(long cycles, List<WhatIf> whatIf) {

  /** A smaller gain than this is none worth a sentence: a hundredth. */
  private static final double LEAST_SPEEDUP = 1.01;

  /**
   * The run with practically no end of one resource.
   *
   * @param resource the resource
   * @param cycles cycles it would take, at most those of the run itself
   * @param speedup how many times shorter that is, at least 1
   */
  public record WhatIf(Resource resource, long cycles, double speedup) {}

  /** Copies the list and checks that more of a resource never costs cycles. */
  public Bottleneck {
    whatIf = List.copyOf(whatIf);
    for (WhatIf tried : whatIf) {
      if (tried.cycles() > cycles) {
        throw new IllegalStateException(
            tried.resource() + " (" + tried.cycles() + " cycles) must not exceed " + cycles);
      }
    }
  }

  /** {@return the resource whose lack costs most, if any costs something} */
  public Optional<WhatIf> worst() {
    return whatIf.stream().findFirst().filter(first -> first.speedup() >= LEAST_SPEEDUP);
  }

  /** {@return the bottleneck and what would relieve it, in one sentence} */
  public String sentence() {
    Optional<WhatIf> worst = worst();
    if (worst.isPresent()) {
      WhatIf best = worst.get();
      return String.format(
          Locale.ROOT,
          "Bound by %s: with %s the run would take %s cycles instead of %s (%s faster).",
          best.resource().noun(),
          best.resource().label(),
          rounded(best.cycles()),
          rounded(cycles),
          times(best.speedup()));
    }
    if (whatIf.isEmpty()) {
      return "Bound by no single resource.";
    }
    return "Bound by no single resource: even "
        + whatIf.get(0).resource().label()
        + " would save less than one cycle in a hundred.";
  }

  /** Three digits and a unit, such as {@code 5.12 M}; short numbers in full. */
  private static String rounded(long number) {
    String[] units = {"", " k", " M", " G", " T", " P", " E"};
    double scaled = number;
    int unit = 0;
    while (scaled >= 999.5 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    int decimals = unit == 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", scaled, units[unit]);
  }

  private static String times(double speedup) {
    return String.format(Locale.ROOT, speedup < 1.95 ? "%.2fx" : "%.1fx", speedup);
  }
}
