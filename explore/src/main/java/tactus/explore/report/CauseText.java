package tactus.explore.report;

import tactus.hw.CycleCause;

/** What reports call the parts of a cycle stack. */
enum CauseText {
  COMPUTE(CycleCause.COMPUTE, 'C', "compute", "operands entered the array", 33),
  WEIGHT_LOAD(CycleCause.WEIGHT_LOAD, 'W', "weight load", "only stationary operands entered", 117),
  FILL_DRAIN(CycleCause.FILL_DRAIN, 'F', "fill/drain", "only sums left the array", 37),
  BANK_CONFLICT(CycleCause.BANK_CONFLICT, 'B', "bank conflict", "waited for scratchpad words", 98),
  VECTOR(CycleCause.VECTOR, 'V', "vector engine", "only the vector engine worked", 70),
  STREAM(CycleCause.STREAM, 'A', "stream fabric", "only the stream fabric worked", 36),
  OTHER_ENGINE(CycleCause.OTHER_ENGINE, 'M', "other engine", "another matrix engine worked", 150),
  DRAM_BANDWIDTH(
      CycleCause.DRAM_BANDWIDTH, 'D', "DRAM bandwidth", "waited for loads in service", 208),
  STORE_DRAIN(CycleCause.STORE_DRAIN, 'S', "store drain", "waited for stores", 220),
  DRAM_LATENCY(
      CycleCause.DRAM_LATENCY, 'L', "DRAM latency", "waited for loads not in service", 167),
  DEPENDENCE(CycleCause.DEPENDENCE, '.', "dependence", "nothing moved", 245);

  private final CycleCause cause;
  private final char letter;
  private final String label;
  private final String meaning;
  private final int terminalColour;

  CauseText(CycleCause cause, char letter, String label, String meaning, int terminalColour) {
    this.cause = cause;
    this.letter = letter;
    this.label = label;
    this.meaning = meaning;
    this.terminalColour = terminalColour;
  }

  /** {@return the key of the part in report.json} */
  String key() {
    return cause.key();
  }

  /** {@return the letter that stands for it in a bar without colours} */
  char letter() {
    return letter;
  }

  /** {@return a name of two words at most} */
  String label() {
    return label;
  }

  /** {@return what happened in such a cycle, in a few words} */
  String meaning() {
    return meaning;
  }

  /** {@return its number in the palette of 256 terminal colours} */
  int terminalColour() {
    return terminalColour;
  }
}
