package tactus.workload.transformer;

import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;
import tactus.workload.transformer.TransformerSpec.Attention;
import tactus.workload.transformer.TransformerSpec.FeedForward;

/** Appends the operators of one layer after the other, for one pass. */
final class LayerWriter {

  private final GraphWriter graph;
  private final TransformerSpec spec;
  private final Pass pass;
  private final Attention attention;
  private final FeedForward feedForward;
  private final long rows;
  private final long hidden;

  LayerWriter(GraphWriter graph, TransformerSpec spec, Pass pass) {
    this.graph = graph;
    this.spec = spec;
    this.pass = pass;
    this.attention = spec.attention();
    this.feedForward = spec.feedForward();
    this.rows = pass.rows();
    this.hidden = spec.hidden();
  }

  /**
   * Appends a layer.
   *
   * @param index index of the layer
   * @param x tokens that enter it
   * @param result the part that its result plays
   * @return tokens that leave it
   */
  Tensor append(int index, Tensor x, TensorKind result) {
    graph.startLayer("layer." + index);
    TensorKind inner = TensorKind.ACTIVATION;
    if (spec.architecture().normsLast()) {
      Tensor sum = add("attention_add", inner, x, appendAttention(x));
      Tensor middle = norm("attention_norm", inner, sum);
      Tensor second = appendFeedForward(middle, middle, inner);
      return norm("ffn_norm", result, second);
    }
    Tensor attended = appendAttention(norm("attention_norm", inner, x));
    Tensor middle = add("attention_add", inner, x, attended);
    return appendFeedForward(norm("ffn_norm", inner, middle), middle, result);
  }

  private Tensor appendAttention(Tensor x) {
    long groups = Math.multiplyExact(pass.batch(), attention.keyValueHeads());
    long queries =
        Math.multiplyExact((long) attention.heads() / attention.keyValueHeads(), pass.newTokens());
    long width = attention.headDim();
    long keys = pass.keys(attention.window());

    Tensor q;
    Tensor k;
    Tensor v;
    if (spec.architecture().fusedProjection()) {
      long all = Math.addExact(attention.queryWidth(), 2 * attention.keyValueWidth());
      q = linear("c_attn", x, rows, hidden, all, attention.inputBias());
      k = q;
      v = q;
    } else {
      q = linear("q_proj", x, rows, hidden, attention.queryWidth(), attention.inputBias());
      k = linear("k_proj", x, rows, hidden, attention.keyValueWidth(), attention.inputBias());
      v = linear("v_proj", x, rows, hidden, attention.keyValueWidth(), attention.inputBias());
    }
    if (spec.architecture().rotary()) {
      q = vector(OperatorKind.ROTARY, "q_rotary", attention.queryWidth(), q);
      k = vector(OperatorKind.ROTARY, "k_rotary", attention.keyValueWidth(), k);
    }
    if (spec.architecture().causal()) {
      k = cache("k", k, groups, keys);
      v = cache("v", v, groups, keys);
    }
    MatMulShape scoresShape = new MatMulShape(groups, queries, width, keys);
    Tensor scores = graph.matmul(graph.inLayer("scores"), q, k, scoresShape, groups, queries, keys);
    Tensor weights =
        graph.reshaping(
            OperatorKind.SOFTMAX,
            graph.inLayer("softmax"),
            Math.multiplyExact(groups, queries),
            keys,
            scores,
            groups,
            queries,
            keys);
    MatMulShape contextShape = new MatMulShape(groups, queries, keys, width);
    Tensor context =
        graph.matmul(
            graph.inLayer("context"), weights, v, contextShape, rows, attention.queryWidth());
    return linear("o_proj", context, rows, attention.queryWidth(), hidden, attention.outputBias());
  }

  private Tensor cache(String which, Tensor newRows, long groups, long keys) {
    return graph.append(
        graph.inLayer(which + "_append"),
        graph.inLayer(which + "_cache"),
        rows,
        attention.keyValueWidth(),
        newRows,
        groups,
        keys,
        (long) attention.headDim());
  }

  /** Appends the feed-forward part and the sum with what went around it. */
  private Tensor appendFeedForward(Tensor x, Tensor around, TensorKind result) {
    return feedForward.experts() == 0
        ? add("ffn_add", result, around, appendProjections("", x, rows))
        : appendExperts(x, around, result);
  }

  /** Appends the projections of a feed-forward part over some tokens. */
  private Tensor appendProjections(String part, Tensor x, long tokens) {
    long middle = feedForward.intermediate();
    boolean bias = feedForward.bias();
    OperatorKind activation = feedForward.activation();
    Tensor y;
    if (feedForward.gated()) {
      Tensor gate = linear(part + "gate_proj", x, tokens, hidden, middle, bias);
      Tensor up = linear(part + "up_proj", x, tokens, hidden, middle, bias);
      gate = graph.vector(activation, inLayer(part + "activation"), tokens, middle, gate);
      y =
          graph.vector(
              OperatorKind.MULTIPLY, inLayer(part + "gate_multiply"), tokens, middle, gate, up);
    } else {
      y = linear(part + "up_proj", x, tokens, hidden, middle, bias);
      y = graph.vector(activation, inLayer(part + "activation"), tokens, middle, y);
    }
    return linear(part + "down_proj", y, tokens, middle, hidden, bias);
  }

  /**
   * Appends router and experts. The router spreads the tokens evenly: as few tokens for each expert
   * as possible, over as many experts as possible. Each expert's weighted result is added to the
   * tokens; the sum passes over all tokens, for every expert.
   */
  private Tensor appendExperts(Tensor x, Tensor around, TensorKind result) {
    long experts = feedForward.experts();
    long perToken = feedForward.expertsPerToken();
    Tensor logits = linear("router", x, rows, hidden, experts, false);
    Tensor shares = vector(OperatorKind.SOFTMAX, "router_softmax", experts, logits);
    Tensor chosen =
        graph.reshaping(
            OperatorKind.TOP_K, inLayer("router_top_k"), rows, experts, shares, rows, perToken);
    long work = Math.multiplyExact(rows, perToken);
    long active = Math.min(experts, work);
    long tokens = (work + active - 1) / active;
    Tensor sum = around;
    for (long expert = 0; expert < active; expert++) {
      String part = "experts." + expert + ".";
      Tensor y = appendProjections(part, x, tokens);
      y = graph.vector(OperatorKind.MULTIPLY, inLayer(part + "weigh"), tokens, hidden, y, chosen);
      sum = add(part + "add", expert == active - 1 ? result : TensorKind.ACTIVATION, sum, y);
    }
    return sum;
  }

  private Tensor linear(String part, Tensor x, long m, long k, long n, boolean bias) {
    MatMulShape shape = new MatMulShape(1, m, k, n);
    return graph.linear(inLayer(part), x, shape, bias, TensorKind.ACTIVATION);
  }

  private Tensor norm(String part, TensorKind result, Tensor x) {
    return graph.norm(spec.norm(), inLayer(part), result, rows, hidden, x);
  }

  private Tensor add(String part, TensorKind result, Tensor x, Tensor y) {
    return graph.vector(OperatorKind.ADD, inLayer(part), result, rows, hidden, x, y);
  }

  private Tensor vector(OperatorKind kind, String part, long columns, Tensor x) {
    return graph.vector(kind, inLayer(part), rows, columns, x);
  }

  private String inLayer(String part) {
    return graph.inLayer(part);
  }
}
