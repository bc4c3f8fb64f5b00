package tactus.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tactus.explore.regress.RegressionResult;

class HardwareRegressionTest {

  private static final String DIRECTORY = "target/regressions";

  /** The shipped regression of some products passes, and the result says what was compared. */
  @HardwareRegression("../configs/regressions/gemms.yaml")
  void result_ofARecordedRun_passes(RegressionResult result) {
    assertThat(result.passes()).isTrue();
    assertThat(result.checked()).isGreaterThan(10);
  }

  /** Two recorded runs, of which one is not as recorded; run by the test below alone. */
  static class TwoRuns {
    @HardwareRegression(DIRECTORY)
    void runs_areAsRecorded() {
      // What is recorded is all that is asked.
    }
  }

  @Test
  void tests_ofADirectory_failForWhatIsNotAsRecorded() throws IOException {
    Path directory = Files.createDirectories(Path.of(DIRECTORY));
    Path run = Path.of("..", "configs", "runs", "gemms.yaml").toAbsolutePath().normalize();
    String head = "run: " + run + "\nexpected:\n";
    Files.writeString(
        directory.resolve("off.yaml"), head + "  - {figure: macs, value: 284018367}\n");
    Files.writeString(
        directory.resolve("right.yaml"), head + "  - {figure: macs, value: 284018368}\n");

    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(TwoRuns.class)).build(),
            listener);

    TestExecutionSummary summary = listener.getSummary();
    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(summary.getFailures()).hasSize(1);
    assertThat(summary.getFailures().get(0).getException())
        .hasMessageContaining("off.yaml")
        .hasMessageContaining("macs: was 284018367, is 284018368");
  }
}
