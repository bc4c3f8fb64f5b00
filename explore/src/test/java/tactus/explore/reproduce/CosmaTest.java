package tactus.explore.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.workload.network.Networks;

class CosmaTest {

  @Test
  void reproduce_networks_savesMostOfWhatBaselinesMove() {
    Reproduction reproduction =
        new Cosma(List.of("resnet-50", "vit-b-16"), List.of("darts")).reproduce(Path.of(""));

    assertThat(reproduction.rows())
        .filteredOn(row -> row.what().contains("mean reduction"))
        .hasSize(2)
        .allMatch(row -> row.ours() > 80 && row.ours() <= 100);
    assertThat(reproduction.rows())
        .filteredOn(row -> row.what().endsWith("M_P (1361664 B): moved"))
        .singleElement()
        .satisfies(row -> assertThat(row.ours()).isZero());
  }

  @Test
  void networks_allOfThePaper_areInTheCatalog() {
    assertThat(Networks.names()).containsAll(Cosma.HUMAN_DESIGNED).containsAll(Cosma.SEARCHED);
  }
}
