package tactus.hw;

/** How a machine is simulated; both give the same cycles, stalls and counts. */
public enum Fidelity {
  /** Closed forms and jumps over repeated behaviour, proven equal to the reference. */
  FAST,
  /** Every register, bank and burst on every cycle, through the event engine. */
  REFERENCE
}
