package tactus.workload.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.transformer.TransformerSpec.Attention;
import tactus.workload.transformer.TransformerSpec.FeedForward;
import tactus.workload.transformer.TransformerSpec.Frontend;
import tactus.workload.transformer.TransformerSpec.Image;
import tactus.workload.transformer.TransformerSpec.Text;

/** What holds for every model and phase. */
class TransformerGraphPropertyTest {

  @Provide
  Arbitrary<TransformerSpec> specs() {
    return Combinators.combine(
            Arbitraries.of(Architecture.values()),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 5),
            Arbitraries.of(true, false))
        .as(TransformerGraphPropertyTest::spec);
  }

  private static TransformerSpec spec(
      Architecture architecture,
      int layers,
      int keyValueHeads,
      int group,
      int headDim,
      int perToken,
      int more,
      boolean flag) {
    boolean rotary = architecture.rotary();
    int heads = keyValueHeads * group;
    int hidden = heads * headDim;
    Attention attention =
        new Attention(heads, rotary ? keyValueHeads : heads, headDim, flag, !flag, 0);
    boolean routed = architecture == Architecture.MIXTRAL;
    FeedForward feedForward =
        new FeedForward(
            hidden + more,
            rotary ? OperatorKind.SILU : OperatorKind.GELU,
            rotary,
            flag,
            routed ? perToken + more : 0,
            routed ? perToken : 0);
    Frontend frontend =
        architecture == Architecture.VIT
            ? new Image(2L * more, 2, 3, flag ? 10 : 0)
            : new Text(11, rotary ? 0 : 64, 64, architecture.normsLast() ? 2 : 0, flag);
    return new TransformerSpec("m", architecture, hidden, layers, attention, feedForward, frontend);
  }

  private static OperatorGraph graph(TransformerSpec spec, int batch, int tokens, int cached) {
    Phase phase = Phase.prefill(batch, spec.fixedSequence().orElse(tokens));
    if (spec.architecture().causal() && cached > 0) {
      phase = cached % 2 == 0 ? Phase.decode(batch, cached) : Phase.generate(batch, tokens, cached);
    }
    return TransformerGraph.of(spec, phase, TransformerOptions.defaults());
  }

  @Property(tries = 300)
  void shapes_everyOperator_fitItsTensors(
      @ForAll("specs") TransformerSpec spec,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 20) int tokens,
      @ForAll @IntRange(max = 6) int cached) {
    OperatorGraph graph = graph(spec, batch, tokens, cached);

    for (Operator operator : graph.operators()) {
      assertFits(operator);
    }
  }

  private static void assertFits(Operator operator) {
    OperatorShape shape = operator.shape();
    Tensor first = operator.inputs().get(0);
    if (shape instanceof MatMulShape product) {
      long a = product.batch() * product.m() * product.k();
      long b = product.batch() * product.k() * product.n();
      assertThat(operator.output().elements())
          .as(operator.name())
          .isEqualTo(product.batch() * product.m() * product.n());
      assertThat(first.elements()).as(operator.name()).isGreaterThanOrEqualTo(a);
      assertThat(operator.inputs().get(1).elements()).as(operator.name()).isGreaterThanOrEqualTo(b);
      if (operator.inputs().size() > 2) {
        assertThat(operator.inputs().get(2).elements()).isEqualTo(product.n());
      }
      return;
    }
    VectorShape rows = (VectorShape) shape;
    long elements = rows.rows() * rows.columns();
    switch (operator.kind()) {
      case EMBEDDING -> {
        assertThat(first.elements()).isEqualTo(rows.rows());
        assertThat(operator.inputs().get(1).shape().get(1)).isEqualTo(rows.columns());
        assertThat(operator.output().elements()).isEqualTo(elements);
      }
      case TOP_K -> {
        assertThat(operator.output().shape().get(0)).isEqualTo(rows.rows());
        assertThat(operator.output().shape().get(1)).isLessThanOrEqualTo(rows.columns());
      }
      case KV_APPEND -> {
        assertThat(first.elements()).isGreaterThanOrEqualTo(elements);
        assertThat(operator.output().elements()).isGreaterThanOrEqualTo(elements);
      }
      default -> {
        assertThat(first.elements()).as(operator.name()).isGreaterThanOrEqualTo(elements);
        assertThat(operator.output().elements()).as(operator.name()).isEqualTo(elements);
      }
    }
  }

  @Property(tries = 300)
  void parameters_prefillOfManyTokens_areThoseOfTheSummary(@ForAll("specs") TransformerSpec spec) {
    OperatorGraph graph = graph(spec, 2, 32, 0);

    assertThat(graph.parameters()).isEqualTo(ModelSummary.of(spec).parameters());
  }

  @Property(tries = 100)
  void macs_batch_growInProportionWithoutRouter(
      @ForAll("specs") TransformerSpec spec, @ForAll @IntRange(min = 2, max = 5) int batch) {
    if (spec.feedForward().experts() == 0) {
      assertThat(graph(spec, batch, 9, 0).macs()).isEqualTo(batch * graph(spec, 1, 9, 0).macs());
    } else {
      // Even shares are rounded up, so a batch never needs more than its sequences apart.
      assertThat(graph(spec, batch, 9, 0).macs())
          .isLessThanOrEqualTo(batch * graph(spec, 1, 9, 0).macs());
    }
  }
}
