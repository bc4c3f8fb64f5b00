package tactus.explore.sweep;

import java.util.Arrays;
import tactus.explore.run.RunFigures;
import tactus.explore.space.Measure;

/** The results of a point by measure, in the units of their columns. Immutable. */
final class Measures {

  static final Measures NONE = new Measures(new double[0]);

  private final double[] values;

  private Measures(double[] values) {
    this.values = values;
  }

  static Measures of(double... values) {
    return new Measures(values.clone());
  }

  static Measures of(RunFigures figures) {
    double[] values = new double[Measure.values().length];
    for (Measure measure : Measure.values()) {
      values[measure.ordinal()] =
          switch (measure) {
            case CYCLES -> (double) figures.cycles();
            case TIME -> figures.seconds();
            case MACS -> (double) figures.macs();
            case UTILIZATION -> figures.utilization();
            case DRAM_READ -> (double) figures.traffic().dramRead();
            case DRAM_WRITE -> (double) figures.traffic().dramWritten();
            case SCRATCHPAD_READ -> (double) figures.traffic().scratchpadReadBytes();
            case SCRATCHPAD_WRITE -> (double) figures.traffic().scratchpadWriteBytes();
            case PEAK_SCRATCHPAD -> (double) figures.peakScratchpadBytes();
            case ENERGY -> figures.picojoules();
            case AREA -> figures.squareMicrometers();
            case EDP -> figures.energyDelay();
          };
    }
    return new Measures(values);
  }

  double get(Measure measure) {
    return values[measure.ordinal()];
  }

  double[] array() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Measures that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
