package tactus.workload.sparse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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

  private final Path file;
  private final BufferedReader reader;
  private int line;

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
    String[] header = words(next("a header, " + HEADER + " matrix coordinate ..."));
    boolean known = header.length == 5 && header[0].equals(HEADER) && is(header[1], "matrix");
    if (!known) {
      throw failure("must be '" + HEADER + " matrix coordinate FIELD SYMMETRY'");
    }
    if (!is(header[2], "coordinate")) {
      throw failure("must be in coordinates, but is '" + header[2] + "'");
    }
    boolean pattern = is(header[3], "pattern");
    if (!pattern && !is(header[3], "real") && !is(header[3], "integer")) {
      throw failure("must be real, integer or pattern, but is '" + header[3] + "'");
    }
    boolean skew = is(header[4], "skew-symmetric");
    boolean mirrors = skew || is(header[4], "symmetric");
    if (!mirrors && !is(header[4], "general")) {
      throw failure("must be general, symmetric or skew-symmetric, but is '" + header[4] + "'");
    }
    String[] sizes = words(next("rows, columns and entries"));
    if (sizes.length != 3) {
      throw failure("must be rows, columns and entries");
    }
    int rows = whole(sizes[0], 1, Integer.MAX_VALUE - 1, "rows");
    int columns = whole(sizes[1], 1, Integer.MAX_VALUE - 1, "columns");
    int entries = whole(sizes[2], 0, (1 << 30) - 1, "entries");
    if (mirrors && rows != columns) {
      throw failure("must have as many rows as columns if symmetric");
    }
    return entries(rows, columns, entries, pattern, mirrors, skew);
  }

  private SparseMatrix entries(
      int rows, int columns, int entries, boolean pattern, boolean mirrors, boolean skew)
      throws IOException {
    int most = mirrors ? 2 * entries : entries;
    long[] cells = new long[most];
    double[] values = new double[most];
    int count = 0;
    for (int i = 0; i < entries; i++) {
      String[] words = words(next(entries + " entries, of which there are " + i));
      if (words.length != (pattern ? 2 : 3)) {
        throw failure(pattern ? "must be a row and a column" : "must be a row, a column, a value");
      }
      int row = whole(words[0], 1, rows, "row") - 1;
      int column = whole(words[1], 1, columns, "column") - 1;
      double value = pattern ? 1 : number(words[2]);
      cells[count] = (long) row << 32 | column;
      values[count++] = value;
      if (mirrors && row != column) {
        cells[count] = (long) column << 32 | row;
        values[count++] = skew ? -value : value;
      }
    }
    @Nullable String more = nextOrNone();
    if (more != null) {
      throw failure("must end after " + entries + " entries");
    }
    return sorted(rows, columns, cells, values, count);
  }

  private SparseMatrix sorted(int rows, int columns, long[] cells, double[] values, int count) {
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingLong(i -> cells[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] starts = new int[rows + 1];
    int[] indices = new int[count];
    double[] sorted = new double[count];
    for (int i = 0; i < count; i++) {
      long cell = cells[order[i]];
      if (i > 0 && cell == cells[order[i - 1]]) {
        throw ConfigException.at(
            file,
            0,
            0,
            "",
            "must have each entry once, but has row "
                + ((cell >> 32) + 1)
                + ", column "
                + ((int) cell + 1)
                + " twice");
      }
      indices[i] = (int) cell;
      sorted[i] = values[order[i]];
      starts[(int) (cell >> 32) + 1] = i + 1;
    }
    for (int row = 1; row <= rows; row++) {
      starts[row] = Math.max(starts[row], starts[row - 1]);
    }
    return new SparseMatrix(rows, columns, starts, indices, Arrays.copyOf(sorted, count));
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
      boolean comment = text.startsWith("%") && !text.startsWith(HEADER);
      if (!comment && !text.isBlank()) {
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

  private double number(String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw failure("value must be a number, but was '" + text + "'");
  }

  private ConfigException failure(String message) {
    return ConfigException.at(file, line, 0, "", message);
  }
}
