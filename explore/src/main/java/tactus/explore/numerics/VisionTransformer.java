package tactus.explore.numerics;

import java.nio.file.Path;
import tactus.config.ConfigException;
import tactus.workload.tensors.SafetensorsFile;
import tactus.workload.transformer.Architecture;
import tactus.workload.transformer.HuggingFaceConfig;
import tactus.workload.transformer.TransformerSpec;

/**
 * A vision transformer with its trained weights, as Hugging Face's {@code
 * ViTForImageClassification} defines it. Its matrix products go wherever the caller says; layer
 * norms, softmax, GELU, biases and residual sums are computed in single precision, as a vector
 * engine would.
 */
public final class VisionTransformer {

  /** The models' default; no shipped one has another. */
  private static final double LAYER_NORM_EPSILON = 1e-12;

  private final TransformerSpec spec;
  private final TransformerSpec.Image image;
  private final int hidden;
  private final int heads;
  private final int tokens;
  private final float[] classToken;
  private final float[] positions;
  private final Dense patches;
  private final Layer[] layers;
  private final Norm norm;
  private final Dense classifier;

  /** Weights of a projection, transposed: {@code inputs x outputs}. */
  private static final class Dense {
    private final float[] weight;
    private final float[] bias;
    private final int inputs;
    private final int outputs;

    private Dense(float[] weight, float[] bias, int inputs, int outputs) {
      this.weight = weight;
      this.bias = bias;
      this.inputs = inputs;
      this.outputs = outputs;
    }

    static Dense read(SafetensorsFile file, String name, int inputs, int outputs) {
      return of(
          file.floats(name + ".weight", outputs, inputs),
          file.floats(name + ".bias", outputs),
          inputs,
          outputs);
    }

    static Dense of(float[] stored, float[] bias, int inputs, int outputs) {
      float[] weight = new float[stored.length];
      for (int out = 0; out < outputs; out++) {
        for (int in = 0; in < inputs; in++) {
          weight[in * outputs + out] = stored[out * inputs + in];
        }
      }
      return new Dense(weight, bias, inputs, outputs);
    }

    float[] apply(MatrixProducts products, String operator, float[] x) {
      int rows = x.length / inputs;
      float[] y = products.multiply(operator, x, weight, rows, inputs, outputs);
      for (int i = 0; i < y.length; i++) {
        y[i] += bias[i % outputs];
      }
      return y;
    }
  }

  /** A layer norm with its gain and shift. */
  private static final class Norm {
    private final float[] weight;
    private final float[] bias;

    private Norm(float[] weight, float[] bias) {
      this.weight = weight;
      this.bias = bias;
    }

    static Norm read(SafetensorsFile file, String name, int size) {
      return new Norm(file.floats(name + ".weight", size), file.floats(name + ".bias", size));
    }

    float[] apply(float[] x) {
      int size = weight.length;
      float[] y = new float[x.length];
      for (int row = 0; row < x.length; row += size) {
        double mean = 0;
        for (int i = 0; i < size; i++) {
          mean += x[row + i];
        }
        mean /= size;
        double variance = 0;
        for (int i = 0; i < size; i++) {
          variance += (x[row + i] - mean) * (x[row + i] - mean);
        }
        double scale = 1 / Math.sqrt(variance / size + LAYER_NORM_EPSILON);
        for (int i = 0; i < size; i++) {
          y[row + i] = (float) ((x[row + i] - mean) * scale * weight[i] + bias[i]);
        }
      }
      return y;
    }
  }

  private record Layer(
      Norm before,
      Dense query,
      Dense key,
      Dense value,
      Dense output,
      Norm after,
      Dense up,
      Dense down) {}

  private VisionTransformer(
      TransformerSpec spec, TransformerSpec.Image image, SafetensorsFile file) {
    this.spec = spec;
    this.image = image;
    this.hidden = Math.toIntExact(spec.hidden());
    this.heads = spec.attention().heads();
    this.tokens = Math.toIntExact(image.patches()) + 1;
    this.classToken = file.floats("vit.embeddings.cls_token", 1, 1, hidden);
    this.positions = file.floats("vit.embeddings.position_embeddings", 1, tokens, hidden);
    String projection = "vit.embeddings.patch_embeddings.projection";
    this.patches =
        Dense.of(
            file.floats(
                projection + ".weight", hidden, image.channels(), image.patch(), image.patch()),
            file.floats(projection + ".bias", hidden),
            Math.toIntExact(image.patchElements()),
            hidden);
    this.layers = new Layer[spec.layers()];
    int intermediate = Math.toIntExact(spec.feedForward().intermediate());
    for (int i = 0; i < layers.length; i++) {
      String name = "vit.encoder.layer." + i;
      String attention = name + ".attention.attention";
      layers[i] =
          new Layer(
              Norm.read(file, name + ".layernorm_before", hidden),
              Dense.read(file, attention + ".query", hidden, hidden),
              Dense.read(file, attention + ".key", hidden, hidden),
              Dense.read(file, attention + ".value", hidden, hidden),
              Dense.read(file, name + ".attention.output.dense", hidden, hidden),
              Norm.read(file, name + ".layernorm_after", hidden),
              Dense.read(file, name + ".intermediate.dense", hidden, intermediate),
              Dense.read(file, name + ".output.dense", intermediate, hidden));
    }
    this.norm = Norm.read(file, "vit.layernorm", hidden);
    this.classifier = Dense.read(file, "classifier", hidden, Math.toIntExact(image.labels()));
  }

  /**
   * {@return the model of a folder}
   *
   * @param folder holds {@code config.json} and {@code model.safetensors}
   * @throws ConfigException if either is wrong, or they do not fit each other
   */
  public static VisionTransformer read(Path folder) {
    Path config = folder.resolve("config.json");
    TransformerSpec spec = HuggingFaceConfig.read(config);
    if (spec.architecture() != Architecture.VIT
        || !(spec.frontend() instanceof TransformerSpec.Image image)
        || image.labels() == 0) {
      throw ConfigException.at(
          config, 0, 0, "model_type", "must be a vit with a classifier to be run with values");
    }
    return new VisionTransformer(
        spec, image, SafetensorsFile.open(folder.resolve("model.safetensors")));
  }

  /** {@return the pixels of an image, over all channels} */
  public int pixels() {
    return Math.toIntExact(image.size() * image.size() * image.channels());
  }

  /** {@return the number of classes} */
  public int classes() {
    return classifier.outputs;
  }

  /** {@return name and size of the model} */
  @Override
  public String toString() {
    return spec.name() + ", " + layers.length + " layers";
  }

  /**
   * {@return the logits of images, image by image}
   *
   * @param images pixels, image by image, channel by channel, row by row
   * @param products what multiplies the matrices
   */
  public float[] logits(float[] images, MatrixProducts products) {
    if (images.length == 0 || images.length % pixels() != 0) {
      throw new IllegalArgumentException(
          "images (" + images.length + " values) must be whole images of " + pixels() + " pixels");
    }
    int count = images.length / pixels();
    float[] x = embed(images, count, products);
    int kept = tokens;
    for (int i = 0; i < layers.length; i++) {
      Layer layer = layers[i];
      String name = "layer." + i + ".";
      float[] normal = layer.before().apply(x);
      float[] key = layer.key().apply(products, name + "key", normal);
      float[] value = layer.value().apply(products, name + "value", normal);
      if (i == layers.length - 1) {
        // The classifier reads the class token alone, so nothing else has to leave the last layer.
        kept = 1;
        normal = classTokens(normal, count);
        x = classTokens(x, count);
      }
      float[] query = layer.query().apply(products, name + "query", normal);
      float[] context = attend(name, query, kept, key, value, count, products);
      add(x, layer.output().apply(products, name + "attention-output", context));
      float[] wide = layer.up().apply(products, name + "ffn-up", layer.after().apply(x));
      for (int j = 0; j < wide.length; j++) {
        wide[j] = (float) Functions.gelu(wide[j]);
      }
      add(x, layer.down().apply(products, name + "ffn-down", wide));
    }
    return classifier.apply(products, "classifier", norm.apply(x));
  }

  private float[] classTokens(float[] x, int count) {
    float[] first = new float[count * hidden];
    for (int c = 0; c < count; c++) {
      System.arraycopy(x, c * tokens * hidden, first, c * hidden, hidden);
    }
    return first;
  }

  private static void add(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += y[i];
    }
  }

  private float[] embed(float[] images, int count, MatrixProducts products) {
    int size = Math.toIntExact(image.size());
    int patch = Math.toIntExact(image.patch());
    int channels = Math.toIntExact(image.channels());
    int across = size / patch;
    float[] cut = new float[images.length];
    int next = 0;
    for (int c = 0; c < count; c++) {
      for (int p = 0; p < across * across; p++) {
        for (int channel = 0; channel < channels; channel++) {
          for (int i = 0; i < patch * patch; i++) {
            int row = p / across * patch + i / patch;
            int column = p % across * patch + i % patch;
            cut[next++] = images[((c * channels + channel) * size + row) * size + column];
          }
        }
      }
    }
    float[] embedded = patches.apply(products, "patch-embedding", cut);
    float[] x = new float[count * tokens * hidden];
    for (int c = 0; c < count; c++) {
      int begin = c * tokens * hidden;
      System.arraycopy(classToken, 0, x, begin, hidden);
      System.arraycopy(
          embedded, c * (tokens - 1) * hidden, x, begin + hidden, (tokens - 1) * hidden);
      for (int i = 0; i < tokens * hidden; i++) {
        x[begin + i] += positions[i];
      }
    }
    return x;
  }

  /** Attention of the first tokens of each image to all of them. */
  private float[] attend(
      String name,
      float[] query,
      int queries,
      float[] key,
      float[] value,
      int count,
      MatrixProducts products) {
    int size = hidden / heads;
    float scale = (float) (1 / Math.sqrt(size));
    float[] context = new float[query.length];
    float[] q = new float[queries * size];
    float[] k = new float[size * tokens];
    float[] v = new float[tokens * size];
    for (int c = 0; c < count; c++) {
      for (int head = 0; head < heads; head++) {
        for (int t = 0; t < queries; t++) {
          System.arraycopy(query, (c * queries + t) * hidden + head * size, q, t * size, size);
        }
        for (int t = 0; t < tokens; t++) {
          int from = (c * tokens + t) * hidden + head * size;
          for (int i = 0; i < size; i++) {
            k[i * tokens + t] = key[from + i];
            v[t * size + i] = value[from + i];
          }
        }
        float[] scores = products.multiply(name + "scores", q, k, queries, size, tokens);
        for (int i = 0; i < scores.length; i++) {
          scores[i] *= scale;
        }
        Functions.softmax(scores, tokens);
        float[] mixed = products.multiply(name + "context", scores, v, queries, tokens, size);
        for (int t = 0; t < queries; t++) {
          System.arraycopy(
              mixed, t * size, context, (c * queries + t) * hidden + head * size, size);
        }
      }
    }
    return context;
  }
}
