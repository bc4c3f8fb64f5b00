package tactus.workload.sparse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.TextFile;

/**
 * Reads matrices in the Matrix Market exchange format (Boisvert, Pozo and Remington, NISTIR 5935,
 * 1996): coordinates of real numbers, of integers or of a pattern, whose values are 1; general,
 * symmetric or skew-symmetric; perhaps compressed by gzip.
 */
public final class MatrixMarketReader {

  private static final String HEADER = "%%MatrixMarket";

  /** The most rows or columns: their tables take memory even if they are empty. */
  private static final int MOST = 1 << 26;

  private static final int MOST_ENTRIES = 1 << 29;

  private final Path file;
  private final BufferedReader reader;
  private int line;
  private long[] cells = new long[1024];
  private double[] values = new double[1024];
  private int count;

  private MatrixMarketReader(Path file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * {@return the matrix of a file}
   *
   * @param file a file such as {@code web-Google.mtx} or {@code web-Google.mtx.gz}
   * @throws ConfigException if it cannot be read, or is not of the format
   */
  public static SparseMatrix read(Path file) {
    Optional<String> problem = TextFile.problem(file);
    if (problem.isPresent()) {
      throw ConfigException.at(file, 0, 0, "", problem.get());
    }
    boolean compressed = file.toString().endsWith(".gz");
    try (InputStream raw = Files.newInputStream(file);
        InputStream bytes = compressed ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.ISO_8859_1))) {
      return new MatrixMarketReader(file, reader).parse();
    } catch (IOException e) {
      throw ConfigException.at(file, 0, 0, "", "cannot be read: " + TextFile.reason(e));
    }
  }

  private SparseMatrix parse() throws IOException {
    @Nullable String first = reader.readLine();
    line++;
    String[] header = words(first == null ? "" : first);
    boolean known = header.length == 5 && header[0].equals(HEADER) && is(header[1], "matrix");
    if (!known) {
      throw failure("must be '" + HEADER + " matrix coordinate FIELD SYMMETRY'");
    }
    if (!is(header[2], "coordinate")) {
      throw failure("must be in coordinates, but is '" + header[2] + "'");
    }
    boolean pattern = is(header[3], "pattern");
    boolean integer = is(header[3], "integer");
    if (!pattern && !integer && !is(header[3], "real")) {
      throw failure("must be real, integer or pattern, but is '" + header[3] + "'");
    }
    boolean skew = is(header[4], "skew-symmetric");
    boolean mirrors = skew || is(header[4], "symmetric");
    if (!mirrors && !is(header[4], "general")) {
      throw failure("must be general, symmetric or skew-symmetric, but is '" + header[4] + "'");
    }
    if (pattern && skew) {
      throw failure("must not be skew-symmetric if it is a pattern");
    }
    String[] sizes = words(next("rows, columns and entries"));
    if (sizes.length != 3) {
      throw failure("must be rows, columns and entries");
    }
    int rows = whole(sizes[0], 1, MOST, "rows");
    int columns = whole(sizes[1], 1, MOST, "columns");
    int entries = whole(sizes[2], 0, MOST_ENTRIES, "entries");
    if (mirrors && rows != columns) {
      throw failure("must have as many rows as columns if symmetric");
    }
    for (int i = 0; i < entries; i++) {
      String[] words = words(next(entries + " entries, of which there are " + i));
      if (words.length != (pattern ? 2 : 3)) {
        throw failure(pattern ? "must be a row and a column" : "must be a row, a column, a value");
      }
      int row = whole(words[0], 1, rows, "row") - 1;
      int column = whole(words[1], 1, columns, "column") - 1;
      double value = pattern ? 1 : number(words[2], integer);
      add(row, column, value);
      if (mirrors && row != column) {
        add(column, row, skew ? -value : value);
      } else if (skew) {
        throw failure("must not be on the diagonal of a skew-symmetric matrix");
      }
    }
    if (nextOrNone() != null) {
      throw failure("must end after " + entries + " entries");
    }
    return sorted(rows, columns);
  }

  private void add(int row, int column, double value) {
    if (count == cells.length) {
      cells = Arrays.copyOf(cells, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    cells[count] = (long) row << 32 | column;
    values[count++] = value;
  }

  /** The matrix: entries are put into their rows by counting, then sorted in each. */
  private SparseMatrix sorted(int rows, int columns) {
    int[] starts = new int[rows + 1];
    for (int i = 0; i < count; i++) {
      starts[(int) (cells[i] >> 32) + 1]++;
    }
    for (int row = 0; row < rows; row++) {
      starts[row + 1] += starts[row];
    }
    int[] free = Arrays.copyOf(starts, rows);
    // A column and where its value is.
    long[] ofRows = new long[count];
    for (int i = 0; i < count; i++) {
      int row = (int) (cells[i] >> 32);
      ofRows[free[row]++] = cells[i] << 32 | i;
    }
    int[] indices = new int[count];
    double[] sorted = new double[count];
    for (int row = 0; row < rows; row++) {
      Arrays.sort(ofRows, starts[row], starts[row + 1]);
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        indices[at] = (int) (ofRows[at] >> 32);
        sorted[at] = values[(int) ofRows[at]];
        if (at > starts[row] && indices[at] == indices[at - 1]) {
          throw twice(row, indices[at]);
        }
      }
    }
    return new SparseMatrix(rows, columns, starts, indices, sorted);
  }

  private ConfigException twice(int row, int column) {
    return ConfigException.at(
        file,
        0,
        0,
        "",
        "must have each entry once, but has row "
            + (row + 1)
            + ", column "
            + (column + 1)
            + " twice");
  }

  /** The next line that is no comment and not empty. */
  private String next(String wanted) throws IOException {
    @Nullable String text = nextOrNone();
    if (text == null) {
      line++;
      throw failure("must hold " + wanted + ", but the file ends");
    }
    return text;
  }

  private @Nullable String nextOrNone() throws IOException {
    while (true) {
      @Nullable String text = reader.readLine();
      if (text == null) {
        return null;
      }
      line++;
      if (!text.isBlank() && !text.stripLeading().startsWith("%")) {
        return text;
      }
    }
  }

  private static String[] words(String text) {
    return text.trim().split("\\s+");
  }

  private static boolean is(String word, String expected) {
    return word.toLowerCase(Locale.ROOT).equals(expected);
  }

  private int whole(String text, int least, int most, String what) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is allowed.
    }
    throw failure(
        what + " must be an integer from " + least + " to " + most + ", but was '" + text + "'");
  }

  /** A number, whose exponent may be written as Fortran does. */
  private double number(String text, boolean integer) {
    try {
      double number = Double.parseDouble(text.replace('D', 'E').replace('d', 'e'));
      if (Double.isFinite(number) && (!integer || number == Math.rint(number))) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw failure(
        "value must be " + (integer ? "an integer" : "a number") + ", but was '" + text + "'");
  }

  private ConfigException failure(String message) {
    return ConfigException.at(file, line, 0, "", message);
  }
}
