package tactus.hw.cost.sram;

import java.util.Optional;

/**
 * What an organization makes of a bank: sizes and counts that all parts need.
 *
 * @param organization how the bank is divided
 * @param rows rows of a subarray
 * @param columns columns of a subarray
 * @param matColumns mats side by side
 * @param matRows mats one above the other
 * @param matOutputs bits a mat delivers
 * @param activeMats mats that work together on an access
 * @param matAddressBits address bits a mat needs
 * @param bankAddressBits address bits that choose the active mats
 */
record Division(
    SramOrganization organization,
    int rows,
    int columns,
    int matColumns,
    int matRows,
    int matOutputs,
    int activeMats,
    int matAddressBits,
    int bankAddressBits) {

  /** Subarrays of a mat, two by two. */
  static final int SUBARRAYS = 4;

  /** Subarrays of a mat side by side, and one above the other. */
  static final int SIDE = 2;

  private static final int FEWEST_ROWS = 16;
  private static final int FEWEST_COLUMNS = 2;
  private static final int MOST_LINES = 262_144;

  private static long rows(SramSpec spec, SramOrganization org) {
    double wordBytes = spec.wordBits() / 8.0;
    return (long)
        Math.ceil(
            spec.bytes() / (spec.banks() * wordBytes * org.bitlineParts() * org.wordsPerRow()));
  }

  private static long columns(SramSpec spec, SramOrganization org) {
    return (long) Math.ceil((double) spec.wordBits() * org.wordsPerRow() / org.wordlineParts());
  }

  /** {@return whether subarrays have a possible size, however they share amplifiers} */
  static boolean hasPossibleSize(SramSpec spec, SramOrganization org) {
    long rows = rows(spec, org);
    long columns = columns(spec, org);
    return rows >= FEWEST_ROWS
        && rows <= MOST_LINES
        && columns >= FEWEST_COLUMNS
        && columns <= MOST_LINES;
  }

  /** {@return the division, if the organization is possible} */
  static Optional<Division> of(SramSpec spec, SramOrganization org) {
    if (!hasPossibleSize(spec, org)) {
      return Optional.empty();
    }
    long rows = rows(spec, org);
    long columns = columns(spec, org);
    long shared =
        (long) org.bitlinesPerAmplifier() * org.firstMultiplexer() * org.secondMultiplexer();
    long outputs = Math.max(SUBARRAYS * columns / shared, 1);
    if (outputs < SUBARRAYS) {
      return Optional.empty();
    }
    int matColumns = org.wordlineParts() / 2;
    int matRows = org.bitlineParts() / 2;
    int active = (int) (spec.wordBits() / outputs);
    if (active == 0 || active > matColumns) {
      return Optional.empty();
    }
    int addressBits =
        Decoder.bits((int) rows)
            + Decoder.bits(org.bitlinesPerAmplifier())
            + Decoder.bits(org.firstMultiplexer())
            + Decoder.bits(org.secondMultiplexer());
    return Optional.of(
        new Division(
            org,
            (int) rows,
            (int) columns,
            matColumns,
            matRows,
            (int) outputs,
            active,
            addressBits,
            Decoder.bits(matColumns * matRows / active)));
  }

  int mats() {
    return matColumns * matRows;
  }

  /** {@return sense amplifiers of a subarray} */
  int amplifiers() {
    return columns / organization.bitlinesPerAmplifier();
  }
}
