package tactus.explore.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.ChainSpec.Truncation;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.cost.MultiplyAddCost;
import tactus.hw.cost.Normalizer;
import tactus.hw.cost.Technology;

/** Areas of whole bf16 multiply-add units, synthesized with open cell libraries. */
final class SynthesisValidation implements Validation {

  private static final String EXACT = "acc-lzc";
  private static final List<Technology> LIBRARIES =
      List.of(
          Technology.NANGATE_45, Technology.SKYWATER_130, Technology.OSU_180, Technology.ASAP_7);
  private static final List<String> UNITS =
      List.of(
          EXACT,
          "acc-ser",
          "acc-lza",
          "acc-dual",
          "an-1-1",
          "an-1-2",
          "an-2-2",
          "none",
          "an-1-2+pre",
          "acc-lzc+pre");
  private static final List<String> APPROXIMATE = List.of("an-1-1", "an-1-2", "an-2-2");
  private static final double[] TARGETS = {1.1, 1.25, 1.5, 2, 3};

  /** A synthesized unit. */
  private record Synthesis(String library, String unit, double area, double delay) {}

  @Override
  public String name() {
    return "synthesis";
  }

  @Override
  public String title() {
    return "Synthesis: area of multiply-add units over the clock";
  }

  @Override
  public String explanation() {
    return "bf16 units with a 16-bit partial sum, synthesized (Yosys and ABC) with four open"
        + " libraries; the smallest area that meets a delay of 1.1 to 3 times the exact unit's"
        + " shortest, combinational logic alone. Targets that our model or the synthesis does not"
        + " reach are left out. This is a calibration as much as a check:"
        + " docs/models/arithmetic-cost.md says which constants came from these files.";
  }

  @Override
  public List<Comparison> compare(GoldenFolder golden) {
    List<Synthesis> results =
        golden.rows("synthesis/fma_pe_bf16.csv").stream()
            .map(
                row ->
                    new Synthesis(
                        row.text("library"),
                        row.text("unit"),
                        row.number("area_um2"),
                        row.number("delay_ps")))
            .toList();
    List<Comparison> comparisons = new ArrayList<>();
    for (Technology library : LIBRARIES) {
      Comparison.Builder areas =
          new Comparison.Builder("area, " + library.name(), "square micrometers");
      Comparison.Builder ratios =
          new Comparison.Builder("approximate over exact area, " + library.name(), "");
      for (double target : TARGETS) {
        double delay = target * fastestExact(results, library);
        for (String unit : UNITS) {
          double theirs = synthesized(results, library, unit, delay);
          double ours = modelled(library, unit, delay);
          if (Double.isNaN(theirs) || Double.isNaN(ours)) {
            continue;
          }
          String where = String.format(Locale.ROOT, "%s at %.2f", unit, target);
          areas.add(where, theirs, ours);
          if (APPROXIMATE.contains(unit)) {
            double exact = modelled(library, EXACT, delay);
            if (!Double.isNaN(exact)) {
              ratios.add(where, theirs / synthesized(results, library, EXACT, delay), ours / exact);
            }
          }
        }
      }
      comparisons.add(areas.build());
      comparisons.add(ratios.build());
    }
    return comparisons;
  }

  private static double fastestExact(List<Synthesis> results, Technology library) {
    return results.stream()
        .filter(result -> result.library().equals(library.name()))
        .filter(result -> result.unit().equals(EXACT))
        .mapToDouble(Synthesis::delay)
        .min()
        .orElseThrow();
  }

  /** {@return the smallest area that meets a delay, NaN if none does} */
  private static double synthesized(
      List<Synthesis> results, Technology library, String unit, double delay) {
    return results.stream()
        .filter(result -> result.library().equals(library.name()))
        .filter(result -> result.unit().equals(unit) && result.delay() <= delay)
        .mapToDouble(Synthesis::area)
        .min()
        .orElse(Double.NaN);
  }

  /** {@return the area at a period, NaN if the unit does not reach it} */
  private static double modelled(Technology library, String unit, double delay) {
    MultiplyAddCost cost = cost(unit);
    return delay < cost.smallestPeriodPicoseconds(library)
        ? Double.NaN
        : cost.logicSquareMicrometers(delay, library);
  }

  private static MultiplyAddCost cost(String unit) {
    boolean normalizedProduct = unit.endsWith("+pre");
    String base = unit.replace("+pre", "");
    Normalization rule =
        switch (base) {
          case "an-1-1" -> Normalization.approximate(1, 1);
          case "an-1-2" -> Normalization.approximate(1, 2);
          case "an-2-2" -> Normalization.approximate(2, 2);
          case "none" -> Normalization.NONE;
          default -> Normalization.EXACT;
        };
    Normalizer normalizer =
        switch (base) {
          case "acc-ser" -> Normalizer.SERIAL;
          case "acc-lza" -> Normalizer.ANTICIPATION;
          case "acc-dual" -> Normalizer.DUAL_PATH;
          default -> Normalizer.COUNTER;
        };
    ChainSpec chain = new ChainSpec(16, 0, false, normalizedProduct, Truncation.SUMMANDS, rule);
    return MultiplyAddCost.of(FloatArithmeticSpec.chained(FloatFormat.BF16, chain), normalizer);
  }
}
