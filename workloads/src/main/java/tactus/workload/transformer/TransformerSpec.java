package tactus.workload.transformer;

import java.util.OptionalLong;
import tactus.workload.OperatorKind;

/**
 * The figures of a transformer that decide its operators, whatever family it belongs to.
 *
 * @param name name of the model
 * @param architecture family
 * @param hidden elements of a token between layers, at least 1
 * @param layers number of layers, at least 1
 * @param attention figures of the attention
 * @param feedForward figures of the feed-forward part
 * @param frontend what enters, and how it becomes tokens
 */
public record TransformerSpec(
    String name,
    Architecture architecture,
    long hidden,
    int layers,
    Attention attention,
    FeedForward feedForward,
    Frontend frontend) {

  /** Checks the ranges. */
  public TransformerSpec {
    positive("hidden", hidden);
    positive("layers", layers);
  }

  /**
   * Figures of the attention.
   *
   * @param heads query heads, at least 1
   * @param keyValueHeads key and value heads, a divisor of {@code heads}
   * @param headDim elements of a head, at least 1
   * @param inputBias whether the projections of queries, keys and values have biases
   * @param outputBias whether the output projection has a bias
   * @param window tokens that a token sees, 0 for all
   */
  public record Attention(
      int heads,
      int keyValueHeads,
      int headDim,
      boolean inputBias,
      boolean outputBias,
      long window) {

    /** Checks the ranges. */
    public Attention {
      positive("heads", heads);
      positive("keyValueHeads", keyValueHeads);
      positive("headDim", headDim);
      if (heads % keyValueHeads != 0) {
        throw new IllegalArgumentException(
            "keyValueHeads (" + keyValueHeads + ") must divide heads (" + heads + ")");
      }
      if (window < 0) {
        throw new IllegalArgumentException("window (" + window + " tokens) must be at least 0");
      }
    }

    /** {@return elements of all query heads} */
    public long queryWidth() {
      return (long) heads * headDim;
    }

    /** {@return elements of all key heads, and of all value heads} */
    public long keyValueWidth() {
      return (long) keyValueHeads * headDim;
    }
  }

  /**
   * Figures of the feed-forward part.
   *
   * @param intermediate elements between its projections, at least 1
   * @param activation one of GELU, SILU, RELU, TANH
   * @param gated whether the activated projection multiplies a second one
   * @param bias whether the projections have biases
   * @param experts number of feed-forward parts a router chooses from, 0 if there is no router
   * @param expertsPerToken experts that a token takes, 0 if there is no router
   */
  public record FeedForward(
      long intermediate,
      OperatorKind activation,
      boolean gated,
      boolean bias,
      int experts,
      int expertsPerToken) {

    /** Checks the ranges. */
    public FeedForward {
      positive("intermediate", intermediate);
      if (experts < 0 || expertsPerToken < 0 || (experts == 0) != (expertsPerToken == 0)) {
        throw new IllegalArgumentException(
            "experts ("
                + experts
                + ") and expertsPerToken ("
                + expertsPerToken
                + ") must both be 0 or both be at least 1");
      }
      if (expertsPerToken > experts) {
        throw new IllegalArgumentException(
            "expertsPerToken (" + expertsPerToken + ") must be at most experts (" + experts + ")");
      }
    }
  }

  /** What enters a model. */
  public sealed interface Frontend {}

  /**
   * Text.
   *
   * @param vocabulary rows of the token table, at least 1
   * @param positionRows rows of the learned position table, 0 if positions are rotary
   * @param maxSequence longest sequence the model was built for, in tokens, at least 1
   * @param types rows of the token type table, 0 if there is none
   * @param tied whether the language model's head uses the token table
   */
  public record Text(long vocabulary, long positionRows, long maxSequence, long types, boolean tied)
      implements Frontend {

    /** Checks the ranges. */
    public Text {
      positive("vocabulary", vocabulary);
      positive("maxSequence", maxSequence);
      if (positionRows < 0 || types < 0) {
        throw new IllegalArgumentException(
            "positionRows (" + positionRows + ") and types (" + types + ") must be at least 0");
      }
    }
  }

  /**
   * Square images, cut into square patches.
   *
   * @param size height and width of an image, in pixels, at least 1
   * @param patch height and width of a patch, in pixels, a divisor of {@code size}
   * @param channels colours, at least 1
   * @param labels classes that the classifier tells apart, 0 if there is no classifier
   */
  public record Image(long size, long patch, long channels, long labels) implements Frontend {

    /** Checks the ranges. */
    public Image {
      positive("size", size);
      positive("patch", patch);
      positive("channels", channels);
      if (size % patch != 0) {
        throw new IllegalArgumentException(
            "patch (" + patch + " pixels) must divide size (" + size + " pixels)");
      }
      if (labels < 0) {
        throw new IllegalArgumentException("labels (" + labels + ") must be at least 0");
      }
    }

    /** {@return the patches of an image} */
    public long patches() {
      return Math.multiplyExact(size / patch, size / patch);
    }

    /** {@return the values of a patch} */
    public long patchElements() {
      return Math.multiplyExact(Math.multiplyExact(patch, patch), channels);
    }
  }

  /** {@return the only possible sequence length, in tokens; empty if it is free, as for text} */
  public OptionalLong fixedSequence() {
    return frontend instanceof Image image
        ? OptionalLong.of(image.patches() + 1)
        : OptionalLong.empty();
  }

  /** {@return the longest sequence, in tokens} */
  public long maxSequence() {
    return frontend instanceof Text text ? text.maxSequence() : fixedSequence().orElseThrow();
  }

  /** {@return the kind of norm between the halves of a layer} */
  OperatorKind norm() {
    return architecture.rotary() ? OperatorKind.RMS_NORM : OperatorKind.LAYER_NORM;
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
    }
  }
}
