package tactus.workload.transformer;

/** What a model is asked to do. */
public sealed interface Phase {

  /**
   * All tokens of all sequences at once.
   *
   * @param batch number of sequences, at least 1
   * @param sequence tokens of each, at least 1
   */
  record Prefill(long batch, long sequence) implements Phase {

    /** Checks the ranges. */
    public Prefill {
      atLeast("batch", batch, 1);
      atLeast("sequence", sequence, 1);
    }

    @Override
    public long positions() {
      return sequence;
    }
  }

  /**
   * One new token of each sequence.
   *
   * @param batch number of sequences, at least 1
   * @param kvLength tokens of each sequence that are already in the cache, at least 0
   */
  record Decode(long batch, long kvLength) implements Phase {

    /** Checks the ranges. */
    public Decode {
      atLeast("batch", batch, 1);
      atLeast("kvLength", kvLength, 0);
    }

    @Override
    public long positions() {
      return Math.addExact(kvLength, 1);
    }
  }

  /**
   * A prefill and then one decode step after the other.
   *
   * @param batch number of sequences, at least 1
   * @param prompt tokens of each at the start, at least 1
   * @param newTokens number of decode steps, at least 1
   */
  record Generate(long batch, long prompt, int newTokens) implements Phase {

    /** Checks the ranges. */
    public Generate {
      atLeast("batch", batch, 1);
      atLeast("prompt", prompt, 1);
      atLeast("newTokens", newTokens, 1);
    }

    @Override
    public long positions() {
      return Math.addExact(prompt, newTokens);
    }
  }

  /** {@return the tokens of each sequence at the end} */
  long positions();

  /** {@return the number of sequences} */
  long batch();

  /**
   * {@return all tokens of all sequences at once}
   *
   * @param batch number of sequences, at least 1
   * @param sequence tokens of each, at least 1
   */
  static Phase prefill(long batch, long sequence) {
    return new Prefill(batch, sequence);
  }

  /**
   * {@return one new token of each sequence}
   *
   * @param batch number of sequences, at least 1
   * @param kvLength tokens of each sequence that are already in the cache, at least 0
   */
  static Phase decode(long batch, long kvLength) {
    return new Decode(batch, kvLength);
  }

  /**
   * {@return a prefill and then one decode step after the other}
   *
   * @param batch number of sequences, at least 1
   * @param prompt tokens of each at the start, at least 1
   * @param newTokens number of decode steps, at least 1
   */
  static Phase generate(long batch, long prompt, int newTokens) {
    return new Generate(batch, prompt, newTokens);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least " + least);
    }
  }
}
