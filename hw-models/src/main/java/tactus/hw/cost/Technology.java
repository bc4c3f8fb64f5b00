package tactus.hw.cost;

/**
 * What a gate of a process costs.
 *
 * @param name name of the process or its cell library
 * @param gateSquareMicrometers area of a gate equivalent, in µm²
 * @param depthPicoseconds delay of one unit of logic depth, about an inverter that drives four, in
 *     ps
 * @param gateFemtojoules energy of a gate equivalent of an adder in one operation at the activity
 *     of {@link MultiplyAddCost#TYPICAL_ACTIVITY}, in fJ
 * @param flipFlopGates area of a flip-flop, in gate equivalents
 * @param fastestSizing how much larger a unit's gates are at its shortest period than at a relaxed
 *     one; of the open libraries, what the synthesized area of the exact unit with a counter at 1.1
 *     times its shortest period asks for
 */
public record Technology(
    String name,
    double gateSquareMicrometers,
    double depthPicoseconds,
    double gateFemtojoules,
    double flipFlopGates,
    double fastestSizing) {

  /**
   * Nangate's open 45 nm library. Area and delay of a gate are those at which the relaxed and the
   * fastest exact unit of the synthesis in {@code golden/synthesis} come out right; energy is that
   * of Horowitz' integer adders (ISSCC 2014), 0.03, 0.05 and 0.1 pJ of 8, 16 and 32 bits, by their
   * gates: the median of 0.59, 0.49 and 0.49 fJ.
   */
  public static final Technology NANGATE_45 =
      new Technology("nangate45", 0.828, 15.75, 0.49, 5.7, 2.51);

  /** SkyWater's 130 nm library; energy scaled from 45 nm by length and the square of 1.8 V. */
  public static final Technology SKYWATER_130 =
      new Technology("sky130", 4.28, 61.4, 4.6, 5.3, 2.53);

  /** Oklahoma State's 180 nm library; energy scaled from 45 nm likewise. */
  public static final Technology OSU_180 = new Technology("osu018", 24.5, 85.9, 6.3, 4.0, 1.96);

  /** Arizona's predictive 7 nm library; energy scaled from 45 nm likewise, at 0.7 V. */
  public static final Technology ASAP_7 = new Technology("asap7", 0.0602, 12.3, 0.038, 3.3, 2.04);

  /**
   * A 28 nm process, scaled from 45 nm: area by the square of the length, delay and energy by the
   * length, sizing as it is there. A guess: no open library exists.
   */
  public static final Technology GENERIC_28 = new Technology("28nm", 0.32, 9.8, 0.30, 5.7, 2.51);

  public Technology {
    if (!(gateSquareMicrometers > 0)
        || !(depthPicoseconds > 0)
        || !(gateFemtojoules > 0)
        || !(flipFlopGates > 0)
        || !(fastestSizing >= 1)) {
      throw new IllegalArgumentException(
          name + ": area, delay and energy must be above 0, sizing at least 1");
    }
  }
}
