package tactus.workload.transformer;

import java.util.ArrayList;
import java.util.List;
import tactus.workload.OperatorKind;
import tactus.workload.transformer.TransformerSpec.Attention;
import tactus.workload.transformer.TransformerSpec.FeedForward;
import tactus.workload.transformer.TransformerSpec.Frontend;
import tactus.workload.transformer.TransformerSpec.Image;
import tactus.workload.transformer.TransformerSpec.Text;

/**
 * The trained parameters of a model, with its own head (see {@link TransformerOptions.Head}) and
 * all experts. Parameters used twice count once.
 *
 * @param name name of the model
 * @param components its parts, in the order of the data
 */
public record ModelSummary(String name, List<Component> components) {

  /** Copies the components. */
  public ModelSummary {
    components = List.copyOf(components);
  }

  /**
   * A part of a model, over all layers.
   *
   * @param name what it is
   * @param parameters number of its parameters, at least 0
   */
  public record Component(String name, long parameters) {}

  /**
   * {@return the parameters of a model}
   *
   * @param spec the model
   */
  public static ModelSummary of(TransformerSpec spec) {
    List<Component> parts = new ArrayList<>();
    FeedForward feedForward = spec.feedForward();
    parts.add(new Component("embeddings", embeddings(spec)));
    parts.add(new Component("attention", perLayer(spec, attention(spec))));
    if (feedForward.experts() > 0) {
      long router = Math.multiplyExact(spec.hidden(), feedForward.experts());
      long experts = Math.multiplyExact(expert(spec), feedForward.experts());
      parts.add(new Component("router", perLayer(spec, router)));
      parts.add(new Component("experts", perLayer(spec, experts)));
    } else {
      parts.add(new Component("feed_forward", perLayer(spec, expert(spec))));
    }
    parts.add(new Component("norms", norms(spec)));
    parts.add(new Component("head", head(spec)));
    return new ModelSummary(spec.name(), parts);
  }

  /** {@return the number of all parameters} */
  public long parameters() {
    long sum = 0;
    for (Component component : components) {
      sum = Math.addExact(sum, component.parameters());
    }
    return sum;
  }

  private static long embeddings(TransformerSpec spec) {
    Frontend frontend = spec.frontend();
    if (frontend instanceof Image image) {
      long places = Math.multiplyExact(image.patches() + 2, spec.hidden());
      return Math.addExact(places, matrix(image.patchElements(), spec.hidden(), true));
    }
    Text text = (Text) frontend;
    long rows = Math.addExact(text.vocabulary(), Math.addExact(text.positionRows(), text.types()));
    return Math.multiplyExact(rows, spec.hidden());
  }

  private static long attention(TransformerSpec spec) {
    Attention attention = spec.attention();
    long query = matrix(spec.hidden(), attention.queryWidth(), attention.inputBias());
    long keyOrValue = matrix(spec.hidden(), attention.keyValueWidth(), attention.inputBias());
    long output = matrix(attention.queryWidth(), spec.hidden(), attention.outputBias());
    return Math.addExact(Math.addExact(query, output), Math.multiplyExact(2, keyOrValue));
  }

  private static long expert(TransformerSpec spec) {
    FeedForward part = spec.feedForward();
    long up = matrix(spec.hidden(), part.intermediate(), part.bias());
    long down = matrix(part.intermediate(), spec.hidden(), part.bias());
    return Math.addExact(Math.multiplyExact(part.gated() ? 2 : 1, up), down);
  }

  /** Two in each layer, and one after the embeddings or before the head. */
  private static long norms(TransformerSpec spec) {
    long each = spec.norm() == OperatorKind.LAYER_NORM ? 2 * spec.hidden() : spec.hidden();
    return Math.multiplyExact(2L * spec.layers() + 1, each);
  }

  private static long head(TransformerSpec spec) {
    if (spec.frontend() instanceof Image image) {
      return image.labels() == 0 ? 0 : matrix(spec.hidden(), image.labels(), true);
    }
    Text text = (Text) spec.frontend();
    if (!spec.architecture().causal()) {
      return matrix(spec.hidden(), spec.hidden(), true);
    }
    return text.tied() ? 0 : matrix(spec.hidden(), text.vocabulary(), false);
  }

  private static long matrix(long rows, long columns, boolean bias) {
    return Math.multiplyExact(bias ? Math.addExact(rows, 1) : rows, columns);
  }

  private static long perLayer(TransformerSpec spec, long parameters) {
    return Math.multiplyExact(parameters, spec.layers());
  }
}
