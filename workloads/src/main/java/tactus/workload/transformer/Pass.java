package tactus.workload.transformer;

/**
 * One way of the new tokens through all layers.
 *
 * @param prefix what the names of its operators start with
 * @param batch number of sequences
 * @param newTokens tokens of each sequence that go through
 * @param cached tokens of each sequence that went through before
 */
record Pass(String prefix, long batch, long newTokens, long cached) {

  /** {@return the tokens of all sequences that go through} */
  long rows() {
    return Math.multiplyExact(batch, newTokens);
  }

  /**
   * {@return the keys that each new token is compared with}
   *
   * <p>Several new tokens are compared with all keys, and a mask takes out the later ones and those
   * before the window; a single one only with those in the window.
   *
   * @param window tokens that a token sees, 0 for all
   */
  long keys(long window) {
    long all = Math.addExact(cached, newTokens);
    return newTokens == 1 && window > 0 ? Math.min(all, window) : all;
  }
}
