package tactus.cli;

import org.jspecify.annotations.Nullable;

/** What the text is written for. */
final class Terminal {

  private static final int DEFAULT_WIDTH = 100;

  private Terminal() {}

  /** Whether a person sits at it. */
  @SuppressWarnings("SystemConsoleNull") // Main sees to it that newer versions say so too.
  static boolean isInteractive() {
    return System.console() != null;
  }

  static boolean hasColour() {
    @Nullable String kind = System.getenv("TERM");
    return isInteractive() && System.getenv("NO_COLOR") == null && !"dumb".equals(kind);
  }

  /** Columns, as the shell tells them. */
  static int width() {
    @Nullable String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[1-9][0-9]{1,4}")) {
      return Integer.parseInt(columns);
    }
    return DEFAULT_WIDTH;
  }
}
