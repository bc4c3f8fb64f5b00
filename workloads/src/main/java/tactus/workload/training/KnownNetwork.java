package tactus.workload.training;

import java.util.ArrayList;
import java.util.List;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.training.TrainingLayer.Kind;

/**
 * Networks for images by name, at the shapes and batches with which N:M sparse training was
 * reported: the datasets' image sizes are known, the rest is the usual form of each network. The
 * first convolution and the last layer stay dense.
 *
 * <p>A convolution has batch normalization and a rectifier: its statistics are summed up as results
 * leave the array, so the vector unit goes over them once forwards (normalize and rectify) and
 * twice backwards (two sums, then the gradient).
 */
public enum KnownNetwork {
  /** ResNet-9 for 32 x 32 images (CIFAR-10), as DAWNBench's entries have it. */
  RESNET9(512) {
    @Override
    void add(Writer writer) {
      writer.conv("conv1", 64, 3, 1);
      writer.conv("conv2", 128, 3, 1).pool();
      writer.conv("residual1.conv1", 128, 3, 1);
      writer.conv("residual1.conv2", 128, 3, 1);
      writer.conv("conv3", 256, 3, 1).pool();
      writer.conv("conv4", 512, 3, 1).pool();
      writer.conv("residual2.conv1", 512, 3, 1);
      writer.conv("residual2.conv2", 512, 3, 1);
      writer.linear("fc", 10);
    }
  },
  /** A small ViT for 32 x 32 images (CIFAR-100): 7 layers of width 384, 12 heads, patches of 4. */
  VIT(128) {
    @Override
    void add(Writer writer) {
      int tokens = 65;
      int width = 384;
      int heads = 12;
      writer.tokens("patches", tokens - 1, 48, width, false, 1, 1);
      for (int layer = 0; layer < 7; layer++) {
        String name = "layer." + layer;
        // Layer normalization goes twice over a row each way, softmax three and two times.
        writer.tokens(name + ".qkv", tokens, width, 3 * width, true, 1, 1);
        writer.attention(name + ".scores", heads, tokens, width / heads, tokens, 3, 2);
        writer.attention(name + ".context", heads, tokens, tokens, width / heads, 0, 0);
        writer.tokens(name + ".projection", tokens, width, width, true, 3, 3);
        writer.tokens(name + ".up", tokens, width, 4 * width, true, 1, 1);
        writer.tokens(name + ".down", tokens, 4 * width, width, true, 3, 3);
      }
      writer.tokens("head", 1, width, 100, false, 0, 0);
    }
  },
  /** VGG-19 for 32 x 32 images (CIFAR-100): its convolutions and one linear layer. */
  VGG19(512) {
    @Override
    void add(Writer writer) {
      int[] counts = {2, 2, 4, 4, 4};
      int[] widths = {64, 128, 256, 512, 512};
      for (int stage = 0; stage < counts.length; stage++) {
        for (int i = 0; i < counts[stage]; i++) {
          writer.conv("conv" + (stage + 1) + "." + (i + 1), widths[stage], 3, 1);
        }
        writer.pool();
      }
      writer.linear("fc", 100);
    }
  },
  /** ResNet-18 for 64 x 64 images (Tiny ImageNet), with a stem of 3 x 3 that keeps the size. */
  RESNET18(512) {
    @Override
    void add(Writer writer) {
      writer.size(64).conv("stem", 64, 3, 1);
      resnet18(writer);
      writer.linear("fc", 200);
    }
  },
  /** ResNet-18 for 224 x 224 images (ImageNet). */
  RESNET18_224(256) {
    @Override
    void add(Writer writer) {
      writer.size(224).conv("stem", 64, 7, 2).pool();
      resnet18(writer);
      writer.linear("fc", 1000);
    }
  },
  /** ResNet-50 for 224 x 224 images (ImageNet). */
  RESNET50(256) {
    @Override
    void add(Writer writer) {
      writer.size(224).conv("stem", 64, 7, 2).pool();
      int[] widths = {64, 128, 256, 512};
      int[] blocks = {3, 4, 6, 3};
      for (int stage = 0; stage < widths.length; stage++) {
        for (int block = 0; block < blocks[stage]; block++) {
          int stride = stage > 0 && block == 0 ? 2 : 1;
          String name = "stage" + (stage + 1) + "." + (block + 1);
          if (block == 0) {
            writer.beside(name + ".shortcut", 4 * widths[stage], 1, stride);
          }
          writer.conv(name + ".conv1", widths[stage], 1, 1);
          writer.conv(name + ".conv2", widths[stage], 3, stride);
          writer.conv(name + ".conv3", 4 * widths[stage], 1, 1);
        }
      }
      writer.linear("fc", 1000);
    }
  };

  private final int usualBatch;

  KnownNetwork(int usualBatch) {
    this.usualBatch = usualBatch;
  }

  abstract void add(Writer writer);

  private static void resnet18(Writer writer) {
    int[] widths = {64, 128, 256, 512};
    for (int stage = 0; stage < widths.length; stage++) {
      for (int block = 0; block < 2; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "stage" + (stage + 1) + "." + (block + 1);
        if (stride > 1) {
          writer.beside(name + ".shortcut", widths[stage], 1, stride);
        }
        writer.conv(name + ".conv1", widths[stage], 3, stride);
        writer.conv(name + ".conv2", widths[stage], 3, 1);
      }
    }
  }

  /** {@return the batch with which it was reported, or an assumed one} */
  public int usualBatch() {
    return usualBatch;
  }

  /**
   * {@return the network}
   *
   * @param name name in reports
   * @param batch images of an iteration
   */
  public TrainingNetwork network(String name, int batch) {
    Writer writer = new Writer(batch);
    add(writer);
    return new TrainingNetwork(name, batch, writer.layers);
  }

  /** Collects layers, each over what the one before made. */
  static final class Writer {
    private final int batch;
    private final List<TrainingLayer> layers = new ArrayList<>();
    private int size = 32;
    private int channels = 3;

    private Writer(int batch) {
      this.batch = batch;
    }

    Writer size(int pixels) {
      size = pixels;
      return this;
    }

    /** Halves the image. */
    Writer pool() {
      size /= 2;
      return this;
    }

    /** A convolution that keeps the size but for its stride. */
    Writer conv(String name, int filters, int window, int stride) {
      beside(name, filters, window, stride);
      size /= stride;
      channels = filters;
      return this;
    }

    /** A convolution beside the next one, over the same image. */
    void beside(String name, int filters, int window, int stride) {
      boolean first = layers.isEmpty();
      long side = size / stride;
      layers.add(
          new TrainingLayer(
              name,
              new MatMulShape(1, side * side * batch, (long) window * window * channels, filters),
              (long) size * size * channels * batch,
              first ? Kind.DENSE_WEIGHTS : Kind.SPARSE_WEIGHTS,
              !first,
              1,
              2));
    }

    /** The last layer, over the means of all channels. */
    void linear(String name, int outputs) {
      layers.add(
          new TrainingLayer(
              name,
              new MatMulShape(1, batch, channels, outputs),
              (long) batch * channels,
              Kind.DENSE_WEIGHTS,
              true,
              0,
              0));
    }

    /** A linear layer over the tokens of each image. */
    void tokens(
        String name,
        int tokens,
        int inputs,
        int outputs,
        boolean sparse,
        int forwardPasses,
        int backwardPasses) {
      long rows = (long) tokens * batch;
      layers.add(
          new TrainingLayer(
              name,
              new MatMulShape(1, rows, inputs, outputs),
              rows * inputs,
              sparse ? Kind.SPARSE_WEIGHTS : Kind.DENSE_WEIGHTS,
              !layers.isEmpty(),
              forwardPasses,
              backwardPasses));
    }

    /** A product of two activations for each head of each image. */
    void attention(
        String name, int heads, int m, int k, int n, int forwardPasses, int backwardPasses) {
      long products = (long) heads * batch;
      layers.add(
          new TrainingLayer(
              name,
              new MatMulShape(products, m, k, n),
              products * m * k,
              Kind.ACTIVATIONS,
              true,
              forwardPasses,
              backwardPasses));
    }
  }
}
