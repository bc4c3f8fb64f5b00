package tactus.hw.command;

/** What the bytes of a transfer are, for traffic by tensor class. */
public enum TrafficClass {
  /** Trained parameters. */
  WEIGHT,
  /** Inputs, outputs and everything between operators. */
  ACTIVATION,
  /** Keys and values of earlier tokens. */
  KV_CACHE
}
