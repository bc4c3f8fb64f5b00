package tactus.workload.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.OperatorGraph;
import tactus.workload.OperatorKind;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.OperatorShape.VectorShape;
import tactus.workload.Tensor;
import tactus.workload.TensorKind;
import tactus.workload.transformer.TransformerOptions.Head;

class TransformerGraphTest {

  private static final TransformerOptions BF16 = TransformerOptions.defaults();

  private static OperatorGraph graph(String model, Phase phase) {
    return TransformerGraph.of(ShippedModels.read(model), phase, BF16);
  }

  private static Operator operator(OperatorGraph graph, String name) {
    return graph.operators().stream()
        .filter(operator -> operator.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(OperatorGraph graph, String layer) {
    return graph.operators().stream()
        .filter(operator -> operator.layer().equals(layer))
        .map(operator -> operator.name() + " " + operator.kind().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toList());
  }

  private static long parametersOf(OperatorGraph graph, OperatorKind kind) {
    long sum = 0;
    for (Operator operator : graph.operators()) {
      if (operator.kind() == kind) {
        sum += operator.shape() instanceof VectorShape shape ? shape.rows() : 0;
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"bert-base, 768, 3072, 12", "bert-large, 1024, 4096, 24"})
  void macs_bert_areThoseOfTheFormula(String model, long h, long i, long layers) {
    for (long s : new long[] {128, 512}) {
      long layer = 4 * s * h * h + 2 * s * s * h + 2 * s * h * i;

      assertThat(graph(model, Phase.prefill(1, s)).macs()).isEqualTo(layers * layer + h * h);
      assertThat(graph(model, Phase.prefill(3, s)).macs()).isEqualTo(3 * (layers * layer + h * h));
    }
  }

  @Test
  void macs_bertBase128_are11174215680() {
    // 12 layers of 931,135,488 and the pooler's 589,824.
    assertThat(graph("bert-base", Phase.prefill(1, 128)).macs()).isEqualTo(11_174_215_680L);
  }

  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, 4096, 4096, 11008, 32, 32000",
    "llama-3-8b, 4096, 1024, 14336, 32, 128256",
    "qwen2-7b,   3584, 512,  18944, 28, 152064"
  })
  void macs_prefill_areThoseOfTheFormula(
      String model, long h, long kv, long i, long layers, long vocabulary) {
    long s = 512;
    long layer = s * h * (2 * h + 2 * kv) + 2 * s * s * h + 3 * s * h * i;

    OperatorGraph graph = graph(model, Phase.prefill(2, s));

    assertThat(graph.macs()).isEqualTo(2 * (layers * layer + h * vocabulary));
  }

  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, 4096, 4096, 11008, 32, 32000,  512",
    "llama-2-7b, 4096, 4096, 11008, 32, 32000,  4095",
    "llama-3-8b, 4096, 1024, 14336, 32, 128256, 4096"
  })
  void macs_decode_areThoseOfTheFormula(
      String model, long h, long kv, long i, long layers, long vocabulary, long cached) {
    long layer = h * (2 * h + 2 * kv) + 2 * (cached + 1) * h + 3 * h * i;

    OperatorGraph graph = graph(model, Phase.decode(4, cached));

    assertThat(graph.macs()).isEqualTo(4 * (layers * layer + h * vocabulary));
  }

  @Test
  void macs_gpt2Prefill_areThoseOfTheFormula() {
    long s = 100;
    long h = 768;
    long layer = 12 * s * h * h + 2 * s * s * h;

    assertThat(graph("gpt2", Phase.prefill(1, s)).macs()).isEqualTo(12 * layer + h * 50257);
  }

  @Test
  void macs_vit_areThoseOfTheFormula() {
    long s = 197;
    long h = 768;
    long layer = 12 * s * h * h + 2 * s * s * h;

    OperatorGraph graph = graph("vit-b-16", Phase.prefill(1, s));

    assertThat(graph.macs()).isEqualTo(196 * h * h + 12 * layer + h * 1000);
  }

  @Test
  void macs_mixtralDecode_countTwoExperts() {
    long h = 4096;
    long layer = h * (2 * h + 2 * 1024) + 2 * 513 * h + 8 * h + 2 * 3 * h * 14336;

    OperatorGraph graph = graph("mixtral-8x7b", Phase.decode(1, 512));

    assertThat(graph.macs()).isEqualTo(32 * layer + h * 32000);
    assertThat(operator(graph, "layer.31.experts.1.down_proj").shape())
        .isEqualTo(new MatMulShape(1, 1, 14336, h));
  }

  @Test
  void of_mixtralDecodeOfThree_usesSixExpertsOfOneToken() {
    OperatorGraph graph = graph("mixtral-8x7b", Phase.decode(3, 10));

    List<Operator> gates = new ArrayList<>();
    for (Operator operator : graph.operators()) {
      if (operator.name().startsWith("layer.0.") && operator.name().endsWith("gate_proj")) {
        gates.add(operator);
      }
    }
    assertThat(gates).hasSize(6);
    assertThat(gates).allSatisfy(g -> assertThat(((MatMulShape) g.shape()).m()).isEqualTo(1));
  }

  @Test
  void of_mixtralPrefill_roundsTokensOfAnExpertUp() {
    OperatorGraph graph = graph("mixtral-8x7b", Phase.prefill(1, 17));

    // 17 tokens take 34 experts' turns, 4.25 for each of 8.
    assertThat(((MatMulShape) operator(graph, "layer.0.experts.7.up_proj").shape()).m())
        .isEqualTo(5);
    assertThat(operator(graph, "layer.0.router_top_k").output().shape()).containsExactly(17L, 2L);
  }

  @Test
  void of_bert_makesTheLayerInOrder() {
    OperatorGraph graph = graph("bert-base", Phase.prefill(1, 128));

    assertThat(names(graph, "embeddings"))
        .containsExactly(
            "embeddings.token_embeddings embedding",
            "embeddings.position_embeddings embedding",
            "embeddings.position_add add",
            "embeddings.type_embeddings embedding",
            "embeddings.type_add add",
            "embeddings.norm layer_norm");
    assertThat(names(graph, "layer.11"))
        .containsExactly(
            "layer.11.q_proj linear",
            "layer.11.k_proj linear",
            "layer.11.v_proj linear",
            "layer.11.scores matmul",
            "layer.11.softmax softmax",
            "layer.11.context matmul",
            "layer.11.o_proj linear",
            "layer.11.attention_add add",
            "layer.11.attention_norm layer_norm",
            "layer.11.up_proj linear",
            "layer.11.activation gelu",
            "layer.11.down_proj linear",
            "layer.11.ffn_add add",
            "layer.11.ffn_norm layer_norm");
    assertThat(names(graph, "head"))
        .containsExactly("head.pooler linear", "head.pooler_activation tanh");
  }

  @Test
  void of_llama_makesTheLayerInOrder() {
    OperatorGraph graph = graph("llama-3-8b", Phase.decode(1, 7));

    assertThat(names(graph, "embeddings")).containsExactly("embeddings.token_embeddings embedding");
    assertThat(names(graph, "layer.3"))
        .containsExactly(
            "layer.3.attention_norm rms_norm",
            "layer.3.q_proj linear",
            "layer.3.k_proj linear",
            "layer.3.v_proj linear",
            "layer.3.q_rotary rotary",
            "layer.3.k_rotary rotary",
            "layer.3.k_append kv_append",
            "layer.3.v_append kv_append",
            "layer.3.scores matmul",
            "layer.3.softmax softmax",
            "layer.3.context matmul",
            "layer.3.o_proj linear",
            "layer.3.attention_add add",
            "layer.3.ffn_norm rms_norm",
            "layer.3.gate_proj linear",
            "layer.3.up_proj linear",
            "layer.3.activation silu",
            "layer.3.gate_multiply multiply",
            "layer.3.down_proj linear",
            "layer.3.ffn_add add");
    assertThat(names(graph, "head")).containsExactly("head.norm rms_norm", "head.lm_head linear");
  }

  @Test
  void of_groupedQueryDecode_sharesKeysBetweenHeads() {
    OperatorGraph graph = graph("llama-3-8b", Phase.decode(2, 99));

    Operator scores = operator(graph, "layer.0.scores");
    assertThat(scores.shape()).isEqualTo(new MatMulShape(16, 4, 128, 100));
    assertThat(scores.inputs().get(1).kind()).isEqualTo(TensorKind.KV_CACHE);
    assertThat(scores.inputs().get(1).shape()).containsExactly(16L, 100L, 128L);
    assertThat(operator(graph, "layer.0.softmax").shape()).isEqualTo(new VectorShape(64, 100));
    assertThat(operator(graph, "layer.0.context").shape())
        .isEqualTo(new MatMulShape(16, 4, 100, 128));
    assertThat(operator(graph, "layer.0.k_append").shape()).isEqualTo(new VectorShape(2, 1024));
  }

  @Test
  void of_gpt2_fusesTheProjectionAndTiesTheHead() {
    OperatorGraph graph = graph("gpt2", Phase.prefill(1, 10));

    assertThat(operator(graph, "layer.0.c_attn").shape())
        .isEqualTo(new MatMulShape(1, 10, 768, 2304));
    assertThat(operator(graph, "layer.0.c_attn").inputs().get(2).shape()).containsExactly(2304L);
    assertThat(operator(graph, "head.lm_head").shape())
        .isEqualTo(new MatMulShape(1, 1, 768, 50257));
    assertThat(operator(graph, "head.lm_head").inputs().get(1))
        .isEqualTo(operator(graph, "embeddings.token_embeddings").inputs().get(1));
  }

  @Test
  void of_qwen2_hasBiasesOfQueriesKeysAndValuesOnly() {
    OperatorGraph graph = graph("qwen2-7b", Phase.decode(1, 1));

    assertThat(operator(graph, "layer.0.q_proj").inputs()).hasSize(3);
    assertThat(operator(graph, "layer.0.v_proj").inputs()).hasSize(3);
    assertThat(operator(graph, "layer.0.o_proj").inputs()).hasSize(2);
    assertThat(operator(graph, "layer.0.up_proj").inputs()).hasSize(2);
  }

  @Test
  void of_vit_addsTheClassTokenToThePatches() {
    OperatorGraph graph = graph("vit-b-16", Phase.prefill(2, 197));

    assertThat(operator(graph, "embeddings.patch_projection").shape())
        .isEqualTo(new MatMulShape(1, 392, 768, 768));
    assertThat(operator(graph, "embeddings.position_add").output().shape())
        .containsExactly(394L, 768L);
    assertThat(operator(graph, "head.classifier").shape())
        .isEqualTo(new MatMulShape(1, 2, 768, 1000));
  }

  @Test
  void of_mistralBeyondItsWindow_decodesWithTheWindowOnly() {
    OperatorGraph graph = graph("mistral-7b", Phase.decode(1, 10_000));

    assertThat(operator(graph, "layer.0.scores").shape())
        .isEqualTo(new MatMulShape(8, 4, 128, 4096));
    assertThat(operator(graph("mistral-7b", Phase.prefill(1, 5000)), "layer.0.scores").shape())
        .isEqualTo(new MatMulShape(8, 20_000, 128, 5000));
  }

  @Test
  void of_generate_isPrefillAndDecodesWithGrowingCache() {
    OperatorGraph graph = graph("llama-2-7b", Phase.generate(1, 100, 4));

    long apart = graph("llama-2-7b", Phase.prefill(1, 100)).macs();
    for (int step = 0; step < 4; step++) {
      apart += graph("llama-2-7b", Phase.decode(1, 100 + step)).macs();
    }
    assertThat(graph.macs()).isEqualTo(apart);
    assertThat(graph.parameters()).isEqualTo(6_738_415_616L);
    assertThat(operator(graph, "decode.3.layer.0.q_proj").layer()).isEqualTo("layer.0");
    assertThat(operator(graph, "decode.3.layer.0.scores").shape())
        .isEqualTo(new MatMulShape(32, 1, 128, 104));
    assertThat(operator(graph, "prefill.head.lm_head").output().name())
        .isEqualTo("prefill.head.lm_head");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-base", "gpt2", "llama-3-8b", "mixtral-8x7b", "vit-b-16"})
  void of_headOmitted_endsWithTheHiddenStatesOfAllTokens(String model) {
    TransformerSpec spec = ShippedModels.read(model);
    long sequence = spec.fixedSequence().orElse(32);

    OperatorGraph graph =
        TransformerGraph.of(spec, Phase.prefill(2, sequence), BF16.withHead(Head.OMITTED));

    List<Operator> all = graph.operators();
    assertThat(all.get(all.size() - 1).output().kind()).isEqualTo(TensorKind.OUTPUT);
    assertThat(all.get(all.size() - 1).output().shape())
        .containsExactly(2 * sequence, spec.hidden());
    assertThat(all).filteredOn(o -> o.output().kind() == TensorKind.OUTPUT).hasSize(1);
  }

  @Test
  void of_options_giveEachTensorItsFormat() {
    TransformerOptions options =
        new TransformerOptions(DataType.INT4, DataType.FP16, DataType.INT8, Head.INCLUDED);

    OperatorGraph graph =
        TransformerGraph.of(ShippedModels.read("qwen2-7b"), Phase.decode(1, 3), options);

    Operator projection = operator(graph, "layer.0.k_proj");
    assertThat(projection.inputs())
        .extracting(Tensor::type)
        .containsExactly(DataType.FP16, DataType.INT4, DataType.FP16);
    assertThat(operator(graph, "layer.0.k_append").output().type()).isEqualTo(DataType.INT8);
    assertThat(operator(graph, "embeddings.token_embeddings").inputs())
        .extracting(Tensor::type)
        .containsExactly(DataType.INT32, DataType.INT4);
  }

  @Test
  void of_softmaxOfABatch_hasARowForEachHeadAndToken() {
    OperatorGraph graph = graph("bert-base", Phase.prefill(2, 128));

    assertThat(parametersOf(graph, OperatorKind.SOFTMAX)).isEqualTo(12L * 2 * 12 * 128);
  }

  @Test
  void of_sequenceBeyondTheModel_throwsWithBoth() {
    assertThatThrownBy(() -> graph("bert-base", Phase.prefill(1, 513)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sequence (513 tokens) of bert-base (bert) must be at most 512, the longest the model"
                + " was built for");
    assertThatThrownBy(() -> graph("roberta-base", Phase.prefill(1, 513)))
        .hasMessageContaining("at most 512");
    assertThatThrownBy(() -> graph("llama-2-7b", Phase.decode(1, 4096)))
        .hasMessageContaining("sequence (4097 tokens)");
    assertThatThrownBy(() -> graph("gpt2", Phase.generate(1, 1000, 25)))
        .hasMessageContaining("sequence (1025 tokens)");
  }

  @Test
  void of_imageModelWithOtherSequence_namesTheRightOne() {
    assertThatThrownBy(() -> graph("vit-b-16", Phase.prefill(1, 128)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 197: the patches of an image and the class token");
  }

  @Test
  void of_decodeOfAnEncoder_saysWhatItHas() {
    assertThatThrownBy(() -> graph("bert-base", Phase.decode(1, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("phase of bert-base (bert) must be prefill: an encoder makes no tokens");
  }

  @Test
  void of_batchBeyondCounting_throwsInsteadOfWrappingAround() {
    assertThatThrownBy(() -> graph("llama-2-7b", Phase.prefill(Long.MAX_VALUE / 2, 4096)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch");
  }
}
