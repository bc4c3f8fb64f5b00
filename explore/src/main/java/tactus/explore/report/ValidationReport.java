package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tactus.explore.report.TextTable.Column;

/** Validations and reproductions as text for a terminal and as a document in Markdown. */
public final class ValidationReport {

  private static final String HEAD =
      """
      # Validation

      Our numbers beside those that others printed, measured or published, with the error. Written by
      `./tactus validate -o docs/validation.md`; not edited by hand. The data are the golden files under
      the modules' `src/test/resources/golden/`, each with its source, commit and command in its head.

      An error is ours over theirs, less one. *Equal* counts the rows that agree to the last bit; the
      median and the 90th percentile are of the errors' sizes; the worst row is shown whatever it is.
      """;

  private ValidationReport() {}

  /**
   * {@return the text of a validation}
   *
   * @param validation JSON of {@code tactus/validation/1}
   * @param width columns of the terminal
   */
  public static String render(ObjectNode validation, int width) {
    TextTable table =
        new TextTable(
            Column.words("figure"),
            Column.numbers("rows"),
            Column.numbers("equal"),
            Column.numbers("median"),
            Column.numbers("90th"),
            Column.numbers("worst"),
            Column.words("worst row"),
            Column.numbers("theirs"),
            Column.numbers("ours"));
    for (JsonNode figure : validation.path("figures")) {
      table.row(cells(figure).toArray(String[]::new));
    }
    StringBuilder text = new StringBuilder();
    text.append(validation.path("title").asText()).append("\n\n");
    table.lines(width).forEach(line -> text.append(line).append('\n'));
    for (JsonNode spread : validation.path("spreads")) {
      List<Column> columns = new ArrayList<>();
      for (String title : headings(spread)) {
        columns.add(columns.isEmpty() ? Column.words(title) : Column.numbers(title));
      }
      TextTable rows = new TextTable(columns.toArray(Column[]::new));
      spread.path("rows").forEach(row -> rows.row(spreadCells(row).toArray(String[]::new)));
      text.append('\n').append(sentence(spread)).append("\n\n");
      rows.lines(width).forEach(line -> text.append(line).append('\n'));
    }
    return text.append('\n').toString();
  }

  /**
   * {@return the document}
   *
   * @param validations JSON of {@code tactus/validation/1}, one for each source
   * @param reproductions JSON of {@code tactus/reproduction/1}, one for each paper
   */
  public static String markdown(List<ObjectNode> validations, List<ObjectNode> reproductions) {
    StringBuilder text = new StringBuilder(HEAD);
    for (ObjectNode validation : validations) {
      text.append("\n## ").append(validation.path("title").asText()).append("\n\n");
      text.append(validation.path("explanation").asText()).append("\n\n");
      text.append(
          "| figure | rows | equal | median | 90th pct | worst | worst row | theirs | ours |\n");
      text.append("|---|--:|--:|--:|--:|--:|---|--:|--:|\n");
      for (JsonNode figure : validation.path("figures")) {
        text.append("| ").append(String.join(" | ", cells(figure))).append(" |\n");
      }
      validation.path("spreads").forEach(spread -> addSpread(text, spread));
    }
    for (ObjectNode reproduction : reproductions) {
      addReproduction(text, reproduction);
    }
    return text.toString();
  }

  private static void addSpread(StringBuilder text, JsonNode spread) {
    text.append('\n').append(sentence(spread)).append("\n\n");
    List<String> headings = headings(spread);
    text.append("| ").append(String.join(" | ", headings)).append(" |\n|---");
    text.append("|--:".repeat(headings.size() - 1)).append("|\n");
    for (JsonNode row : spread.path("rows")) {
      text.append("| ").append(String.join(" | ", spreadCells(row))).append(" |\n");
    }
  }

  private static String sentence(JsonNode spread) {
    return String.format(
        Locale.ROOT,
        "%s: of %d that several tables have, ours is between their least and their most, within the"
            + " last digit that they print, in %d.",
        spread.path("title").asText(),
        spread.path("rowsOfSeveral").asLong(),
        spread.path("rowsInside").asLong());
  }

  private static List<String> headings(JsonNode spread) {
    List<String> headings = new ArrayList<>();
    headings.add("case, in " + spread.path("unit").asText());
    spread.path("sources").forEach(source -> headings.add(source.asText()));
    headings.addAll(List.of("most / least", "ours", "inside"));
    return headings;
  }

  private static List<String> spreadCells(JsonNode row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.path("where").asText());
    row.path("theirs").forEach(value -> cells.add(number(value)));
    double least = row.path("least").asDouble();
    double most = row.path("most").asDouble();
    cells.add(least == most ? "-" : String.format(Locale.ROOT, "%.1f", most / least));
    cells.add(number(row.path("ours")));
    double ours = row.path("ours").asDouble();
    double off = 100 * (ours < least ? ours / least - 1 : ours / most - 1);
    String beyond = String.format(Locale.ROOT, "%+.0f %%", off);
    cells.add(
        least == most
            ? "one table, " + beyond
            : row.path("inside").asBoolean() ? "yes" : "no, " + beyond);
    return cells;
  }

  private static void addReproduction(StringBuilder text, ObjectNode reproduction) {
    text.append("\n## Paper: ").append(reproduction.path("name").asText()).append("\n\n");
    text.append(reproduction.path("paper").asText()).append(". `./tactus reproduce ");
    text.append(reproduction.path("name").asText()).append("` prints this table.\n\n");
    text.append("| result | theirs | ours | unit | error | note |\n");
    text.append("|---|--:|--:|---|--:|--:|\n");
    List<String> notes = new ArrayList<>();
    for (JsonNode row : reproduction.path("rows")) {
      String note = row.path("assumption").asText();
      if (!notes.contains(note)) {
        notes.add(note);
      }
      List<String> cells =
          List.of(
              row.path("what").asText(),
              number(row.path("theirs")),
              number(row.path("ours")),
              row.path("unit").asText(),
              row.path("relativeError").isNull() ? "" : percent(row.path("relativeError")),
              String.valueOf(notes.indexOf(note) + 1));
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    text.append('\n');
    for (int i = 0; i < notes.size(); i++) {
      text.append(i + 1).append(". ").append(notes.get(i)).append('\n');
    }
  }

  private static List<String> cells(JsonNode figure) {
    JsonNode worst = figure.path("worst");
    boolean exact = figure.path("rows").asLong() == figure.path("equalRows").asLong();
    return List.of(
        figure.path("figure").asText(),
        figure.path("rows").asText(),
        figure.path("equalRows").asText(),
        size(figure.path("medianError")),
        size(figure.path("ninetiethPercentileError")),
        exact ? "0 %" : percent(worst.path("relativeError")),
        exact ? "" : worst.path("where").asText(),
        exact ? "" : number(worst.path("theirs")),
        exact ? "" : number(worst.path("ours")));
  }

  private static String size(JsonNode error) {
    return percent(error).replace("+", "");
  }

  private static String percent(JsonNode error) {
    if (error.isNull()) {
      return "of 0";
    }
    double percent = 100 * error.asDouble();
    return percent == 0 ? "0 %" : String.format(Locale.ROOT, "%+.1f %%", percent);
  }

  private static String number(JsonNode value) {
    if (value.isNull()) {
      return "-";
    }
    double number = value.asDouble();
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return whole
        ? String.format(Locale.ROOT, "%,d", (long) number)
        : String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.3f" : "%.1f", number);
  }
}
