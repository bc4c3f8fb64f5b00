package tactus.hw;

/** How whoever started a run follows it and may end it. */
public interface RunControl {

  /** Follows nothing and never ends a run. */
  RunControl NONE =
      new RunControl() {
        @Override
        public void progress(long cycles, int commands) {
          // Nobody wants to know.
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  /**
   * Told now and then how far the run has come, on the thread that runs it.
   *
   * @param cycles cycles simulated so far
   * @param commands commands complete so far
   */
  void progress(long cycles, int commands);

  /** {@return whether the run is to end; asked now and then on the thread that runs it} */
  boolean isCancelled();
}
