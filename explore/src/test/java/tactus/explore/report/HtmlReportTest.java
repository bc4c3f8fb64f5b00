package tactus.explore.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"report\">(.*?)</script>", Pattern.DOTALL);

  private static String embedded(String page) {
    Matcher data = DATA.matcher(page);
    assertThat(data.find()).isTrue();
    return data.group(1);
  }

  @Test
  void render_anyReport_embedsItWhole() throws JsonProcessingException {
    for (ObjectNode report :
        List.of(
            SampleReports.bert(),
            SampleReports.decode(),
            SampleReports.withoutMacs(),
            SampleReports.withPeer(),
            SampleReports.hostile())) {
      String json = embedded(HtmlReport.render(report));
      assertThat(new ObjectMapper().readTree(json).toString()).isEqualTo(report.toString());
    }
  }

  @Test
  void render_anyReport_asksForNothingElse() {
    String page = HtmlReport.render(SampleReports.withPeer());
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("//cdn")
        .doesNotContainPattern("(src|href)=\"(?!data:|#)")
        .doesNotContain("@import")
        .doesNotContain("url(")
        .doesNotContain("fetch(")
        .doesNotContain("XMLHttpRequest");
  }

  @Test
  void render_hostileNames_stayText() {
    String plain = HtmlReport.render(SampleReports.withoutMacs());
    String page = HtmlReport.render(SampleReports.hostile());
    for (String markup : List.of("<script", "</script", "<b>", "<i>", "<!--")) {
      assertThat(page.split(Pattern.quote(markup), -1))
          .hasSameSizeAs(plain.split(Pattern.quote(markup), -1));
    }
    assertThat(page)
        .contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; - Tactus</title>");
  }

  @Test
  void render_placesInValues_areLeftAlone() {
    assertThat(HtmlReport.render(SampleReports.hostile())).contains("{{report}}");
    assertThat(HtmlReport.render(SampleReports.bert())).doesNotContain("{{");
  }

  @Test
  void render_twice_isTheSame() {
    assertThat(HtmlReport.render(SampleReports.bert()))
        .isEqualTo(HtmlReport.render(SampleReports.bert()));
  }

  @Test
  void render_causes_haveColours() {
    String page = HtmlReport.render(SampleReports.bert());
    for (CauseText cause : CauseText.values()) {
      // In the light and in the dark scheme.
      assertThat(page.split("--" + cause.key() + ": #", -1)).hasSize(3);
    }
  }
}
