package tactus.explore.regress;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a regression.
 *
 * @param file its file
 * @param name its name
 * @param checked figures that were compared, or recorded
 * @param failures a line for each figure that is not as recorded, or why it could not be run
 * @param isUpdated whether the file was rewritten
 * @param seconds how long it took, in seconds
 */
public record RegressionResult(
    Path file, String name, int checked, List<String> failures, boolean isUpdated, double seconds) {

  /** Copies the list. */
  public RegressionResult {
    failures = List.copyOf(failures);
  }

  /** {@return whether all figures are as recorded} */
  public boolean passes() {
    return failures.isEmpty() || isUpdated;
  }
}
