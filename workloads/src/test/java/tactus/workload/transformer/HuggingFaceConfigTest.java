package tactus.workload.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;
import tactus.workload.OperatorKind;
import tactus.workload.transformer.TransformerSpec.Attention;
import tactus.workload.transformer.TransformerSpec.FeedForward;
import tactus.workload.transformer.TransformerSpec.Image;
import tactus.workload.transformer.TransformerSpec.Text;

class HuggingFaceConfigTest {

  private static final String TINY_LLAMA =
      """
      {
        "model_type": "llama",
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 128,
        "vocab_size": 100
      }
      """;

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    Path file = folder.resolve("tiny").resolve("config.json");
    Files.createDirectories(folder.resolve("tiny"));
    return Files.writeString(file, text);
  }

  private TransformerSpec read(String text) throws IOException {
    return HuggingFaceConfig.read(file(text));
  }

  /** The message without the folder. */
  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text, String message)
      throws IOException {
    Path file = file(text);
    return assertThatThrownBy(() -> HuggingFaceConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + message);
  }

  @Test
  void read_llamaWithSizesOnly_takesTheLibrarysDefaults() throws IOException {
    TransformerSpec spec = read(TINY_LLAMA);

    assertThat(spec)
        .isEqualTo(
            new TransformerSpec(
                "tiny",
                Architecture.LLAMA,
                64,
                2,
                new Attention(4, 4, 16, false, false, 0),
                new FeedForward(128, OperatorKind.SILU, true, false, 0, 0),
                new Text(100, 0, 2048, 0, false)));
  }

  @Test
  void read_llamaWithEverything_takesWhatIsWritten() throws IOException {
    TransformerSpec spec =
        read(
            TINY_LLAMA.replace(
                "\"vocab_size\": 100",
                """
                "vocab_size": 100, "num_key_value_heads": 2, "head_dim": 32,
                "attention_bias": true, "mlp_bias": true, "hidden_act": "gelu",
                "tie_word_embeddings": true, "max_position_embeddings": 99
                """));

    assertThat(spec.attention()).isEqualTo(new Attention(4, 2, 32, true, true, 0));
    assertThat(spec.feedForward())
        .isEqualTo(new FeedForward(128, OperatorKind.GELU, true, true, 0, 0));
    assertThat(spec.frontend()).isEqualTo(new Text(100, 0, 99, 0, true));
  }

  @Test
  void read_mistralAndMixtral_haveEightKeyHeadsAndTheirOwnWindows() throws IOException {
    String sizes = TINY_LLAMA.replace("\"num_attention_heads\": 4", "\"num_attention_heads\": 16");

    TransformerSpec mistral = read(sizes.replace("llama", "mistral"));
    TransformerSpec without =
        read(sizes.replace("llama", "mistral").replace("100", "100, \"sliding_window\": null"));
    TransformerSpec mixtral =
        read(
            sizes
                .replace("llama", "mixtral")
                .replace("100", "100, \"num_local_experts\": 4, \"num_experts_per_tok\": 3"));

    assertThat(mistral.attention()).isEqualTo(new Attention(16, 8, 4, false, false, 4096));
    assertThat(without.attention().window()).isZero();
    assertThat(mixtral.attention()).isEqualTo(new Attention(16, 8, 4, false, false, 0));
    assertThat(mixtral.feedForward())
        .isEqualTo(new FeedForward(128, OperatorKind.SILU, true, false, 4, 3));
  }

  @Test
  void read_roberta_losesTheRowsUpToThePaddingToken() {
    TransformerSpec spec = ShippedModels.read("roberta-base");

    assertThat(spec.frontend()).isEqualTo(new Text(50265, 514, 512, 1, true));
  }

  @Test
  void read_gpt2WithInner_takesItAndFourTimesTheWidthWithout() throws IOException {
    String text =
        """
        {"model_type": "gpt2", "n_embd": 8, "n_layer": 1, "n_head": 2, "vocab_size": 5, "n_inner": %s}
        """;

    assertThat(read(text.formatted("24")).feedForward().intermediate()).isEqualTo(24);
    assertThat(read(text.formatted("null")).feedForward().intermediate()).isEqualTo(32);
  }

  @Test
  void read_vit_countsLabelsByNameOrNumber() throws IOException {
    String text =
        """
        {"model_type": "vit", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
         "intermediate_size": 16, "image_size": 8, "patch_size": 2, "num_channels": 1 %s}
        """;

    assertThat(read(text.formatted("")).frontend()).isEqualTo(new Image(8, 2, 1, 0));
    assertThat(read(text.formatted(", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}")).frontend())
        .isEqualTo(new Image(8, 2, 1, 2));
    assertThat(read(text.formatted(", \"num_labels\": 7")).frontend())
        .isEqualTo(new Image(8, 2, 1, 7));
  }

  @Test
  void read_unknownArchitecture_namesAllAndTheNearest() throws IOException {
    assertRefused(
        TINY_LLAMA.replace("llama", "lama"),
        ":2:3: model_type: must be a known architecture, but was 'lama'; did you mean 'llama'?"
            + " allowed: bert, roberta, gpt2, llama, mistral, qwen2, mixtral, vit");
  }

  @Test
  void read_missingModelType_saysSo() throws IOException {
    assertRefused("{}", ": model_type: must be given for any model, but is missing");
  }

  @Test
  void read_misspeltKey_namesTheMissingOneAndTheMisspeltOne() throws IOException {
    assertRefused(
        TINY_LLAMA.replace("hidden_size", "hiden_size"),
        ": hidden_size: must be given for llama, but is missing; did you mean 'hiden_size'"
            + " (line 3) by it?");
  }

  @Test
  void read_severalProblems_tellsThemAll() throws IOException {
    Path file =
        file(
            TINY_LLAMA
                .replace("64", "\"64\"")
                .replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2.5")
                .replace("128", "0"));

    assertThatThrownBy(() -> HuggingFaceConfig.read(file))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(p -> p.line() + " " + p.key() + " " + p.message())
                    .containsExactly(
                        "3 hidden_size must be an integer of at least 1, but was \"64\"",
                        "4 num_hidden_layers must be an integer of at least 1, but was 2.5",
                        "6 intermediate_size must be an integer of at least 1, but was 0"));
  }

  @Test
  void read_headsThatDoNotDivide_saysWhat() throws IOException {
    assertRefused(
        TINY_LLAMA.replace("\"num_attention_heads\": 4", "\"num_attention_heads\": 5"),
        ":5:3: num_attention_heads: must divide hidden_size (64), but was 5");
    assertRefused(
        TINY_LLAMA.replace("100", "100, \"num_key_value_heads\": 3"),
        ":7:22: num_key_value_heads: must divide num_attention_heads (4), but was 3");
    assertRefused(
        TINY_LLAMA.replace("llama", "mistral"),
        ": num_key_value_heads: must divide num_attention_heads (4), but was 8, the default");
  }

  @Test
  void read_wrongKindsOfValue_sayWhatIsAllowed() throws IOException {
    List<String> replacements =
        List.of(
            "\"hidden_act\": \"swiglu\"",
            "\"tie_word_embeddings\": \"yes\"",
            "\"max_position_embeddings\": 4000000000",
            "\"hidden_act\": 3");
    List<String> messages =
        List.of(
            "hidden_act: must be a known function, but was 'swiglu'; did you mean 'silu'? allowed:"
                + " gelu, gelu_new, gelu_fast, gelu_python, gelu_pytorch_tanh, quick_gelu, relu,"
                + " silu, swish, tanh",
            "tie_word_embeddings: must be true or false, but was \"yes\"",
            "max_position_embeddings: must be an integer of at most 2147483647, but was 4000000000",
            "hidden_act: must be a text, but was 3");

    for (int i = 0; i < messages.size(); i++) {
      assertRefused(
          TINY_LLAMA.replace("100", "100, " + replacements.get(i)), ":7:22: " + messages.get(i));
    }
  }

  @Test
  void read_moreExpertsPerTokenThanExperts_saysSo() throws IOException {
    assertRefused(
        TINY_LLAMA
            .replace("llama", "mixtral")
            .replace("\"num_attention_heads\": 4", "\"num_attention_heads\": 8")
            .replace("100", "100, \"num_local_experts\": 2, \"num_experts_per_tok\": 3"),
        ":7:46: num_experts_per_tok: must be at most num_local_experts (2), but was 3");
  }

  @Test
  void read_variantsThatAreNotModelled_areRefused() throws IOException {
    String bert = TINY_LLAMA.replace("llama", "bert");

    assertRefused(
        bert.replace("100", "100, \"is_decoder\": true"),
        ":7:22: is_decoder: must be false: only encoders are modelled, but was true");
    assertRefused(
        bert.replace("100", "100, \"position_embedding_type\": \"relative_key\""),
        ":7:22: position_embedding_type: must be \"absolute\", but was \"relative_key\"");
    assertRefused(
        TINY_LLAMA
            .replace("llama", "qwen2")
            .replace(
                "100",
                "100, \"use_sliding_window\": true, \"max_window_layers\": 1,"
                    + " \"num_key_value_heads\": 2"),
        ":7:22: use_sliding_window: must be false: a window in some layers only is not modelled,"
            + " but was true");
  }

  @Test
  void read_patchThatDoesNotDivide_saysSo() throws IOException {
    assertRefused(
        TINY_LLAMA.replace("llama", "vit").replace("100", "100, \"patch_size\": 15"),
        ":7:22: patch_size: must divide image_size (224), but was 15");
  }

  @Test
  void read_truncatedJson_saysWhereItEnds() throws IOException {
    assertRefused(
        TINY_LLAMA.substring(0, TINY_LLAMA.indexOf("\"intermediate_size\"")),
        ":6:3: is not complete JSON: the text ends inside an object, a list or a value");
  }

  @Test
  void read_malformedJson_saysWhereAndWhat() throws IOException {
    Path file = file(TINY_LLAMA.replace("64,", "64"));

    assertThatThrownBy(() -> HuggingFaceConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":4:")
        .hasMessageContaining("is not JSON: Unexpected character")
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_otherThanOneObject_isRefused() throws IOException {
    assertRefused("[1]", ":1:1: must hold a JSON object");
    assertRefused("", ":1:1: must hold a JSON object");
    assertRefused("{\"model_type\": \"bert\"} {}", ":1:24: must end after the JSON object");
  }

  @Test
  void read_missingFile_saysSo() {
    Path file = folder.resolve("nowhere").resolve("config.json");

    assertThatThrownBy(() -> HuggingFaceConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void read_modelTooLargeToCount_isRefused() throws IOException {
    assertRefused(
        TINY_LLAMA
            .replace("\"hidden_size\": 64", "\"hidden_size\": 2147483644")
            .replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 10000"),
        ":3:3: hidden_size: must make a model of less than 2^63 parameters");
  }
}
