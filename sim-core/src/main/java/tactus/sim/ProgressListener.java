package tactus.sim;

/** Told now and then how far a simulation has come. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Takes notice.
   *
   * @param tick the current tick
   * @param events events handled so far
   */
  void progress(long tick, long events);
}
