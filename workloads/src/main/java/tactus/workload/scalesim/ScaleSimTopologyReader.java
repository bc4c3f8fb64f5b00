package tactus.workload.scalesim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.Problems;
import tactus.config.TextFile;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.ConvShape;
import tactus.workload.OperatorShape.MatMulShape;

/**
 * Reads SCALE-Sim's topology files. The first line is a header; a layer is a line that ends with a
 * comma; empty lines do not count.
 *
 * <ul>
 *   <li>Products: {@code name, M, N, K, [N:M,]}.
 *   <li>Convolutions: {@code name, image height, image width, filter height, filter width,
 *       channels, filters, stride, [N:M,]}, without padding. A layer with {@code DP} in its name
 *       stands for one layer of one channel for each of its channels.
 * </ul>
 */
public final class ScaleSimTopologyReader {

  private static final List<String> GEMM_FIELDS = List.of("name", "M", "N", "K");
  private static final List<String> CONV_FIELDS =
      List.of(
          "name",
          "image height",
          "image width",
          "filter height",
          "filter width",
          "channels",
          "filters",
          "stride");
  private static final int MOST_LAYERS = 1_000_000;

  /** What the lines of a topology are. */
  public enum Form {
    /** Products. */
    GEMM,
    /** Convolutions. */
    CONV
  }

  /** What becomes of the windows of a convolution that hang over the edge of the image. */
  public enum Edge {
    /** They are computed, as SCALE-Sim does. */
    ROUND_UP,
    /** They are left out, as usual. */
    ROUND_DOWN
  }

  private final Path file;
  private final Form form;
  private final Edge edge;
  private final Problems problems = new Problems();
  private final List<ScaleSimLayer> layers = new ArrayList<>();

  private ScaleSimTopologyReader(Path file, Form form, Edge edge) {
    this.file = file;
    this.form = form;
    this.edge = edge;
  }

  /**
   * {@return the network a file describes}
   *
   * @param file a topology file; its name without ending becomes the network's
   * @param form what its lines are
   * @param edge what becomes of windows over the edge; of no matter for products
   * @throws ConfigException if the file is missing, empty or malformed
   */
  public static ScaleSimTopology read(Path file, Form form, Edge edge) {
    ScaleSimTopologyReader reader = new ScaleSimTopologyReader(file, form, edge);
    reader.parse(lines(file));
    return new ScaleSimTopology(nameOf(file), reader.layers);
  }

  /**
   * {@return what the lines of a file seem to be, by the number of fields of the first layer}
   *
   * @param file a topology file
   * @throws ConfigException if the file is missing
   */
  public static Form detect(Path file) {
    String[] lines = lines(file);
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        int fields = lines[i].split(",", -1).length;
        return fields <= GEMM_FIELDS.size() + 2 ? Form.GEMM : Form.CONV;
      }
    }
    return Form.CONV;
  }

  private static String[] lines(Path file) {
    return TextFile.read(file).split("\\R", -1);
  }

  private static String nameOf(Path file) {
    @Nullable Path last = file.getFileName();
    String name = last == null ? file.toString() : last.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private List<String> fieldNames() {
    return form == Form.GEMM ? GEMM_FIELDS : CONV_FIELDS;
  }

  private void parse(String[] lines) {
    if (looksLikeLayer(lines[0])) {
      problem(1, 0, "", "must be a header, as the first line is skipped, but is a layer");
    }
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        parseLine(i + 1, lines[i].stripTrailing());
      }
    }
    if (layers.isEmpty() && problems.count() == 0) {
      problem(0, 0, "", "must hold a header and at least one layer, but has no layer");
    }
    problems.throwIfAny();
  }

  private boolean looksLikeLayer(String line) {
    String[] parts = line.split(",", -1);
    if (parts.length < fieldNames().size()) {
      return false;
    }
    for (int i = 1; i < fieldNames().size(); i++) {
      if (!parts[i].strip().matches("\\d+")) {
        return false;
      }
    }
    return true;
  }

  private void parseLine(int line, String text) {
    List<String> fields = new ArrayList<>(List.of(text.split(",", -1)));
    String lost = fields.remove(fields.size() - 1).strip();
    if (!text.endsWith(",")) {
      problem(
          line,
          text.length(),
          "",
          "must end with a comma, or the last field '" + lost + "' is lost");
      return;
    }
    while (fields.size() > 1 && fields.get(fields.size() - 1).isBlank()) {
      fields.remove(fields.size() - 1);
    }
    int least = fieldNames().size();
    if (fields.size() < least || fields.size() > least + 1) {
      problem(
          line,
          0,
          "",
          "must have "
              + least
              + " or "
              + (least + 1)
              + " fields ("
              + String.join(", ", fieldNames())
              + ", sparsity), but has "
              + fields.size());
      return;
    }
    int before = problems.count();
    int[] numbers = new int[least];
    int column = fields.get(0).length() + 2;
    for (int i = 1; i < least; i++) {
      numbers[i] = number(line, column, fieldNames().get(i), fields.get(i));
      column += fields.get(i).length() + 1;
    }
    int[] sparsity =
        fields.size() > least ? sparsity(line, column, fields.get(least)) : new int[] {1, 1};
    String name = fields.get(0).strip();
    if (name.isEmpty()) {
      problem(line, 1, "name", "must not be empty");
    }
    if (problems.count() == before) {
      addLayers(line, name, numbers, sparsity);
    }
  }

  private void addLayers(int line, String name, int[] numbers, int[] sparsity) {
    if (form == Form.GEMM) {
      add(line, name, new MatMulShape(1, numbers[1], numbers[3], numbers[2]), sparsity);
      return;
    }
    if (numbers[3] > numbers[1] || numbers[4] > numbers[2]) {
      problem(
          line,
          0,
          "filter",
          "must be at most as large as the image ("
              + numbers[1]
              + " x "
              + numbers[2]
              + "), but was "
              + numbers[3]
              + " x "
              + numbers[4]);
      return;
    }
    boolean depthwise = name.contains("DP");
    int copies = depthwise ? numbers[5] : 1;
    if (layers.size() + (long) copies > MOST_LAYERS) {
      problem(
          line, 0, "channels", "must make at most " + MOST_LAYERS + " layers, but was " + copies);
      return;
    }
    ConvShape shape =
        new ConvShape(
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            depthwise ? 1 : numbers[5],
            numbers[6],
            numbers[7],
            edge == Edge.ROUND_UP);
    for (int channel = 0; channel < copies; channel++) {
      add(line, depthwise ? name + "Channel_" + channel : name, shape, sparsity);
    }
  }

  private void add(int line, String name, OperatorShape shape, int[] sparsity) {
    try {
      shape.macs();
    } catch (ArithmeticException e) {
      problem(line, 0, "", "must have less than 2^63 multiply-accumulates");
      return;
    }
    layers.add(new ScaleSimLayer(name, shape, sparsity[0], sparsity[1]));
  }

  private int number(int line, int column, String field, String text) {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is expected instead.
    }
    problem(
        line,
        column,
        field,
        String.format(
            Locale.ROOT,
            "must be an integer from 1 to %d, but was '%s'",
            Integer.MAX_VALUE,
            text.strip()));
    return 1;
  }

  private int[] sparsity(int line, int column, String text) {
    String[] parts = text.strip().split(":", -1);
    if (parts.length == 2) {
      try {
        int kept = Integer.parseInt(parts[0].strip());
        int group = Integer.parseInt(parts[1].strip());
        if (kept >= 1 && kept <= group) {
          return new int[] {kept, group};
        }
      } catch (NumberFormatException e) {
        // Told below, with what is expected instead.
      }
    }
    problem(
        line,
        column,
        "sparsity",
        "must be N:M with N from 1 to M, such as 2:4, but was '" + text.strip() + "'");
    return new int[] {1, 1};
  }

  private void problem(int line, int column, String key, String message) {
    problems.add(ConfigProblem.at(file, line, column, key, message));
  }
}
