package tactus.explore.sweep;

/** Processes elsewhere that evaluate points of one sweep. Thread-safe. */
public interface PointCluster extends AutoCloseable {

  /** {@return how many calls at once keep it busy, at least 1} */
  int slots();

  /**
   * {@return what {@link PointWorker#measures} returns in one of the processes, whichever is lost
   * meanwhile}
   *
   * @param numbers points by their numbers in the space
   * @throws tactus.config.ConfigException if there is no process that can
   */
  double[][] measures(long[] numbers);

  @Override
  void close();
}
