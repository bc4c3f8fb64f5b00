package tactus.workload.transformer;

import tactus.workload.DataType;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;
import tactus.workload.transformer.TransformerOptions.Head;
import tactus.workload.transformer.TransformerSpec.Frontend;
import tactus.workload.transformer.TransformerSpec.Image;
import tactus.workload.transformer.TransformerSpec.Text;

/**
 * The operators of a transformer in a phase.
 *
 * <p>What is assumed:
 *
 * <ul>
 *   <li>All sequences of a batch are equally long.
 *   <li>Causal attention computes the full square of a prefill; a mask that costs nothing takes out
 *       the later tokens, as scaling by the root of the head's width costs nothing.
 *   <li>Biases are added by the operator before them.
 *   <li>The language model's head and the norm before it work on the last token of each sequence,
 *       pooler and classifier (and the norm before it) on the first.
 *   <li>The router of a mixture of experts spreads the tokens evenly (as few for each expert as
 *       possible), and sizes do not wait for its choice: an expert's weights may be fetched early.
 *   <li>The next token is chosen outside the machine, in no time.
 *   <li>Operators that only work in training (dropout) do not exist.
 * </ul>
 */
public final class TransformerGraph {

  private static final String EMBEDDINGS = "embeddings";
  private static final String HEAD = "head";

  private final TransformerSpec spec;
  private final TransformerOptions options;
  private final GraphWriter graph;

  private TransformerGraph(TransformerSpec spec, TransformerOptions options) {
    this.spec = spec;
    this.options = options;
    this.graph = new GraphWriter(spec.name(), options);
  }

  /**
   * {@return the operators of a model in a phase}
   *
   * <p>Names are {@code layer.0.q_proj}; those of a generation start with {@code prefill.} or with
   * the index of the step, as in {@code decode.3.layer.0.q_proj}.
   *
   * @param spec the model
   * @param phase what it is asked to do
   * @param options formats, and where the graph ends
   * @throws IllegalArgumentException if the model does not have the phase, or the sequence does not
   *     fit the model
   */
  public static OperatorGraph of(TransformerSpec spec, Phase phase, TransformerOptions options) {
    check(spec, phase);
    TransformerGraph model = new TransformerGraph(spec, options);
    try {
      model.append(phase);
      OperatorGraph graph = model.graph.build();
      graph.macs();
      return graph;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "batch (" + phase.batch() + " sequences) must make less than 2^63 multiply-accumulates",
          e);
    }
  }

  private void append(Phase phase) {
    if (phase instanceof Phase.Prefill prefill) {
      append(new Pass("", prefill.batch(), prefill.sequence(), 0));
    } else if (phase instanceof Phase.Decode decode) {
      append(new Pass("", decode.batch(), 1, decode.kvLength()));
    } else if (phase instanceof Phase.Generate generate) {
      append(new Pass("prefill.", generate.batch(), generate.prompt(), 0));
      for (int step = 0; step < generate.newTokens(); step++) {
        long cached = Math.addExact(generate.prompt(), step);
        append(new Pass("decode." + step + ".", generate.batch(), 1, cached));
      }
    }
  }

  private static void check(TransformerSpec spec, Phase phase) {
    String model = spec.name() + " (" + spec.architecture().modelType() + ")";
    if (!spec.architecture().causal() && !(phase instanceof Phase.Prefill)) {
      throw new IllegalArgumentException(
          "phase of " + model + " must be prefill: an encoder makes no tokens");
    }
    long positions = phase.positions();
    if (spec.fixedSequence().isPresent() && positions != spec.maxSequence()) {
      throw new IllegalArgumentException(
          "sequence ("
              + positions
              + " tokens) of "
              + model
              + " must be "
              + spec.maxSequence()
              + ": the patches of an image and the class token");
    }
    if (positions > spec.maxSequence()) {
      throw new IllegalArgumentException(
          "sequence ("
              + positions
              + " tokens) of "
              + model
              + " must be at most "
              + spec.maxSequence()
              + ", the longest the model was built for");
    }
  }

  private void append(Pass pass) {
    graph.startPass(pass.prefix());
    graph.startLayer(EMBEDDINGS);
    Frontend frontend = spec.frontend();
    Tensor x =
        frontend instanceof Image image
            ? appendPatches(image, pass)
            : appendTokens((Text) frontend, pass);
    boolean normLast = spec.architecture().normsLast();
    TensorKind last = normLast && !headIncluded() ? TensorKind.OUTPUT : TensorKind.ACTIVATION;
    LayerWriter layers = new LayerWriter(graph, spec, pass);
    for (int layer = 0; layer < spec.layers(); layer++) {
      x = layers.append(layer, x, layer == spec.layers() - 1 ? last : TensorKind.ACTIVATION);
    }
    graph.startLayer(HEAD);
    if (normLast) {
      appendPooler(x, pass);
    } else {
      appendNormAndHead(x, pass);
    }
  }

  private boolean headIncluded() {
    boolean exists = !(spec.frontend() instanceof Image image) || image.labels() > 0;
    return exists && options.head() == Head.INCLUDED;
  }

  private Tensor appendTokens(Text text, Pass pass) {
    long rows = pass.rows();
    long hidden = spec.hidden();
    Tensor ids = graph.input("token_ids", DataType.INT32, rows);
    Tensor x = lookup("token_embeddings", ids, tokenTable(text), rows);
    if (text.positionRows() > 0) {
      Tensor positions = graph.input("position_ids", DataType.INT32, pass.newTokens());
      Tensor table =
          graph.weight(graph.inLayer("position_embeddings.weight"), text.positionRows(), hidden);
      Tensor rowsOfTable = lookup("position_embeddings", positions, table, pass.newTokens());
      x = add("position_add", rows, x, rowsOfTable);
    }
    if (text.types() > 0) {
      Tensor types = graph.input("token_type_ids", DataType.INT32, rows);
      Tensor table = graph.weight(graph.inLayer("type_embeddings.weight"), text.types(), hidden);
      x = add("type_add", rows, x, lookup("type_embeddings", types, table, rows));
    }
    return spec.architecture().normsLast()
        ? graph.norm(spec.norm(), graph.inLayer("norm"), TensorKind.ACTIVATION, rows, hidden, x)
        : x;
  }

  private Tensor tokenTable(Text text) {
    return graph.weight(EMBEDDINGS + ".token_embeddings.weight", text.vocabulary(), spec.hidden());
  }

  /**
   * Appends the projection of the patches and the sum with the table of positions, repeated for
   * each image. In the class token's place that sum has the class token instead of a patch.
   */
  private Tensor appendPatches(Image image, Pass pass) {
    long hidden = spec.hidden();
    long patches = Math.multiplyExact(pass.batch(), image.patches());
    Tensor pixels = graph.input("patches", patches, image.patchElements());
    MatMulShape shape = new MatMulShape(1, patches, image.patchElements(), hidden);
    Tensor projected =
        graph.linear(graph.inLayer("patch_projection"), pixels, shape, true, TensorKind.ACTIVATION);
    Tensor positions = graph.input("position_ids", DataType.INT32, pass.rows());
    Tensor table =
        graph.weight(graph.inLayer("position_embeddings.weight"), pass.newTokens(), hidden);
    Tensor classToken = graph.weight(graph.inLayer("class_token"), 1L, hidden);
    Tensor places =
        graph.vector(
            OperatorKind.EMBEDDING,
            graph.inLayer("position_embeddings"),
            pass.rows(),
            hidden,
            positions,
            table,
            classToken);
    return add("position_add", pass.rows(), places, projected);
  }

  private Tensor lookup(String part, Tensor indices, Tensor table, long rows) {
    return graph.vector(
        OperatorKind.EMBEDDING, graph.inLayer(part), rows, spec.hidden(), indices, table);
  }

  private Tensor add(String part, long rows, Tensor x, Tensor y) {
    return graph.vector(OperatorKind.ADD, graph.inLayer(part), rows, spec.hidden(), x, y);
  }

  private void appendPooler(Tensor x, Pass pass) {
    if (!headIncluded()) {
      return;
    }
    long hidden = spec.hidden();
    MatMulShape shape = new MatMulShape(1, pass.batch(), hidden, hidden);
    Tensor pooled = graph.linear(graph.inLayer("pooler"), x, shape, true, TensorKind.ACTIVATION);
    graph.vector(
        OperatorKind.TANH,
        graph.inLayer("pooler_activation"),
        TensorKind.OUTPUT,
        pass.batch(),
        hidden,
        pooled);
  }

  private void appendNormAndHead(Tensor x, Pass pass) {
    long hidden = spec.hidden();
    boolean head = headIncluded();
    long rows = head ? pass.batch() : pass.rows();
    TensorKind normed = head ? TensorKind.ACTIVATION : TensorKind.OUTPUT;
    Tensor y = graph.norm(spec.norm(), graph.inLayer("norm"), normed, rows, hidden, x);
    if (!head) {
      return;
    }
    if (spec.frontend() instanceof Text text) {
      MatMulShape shape = new MatMulShape(1, rows, hidden, text.vocabulary());
      String name = graph.inLayer("lm_head");
      if (text.tied()) {
        graph.linear(name, y, tokenTable(text), shape, false, TensorKind.OUTPUT);
      } else {
        graph.linear(name, y, shape, false, TensorKind.OUTPUT);
      }
    } else if (spec.frontend() instanceof Image image) {
      MatMulShape shape = new MatMulShape(1, rows, hidden, image.labels());
      graph.linear(graph.inLayer("classifier"), y, shape, true, TensorKind.OUTPUT);
    }
  }
}
