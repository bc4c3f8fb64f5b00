package tactus.workload.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects layers and works out their shapes; every method returns the name of the new layer. */
final class NetworkBuilder {

  private final String name;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  NetworkBuilder(String name) {
    this.name = name;
  }

  Network build() {
    return new Network(name, new ArrayList<>(layers.values()));
  }

  private Layer layer(String of) {
    Layer layer = layers.get(of);
    if (layer == null) {
      throw new IllegalArgumentException(name + ": layer (" + of + ") must be there before");
    }
    return layer;
  }

  List<Long> shape(String of) {
    return layer(of).shape();
  }

  long channels(String of) {
    return shape(of).get(0);
  }

  String add(String kind, List<String> inputs, List<Long> shape, long parameters) {
    inputs.forEach(this::layer);
    String unique = kind + "." + counts.merge(kind, 1, Integer::sum);
    layers.put(unique, new Layer(unique, kind, inputs, shape, parameters));
    return unique;
  }

  String input(long... shape) {
    List<Long> extents = new ArrayList<>();
    for (long extent : shape) {
      extents.add(extent);
    }
    return add("input", List.of(), extents, 0);
  }

  /** Extents after a window with the padding that keeps the extent at stride 1. */
  private static List<Long> windows(List<Long> shape, long channels, long... strides) {
    List<Long> made = new ArrayList<>();
    made.add(channels);
    for (int i = 1; i < shape.size(); i++) {
      long stride = strides[Math.min(i, strides.length) - 1];
      made.add((shape.get(i) + stride - 1) / stride);
    }
    return made;
  }

  /** A convolution with a square window that keeps the extent at stride 1. */
  String conv(String x, long filters, long window, long stride) {
    return groupedConv(x, filters, window, stride, 1);
  }

  String groupedConv(String x, long filters, long window, long stride, long groups) {
    long parameters = filters * (channels(x) / groups) * window * window;
    return add("conv", List.of(x), windows(shape(x), filters, stride, stride), parameters);
  }

  /** A convolution of rows and columns: {@code tall} rows and {@code wide} columns of a window. */
  String rectangularConv(String x, long filters, long tall, long wide, long down, long across) {
    long parameters = filters * channels(x) * tall * wide;
    return add("conv", List.of(x), windows(shape(x), filters, down, across), parameters);
  }

  /** A convolution over frames, rows and columns. */
  String videoConv(
      String x, long filters, long frames, long window, long frameStride, long stride) {
    long parameters = filters * channels(x) * frames * window * window;
    return add(
        "conv", List.of(x), windows(shape(x), filters, frameStride, stride, stride), parameters);
  }

  /** Batch normalization, with a scale and a shift for each channel. */
  String norm(String x) {
    return add("norm", List.of(x), shape(x), 2 * channels(x));
  }

  /** Something element by element. */
  String each(String kind, String x) {
    return add(kind, List.of(x), shape(x), 0);
  }

  String relu(String x) {
    return each("relu", x);
  }

  String convNormRelu(String x, long filters, long window, long stride) {
    return relu(norm(conv(x, filters, window, stride)));
  }

  String add(String x, String y) {
    return add("add", List.of(x, y), shape(x), 0);
  }

  /** Element by element, the smaller second operand repeated. */
  String multiply(String x, String scale) {
    return add("multiply", List.of(x, scale), shape(x), 0);
  }

  String concat(List<String> parts) {
    long sum = 0;
    for (String part : parts) {
      sum += channels(part);
    }
    List<Long> made = new ArrayList<>(shape(parts.get(0)));
    made.set(0, sum);
    return add("concat", parts, made, 0);
  }

  /** A pool with a window that keeps the extent at stride 1. */
  String pool(String kind, String x, long... strides) {
    return add(kind, List.of(x), windows(shape(x), channels(x), strides), 0);
  }

  /** The mean of each channel. */
  String globalPool(String x) {
    List<Long> made = new ArrayList<>();
    made.add(channels(x));
    for (int i = 1; i < shape(x).size(); i++) {
      made.add(1L);
    }
    return add("pool", List.of(x), made, 0);
  }

  String resize(String x, long... space) {
    List<Long> made = new ArrayList<>();
    made.add(channels(x));
    for (long extent : space) {
      made.add(extent);
    }
    return add("resize", List.of(x), made, 0);
  }

  /** A product of every token, or of the only one, with a matrix. */
  String linear(String kind, String x, long width) {
    List<Long> from = shape(x);
    long before = from.get(from.size() - 1);
    List<Long> made = new ArrayList<>(from);
    made.set(made.size() - 1, width);
    return add(kind, List.of(x), made, before * width + width);
  }

  /** The classifier of an image network: a product of its channels with a matrix. */
  String classifier(String x, long classes) {
    return add("linear", List.of(x), List.of(classes), channels(x) * classes + classes);
  }
}
