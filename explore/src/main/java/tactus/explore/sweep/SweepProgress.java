package tactus.explore.sweep;

import java.util.Map;

/** Told how far a sweep has come, on the thread that runs it. */
public interface SweepProgress {

  /** Wants to know nothing and never ends the sweep. */
  SweepProgress NONE =
      new SweepProgress() {
        @Override
        public void at(long done, long all, Map<String, Double> best) {
          // Nobody wants to know.
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  /**
   * Told now and then.
   *
   * @param done points that are in the store
   * @param all points there will be
   * @param best the least value of each objective so far
   */
  void at(long done, long all, Map<String, Double> best);

  /** {@return whether the sweep is to end after what is in work} */
  boolean isCancelled();
}
