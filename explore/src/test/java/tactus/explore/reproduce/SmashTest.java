package tactus.explore.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.explore.spgemm.SparseProductReader;

class SmashTest {

  @Test
  void block_isTheShippedOne() {
    Path shipped = Path.of("../configs/spgemm/rmat-10.yaml");
    assertThat(SparseProductReader.read(shipped, List.of()).block()).isEqualTo(Smash.BLOCK);
  }
}
