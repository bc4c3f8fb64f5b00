package tactus.explore.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StreamingAttentionTest {

  @Test
  void reproduce_hasAllLoggedCyclesExactly() {
    Reproduction reproduction =
        Papers.find("streaming-attention").orElseThrow().reproduce(Path.of("none"));

    int logged = 0;
    for (ReproductionRow row : reproduction.rows()) {
      if (row.unit().equals("cycles") && row.theirs().isPresent()) {
        logged++;
        assertThat(row.ours()).as("%s", row).isEqualTo(row.theirs().getAsDouble());
      }
    }
    // Six naive runs, seven memory-free ones with bounded and seven with unbounded channels.
    assertThat(logged).isEqualTo(6 + 7 + 7);
  }
}
