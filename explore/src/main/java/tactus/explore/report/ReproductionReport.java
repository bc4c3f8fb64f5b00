package tactus.explore.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tactus.explore.report.TextTable.Column;

/** A reproduction of a paper as text: a table, and below it what was assumed. */
public final class ReproductionReport {

  private ReproductionReport() {}

  /**
   * {@return the text of a reproduction}
   *
   * @param reproduction JSON of {@code tactus/reproduction/1}
   * @param width columns of the terminal
   */
  public static String render(ObjectNode reproduction, int width) {
    TextTable table =
        new TextTable(
            Column.words("result"),
            Column.numbers("theirs"),
            Column.numbers("ours"),
            Column.words("unit"),
            Column.numbers("error"),
            Column.numbers("note"));
    List<String> notes = new ArrayList<>();
    for (JsonNode row : reproduction.path("rows")) {
      String note = row.path("assumption").asText();
      if (!notes.contains(note)) {
        notes.add(note);
      }
      table.row(
          row.path("what").asText(),
          number(row.path("theirs"), "%.1f"),
          number(row.path("ours"), "%.1f"),
          row.path("unit").asText(),
          row.path("relativeError").isNull()
              ? ""
              : String.format(Locale.ROOT, "%+.0f %%", 100 * row.path("relativeError").asDouble()),
          String.valueOf(notes.indexOf(note) + 1));
    }
    StringBuilder text = new StringBuilder();
    text.append(reproduction.path("name").asText()).append(": ");
    text.append(reproduction.path("paper").asText()).append("\n\n");
    table.lines(width).forEach(line -> text.append(line).append('\n'));
    text.append('\n');
    for (int i = 0; i < notes.size(); i++) {
      text.append(i + 1).append("  ").append(notes.get(i)).append('\n');
    }
    return text.toString();
  }

  private static String number(JsonNode value, String format) {
    return value.isNull() ? "-" : String.format(Locale.ROOT, format, value.asDouble());
  }
}
