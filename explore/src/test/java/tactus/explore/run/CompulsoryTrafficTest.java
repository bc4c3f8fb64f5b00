package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tactus.config.Setting;

class CompulsoryTrafficTest {

  private static RunSpec shipped(String name, String... settings) {
    return RunReader.read(
        Path.of("../configs/runs", name), List.of(settings).stream().map(Setting::parse).toList());
  }

  @Test
  void of_products_isOperandsAndResults() {
    RunSpec spec = PlainRuns.spec("gemms.yaml");

    long one = 40 * 24 + 24 * 33 + 40 * 33;
    long many = 4 * 3 * 64;
    assertThat(CompulsoryTraffic.of(spec.workload().graph()).bytes())
        .isEqualTo(2 * (3 * one + many));
  }

  @Test
  void of_decode_isWeightsAndCache() {
    String name = "llama-2-7b-decode-512.yaml";
    long some = CompulsoryTraffic.of(shipped(name).workload().graph()).bytes();
    long more =
        CompulsoryTraffic.of(shipped(name, "workload.kv_length=1024").workload().graph()).bytes();

    // Keys and values of 512 tokens, in 32 layers of 4096 elements of 2 bytes.
    assertThat(more - some).isEqualTo(512L * 2 * 32 * 4096 * 2);
    // All parameters but the table of tokens, 2 bytes each.
    assertThat(some).isBetween(13_200_000_000L, 13_800_000_000L);
  }

  @Test
  void of_generation_appendsWhatCachesTake() {
    String name = "gpt2-generate.yaml";
    long few = CompulsoryTraffic.of(shipped(name).workload().graph()).bytes();
    long more =
        CompulsoryTraffic.of(shipped(name, "workload.new_tokens=5").workload().graph()).bytes();

    // A token more: its keys and values in 12 layers of 768 elements, the rows of two tables and
    // 50257 results, of 2 bytes each.
    assertThat(more - few).isEqualTo(2L * 12 * 768 * 2 + 2 * 768 * 2 + 50257 * 2);
  }

  @Test
  void avoidableShare_plainProgram_isPartOfItsTraffic() {
    RunResult result = PlainRuns.result("bert.yaml");
    CompulsoryTraffic compulsory = CompulsoryTraffic.of(result.spec().workload().graph());

    assertThat(compulsory.avoidableShare(result.execution().totalTraffic())).isBetween(0.1, 0.9);
    assertThat(compulsory.cycles(result.spec().machine()))
        .isPositive()
        .isLessThan(result.execution().cycles());
  }
}
