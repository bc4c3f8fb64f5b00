package tactus.explore.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ReproductionsTest {

  @Test
  void report_ofStreamingAttention_hasAllLoggedCyclesExactly() {
    ObjectNode report =
        Reproductions.report(Reproductions.find("streaming-attention").orElseThrow());

    assertThat(report.path("schema").asText()).isEqualTo("tactus/reproduction/1");
    int logged = 0;
    for (JsonNode row : report.path("rows")) {
      if (row.path("unit").asText().equals("cycles") && !row.path("theirs").isNull()) {
        logged++;
        assertThat(row.path("ours")).as("%s", row).isEqualTo(row.path("theirs"));
        assertThat(row.path("relativeError").asDouble()).isZero();
      }
    }
    // Six naive runs, seven memory-free ones with bounded and seven with unbounded channels.
    assertThat(logged).isEqualTo(6 + 7 + 7);
    assertThat(Reproductions.render(report)).contains("naive, N = 512").contains("2,147,483,694");
  }
}
