package tactus.explore.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in aligned columns. When they do not fit, the widest column of words gives way, and
 * the texts in it lose their middle.
 */
final class TextTable {

  private static final String GAP = "  ";
  private static final int LEAST_WIDTH = 8;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A column.
   *
   * @param title its head
   * @param number whether it holds numbers, which end where the column ends
   * @param optional whether it is left out rather than that others are shortened
   */
  record Column(String title, boolean number, boolean optional) {

    static Column words(String title) {
      return new Column(title, false, false);
    }

    static Column numbers(String title) {
      return new Column(title, true, false);
    }

    Column orNone() {
      return new Column(title, number, true);
    }
  }

  TextTable(Column... columns) {
    this.columns = List.of(columns);
  }

  void row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "cells (" + cells.length + ") must match columns (" + columns.size() + ")");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(printable(cell));
    }
    rows.add(row);
  }

  /** {@return the head and the rows as lines of at most the given width} */
  List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    int[] widths = widths(width);
    lines.add(line(columns.stream().map(Column::title).toList(), widths, width));
    lines.addAll(body(widths, width));
    return lines;
  }

  /** {@return the rows alone as lines of at most the given width} */
  List<String> body(int width) {
    return body(widths(width), width);
  }

  private List<String> body(int[] widths, int width) {
    return rows.stream().map(row -> line(row, widths, width)).toList();
  }

  private String line(List<String> cells, int[] widths, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] < 0) {
        continue;
      }
      String cell = shortened(cells.get(i), widths[i]);
      String space = " ".repeat(widths[i] - length(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).number() ? space + cell : cell + space);
    }
    return cut(line.toString(), width).stripTrailing();
  }

  /** {@return the width of each column, -1 for one that is left out} */
  private int[] widths(int width) {
    int[] widths = new int[columns.size()];
    int sum = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = length(columns.get(i).title());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
      sum += widths[i];
    }
    for (int i = widths.length - 1; i >= 0 && sum > width; i--) {
      if (columns.get(i).optional()) {
        sum -= widths[i] + GAP.length();
        widths[i] = -1;
      }
    }
    while (sum > width) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (!columns.get(i).number()
            && widths[i] > LEAST_WIDTH
            && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
      sum--;
    }
    return widths;
  }

  /** {@return a text without its middle, so that both ends can be told apart} */
  static String shortened(String text, int width) {
    int length = length(text);
    if (length <= width) {
      return text;
    }
    int tail = (width - 1) / 2;
    return cut(text, width - 1 - tail)
        + "\u2026"
        + text.substring(text.offsetByCodePoints(0, length - tail));
  }

  /** {@return the beginning of a text} */
  static String cut(String text, int width) {
    return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width));
  }

  /** {@return a text that cannot move the cursor} */
  static String printable(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints().forEach(point -> result.appendCodePoint(movesCursor(point) ? '?' : point));
    return result.toString();
  }

  private static boolean movesCursor(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
