package tactus.workload.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tactus.workload.OperatorGraph;

/**
 * The published numbers are those of the model classes that the summary describes: BertModel and
 * RobertaModel with pooler, the causal models with their head (GPT-2's is its token table),
 * ViTForImageClassification with 1000 labels and without pooler.
 */
class ModelSummaryTest {

  @ParameterizedTest
  @CsvSource({
    "bert-base,    109482240",
    "bert-large,   335141888",
    "roberta-base, 124645632",
    "gpt2,         124439808",
    "llama-2-7b,   6738415616",
    "llama-3-8b,   8030261248",
    "mistral-7b,   7241732096",
    "mixtral-8x7b, 46702792704",
    "qwen2-7b,     7615616512",
    "vit-b-16,     86567656"
  })
  void parameters_shippedModel_areThePublishedOnes(String name, long published) {
    ModelSummary summary = ModelSummary.of(ShippedModels.read(name));

    assertThat(summary.parameters()).isEqualTo(published);
  }

  @ParameterizedTest
  @CsvSource({
    "bert-base,    109482240",
    "bert-large,   335141888",
    "roberta-base, 124645632",
    "gpt2,         124439808",
    "llama-2-7b,   6738415616",
    "llama-3-8b,   8030261248",
    "mistral-7b,   7241732096",
    "mixtral-8x7b, 46702792704",
    "qwen2-7b,     7615616512",
    "vit-b-16,     86567656"
  })
  void graphParameters_prefillThatUsesAll_areThePublishedOnes(String name, long published) {
    TransformerSpec spec = ShippedModels.read(name);
    Phase phase = Phase.prefill(1, spec.fixedSequence().orElse(16));

    OperatorGraph graph = TransformerGraph.of(spec, phase, TransformerOptions.defaults());

    assertThat(graph.parameters()).isEqualTo(published);
  }

  @Test
  void components_mixtral_countEveryExpert() {
    ModelSummary summary = ModelSummary.of(ShippedModels.read("mixtral-8x7b"));

    assertThat(summary.components())
        .containsExactly(
            new ModelSummary.Component("embeddings", 32000L * 4096),
            new ModelSummary.Component("attention", 32L * (2 * 4096 + 2 * 1024) * 4096),
            new ModelSummary.Component("router", 32L * 4096 * 8),
            new ModelSummary.Component("experts", 32L * 8 * 3 * 4096 * 14336),
            new ModelSummary.Component("norms", 65L * 4096),
            new ModelSummary.Component("head", 32000L * 4096));
  }
}
