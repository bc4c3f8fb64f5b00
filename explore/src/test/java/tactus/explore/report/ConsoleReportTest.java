package tactus.explore.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleReportTest {

  private static final List<ObjectNode> SAMPLES =
      List.of(
          SampleReports.bert(),
          SampleReports.decode(),
          SampleReports.withoutMacs(),
          SampleReports.withPeer(),
          SampleReports.hostile());

  private static String golden(String name) throws IOException {
    try (InputStream file = ConsoleReportTest.class.getResourceAsStream("/golden/report/" + name)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  @Test
  void render_prefill_isTheGoldenText() throws IOException {
    assertThat(ConsoleReport.render(SampleReports.bert(), 80, false))
        .isEqualTo(golden("bert-80.txt"));
  }

  @Test
  void render_decode_isTheGoldenText() throws IOException {
    assertThat(ConsoleReport.render(SampleReports.decode(), 80, false))
        .isEqualTo(golden("decode-80.txt"));
  }

  @Test
  void render_noMacs_isTheGoldenText() throws IOException {
    assertThat(ConsoleReport.render(SampleReports.withoutMacs(), 80, false))
        .isEqualTo(golden("without-macs-80.txt"));
  }

  @Test
  void render_scaleSim_standsBesideOurCycles() {
    ObjectNode report = SampleReports.withoutMacs();
    ObjectNode peer = SampleReports.withPeer();
    ArrayNode layers = (ArrayNode) peer.at("/peer/scaleSim3/layers");
    assertThat(ConsoleReport.render(peer, 80, false))
        .contains(
            "SCALE-Sim 3 on the same layers\n"
                + "  layer       their cycles  our cycles  overall util  mapping  compute util\n"
                + "  Conv0            123,456           -        76.3 %   98.4 %        76.3 %\n");

    while (layers.size() > 2) {
      layers.remove(2);
    }
    report.set("peer", peer.get("peer"));
    assertThat(ConsoleReport.render(report, 80, false))
        .contains(
            "  layer       their cycles  our cycles  overall util  mapping  compute util\n"
                + "  Conv0            123,456       6,147        76.3 %   98.4 %        76.3 %\n"
                + "  Conv1            246,912       4,099        75.3 %   98.4 %        75.3 %\n"
                + "  all layers       370,368      10,246\n");
  }

  @Test
  void render_whatIfsOfNoGain_areLeftOut() {
    ObjectNode report = SampleReports.bert();
    assertThat(ConsoleReport.render(report, 80, false)).doesNotContain("no bank conflicts");

    ((ObjectNode) report.at("/bottleneck/whatIf/3")).put("speedup", 1.005);
    assertThat(ConsoleReport.render(report, 80, false)).contains("no bank conflicts");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 47, 60, 80, 120, 200})
  void render_anyWidth_keepsToIt(int width) {
    for (ObjectNode report : SAMPLES) {
      assertThat(ConsoleReport.render(report, width, false).lines())
          .allMatch(line -> line.codePointCount(0, line.length()) <= width)
          .noneMatch(line -> line.endsWith(" "));
    }
  }

  @Test
  void render_colour_saysTheSame() {
    for (ObjectNode report : SAMPLES) {
      String plain = ConsoleReport.render(report, 100, false);
      String colour = ConsoleReport.render(report, 100, true);
      assertThat(colour).contains("\u001b[38;5;");
      assertThat(words(colour.replaceAll("\u001b\\[[0-9;]*m", ""))).isEqualTo(words(plain));
    }
  }

  /** Without the cells of the bar, which are letters or blocks. */
  private static List<String> words(String text) {
    return text.lines()
        .map(
            line -> line.replaceFirst("^  (\u2588+|C?W?F?B?V?M?D?S?L?\\.? |[CWFBVMDSL.]{50,})", ""))
        .map(String::strip)
        .toList();
  }

  @Test
  void render_hostileNames_sendsNoControlCharacters() {
    assertThat(ConsoleReport.render(SampleReports.hostile(), 80, false).replace("\n", ""))
        .doesNotContainPattern("\\p{Cntrl}")
        .contains("?line?break");
  }

  @Test
  void render_longSentence_keepsNumbersWithTheirUnits() {
    ObjectNode report = SampleReports.withoutMacs();
    ((ObjectNode) report.get("bottleneck"))
        .put("sentence", "instead of 1.32 M cycles ".repeat(20).strip());
    for (int width = 40; width < 80; width++) {
      assertThat(ConsoleReport.render(report, width, false)).doesNotContain("1.32\n");
    }
  }

  @Test
  void render_emptyReport_doesNotFail() {
    ObjectNode report = SampleReports.withoutMacs();
    report.retain(List.of("schema", "name"));
    assertThat(ConsoleReport.render(report, 80, false)).startsWith("norms on");
  }
}
