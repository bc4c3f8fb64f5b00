package tactus.explore.validate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a golden table.
 *
 * @param table the table's name
 * @param fields the cells by column
 */
record GoldenRow(String table, Map<String, String> fields) {

  String text(String column) {
    @Nullable String text = fields.get(column);
    if (text == null) {
      throw new IllegalArgumentException(table + " must have a column '" + column + "'");
    }
    return text;
  }

  int integer(String column) {
    return Integer.parseInt(text(column));
  }

  double number(String column) {
    return Double.parseDouble(text(column));
  }
}
