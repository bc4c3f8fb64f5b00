package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tactus.explore.report.TextTable.Column;
import tactus.unit.NumberText;

/** What a run's arithmetic made of its values, as text. */
final class NumericsText {

  private final JsonNode numerics;

  /**
   * Prepares the text.
   *
   * @param numerics the part {@code numerics} of a report
   */
  NumericsText(JsonNode numerics) {
    this.numerics = numerics;
  }

  /** {@return the arithmetic, where the values come from and how many sums there are} */
  String sentence() {
    long sums = 0;
    long all = 0;
    for (JsonNode operator : numerics.path("operators")) {
      sums += operator.path("sums").asLong();
      all += operator.path("allSums").asLong();
    }
    return NumberText.format(
        "%s; %s; %s%s sums of %d operators.",
        numerics.path("arithmetic").asText(),
        numerics.path("values").asText(),
        Figures.count(sums),
        sums < all ? " of " + Figures.count(all) : "",
        numerics.path("operators").size());
  }

  /** {@return the operators with the most noise, and what became of their sums} */
  TextTable noisiest(int most) {
    List<JsonNode> operators = new ArrayList<>();
    numerics.path("operators").forEach(operators::add);
    operators.sort(Comparator.comparingDouble(NumericsText::decibels));
    TextTable table =
        new TextTable(
            Column.words("most noise"),
            Column.numbers("SNR"),
            Column.numbers("RMS error"),
            Column.numbers("max error").orNone(),
            Column.numbers("not exact").orNone(),
            Column.numbers("saturated").orNone(),
            Column.numbers("underflows").orNone());
    for (JsonNode operator : operators.subList(0, Math.min(most, operators.size()))) {
      table.row(
          operator.path("name").asText(),
          operator.path("signalToNoiseDecibels").isNull()
              ? "-"
              : NumberText.format("%.1f dB", operator.path("signalToNoiseDecibels").asDouble()),
          error(operator.path("rmsError")),
          error(operator.path("maxError")),
          share(operator.path("differingSums").asLong(), operator.path("sums").asLong()),
          Figures.count(operator.path("saturations").asLong()),
          Figures.count(operator.path("underflows").asLong()));
    }
    return table;
  }

  private static double decibels(JsonNode operator) {
    JsonNode decibels = operator.path("signalToNoiseDecibels");
    return decibels.isNull() ? Double.POSITIVE_INFINITY : decibels.asDouble();
  }

  private static String error(JsonNode value) {
    return NumberText.format("%.2g", value.asDouble());
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "-" : Figures.percent((double) part / whole);
  }

  /** {@return whether sums were shifted} */
  boolean hasShifts() {
    return numerics.path("additions").asLong() > 0;
  }

  /** {@return how many sums were shifted how far} */
  String shifts() {
    List<String> parts = new ArrayList<>();
    double additions = numerics.path("additions").asDouble();
    for (JsonNode shift : numerics.path("shifts")) {
      long places = shift.path("places").asLong();
      String where = places < 0 ? "right by " + -places : places == 0 ? "not" : "left by " + places;
      parts.add(where + " " + Figures.percent(shift.path("sums").asLong() / additions));
    }
    return "Sums were shifted: " + String.join(", ", parts) + ".";
  }
}
