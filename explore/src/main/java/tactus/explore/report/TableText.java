package tactus.explore.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tactus.explore.report.TextTable.Column;

/** Rows of any values as text. */
public final class TableText {

  private TableText() {}

  /**
   * {@return a table as text, nothing shortened}
   *
   * @param columns names of the columns
   * @param rows the values of each row
   */
  public static String of(List<String> columns, List<List<@Nullable Object>> rows) {
    List<Column> heads = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      boolean numbers =
          !rows.isEmpty()
              && rows.stream()
                  .allMatch(row -> row.get(column) == null || row.get(column) instanceof Number);
      heads.add(numbers ? Column.numbers(columns.get(i)) : Column.words(columns.get(i)));
    }
    TextTable table = new TextTable(heads.toArray(new Column[0]));
    for (List<@Nullable Object> row : rows) {
      table.row(
          row.stream().map(cell -> cell == null ? "" : cell.toString()).toArray(String[]::new));
    }
    return String.join("\n", table.lines(Integer.MAX_VALUE)) + "\n";
  }
}
