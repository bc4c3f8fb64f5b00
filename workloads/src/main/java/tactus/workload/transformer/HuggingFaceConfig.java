package tactus.workload.transformer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigException;
import tactus.config.NearestMatch;
import tactus.workload.OperatorKind;
import tactus.workload.transformer.TransformerSpec.Attention;
import tactus.workload.transformer.TransformerSpec.FeedForward;
import tactus.workload.transformer.TransformerSpec.Frontend;
import tactus.workload.transformer.TransformerSpec.Image;
import tactus.workload.transformer.TransformerSpec.Text;

/**
 * Reads the {@code config.json} of a model from the Hugging Face hub.
 *
 * <p>The sizes of a model must be written; where other keys are missing they have the value that
 * the library itself gives them. Keys that do not change a shape are not looked at.
 */
public final class HuggingFaceConfig {

  private static final Map<String, OperatorKind> ACTIVATIONS = activations();
  private static final int MOST_LAYERS = 10_000;

  private final ConfigJson json;
  private final Architecture architecture;

  private HuggingFaceConfig(ConfigJson json, Architecture architecture) {
    this.json = json;
    this.architecture = architecture;
  }

  /**
   * {@return the figures of the model}
   *
   * @param file a {@code config.json}; the name of its folder becomes the model's
   * @throws ConfigException if the file is missing, not JSON, of an unknown architecture or does
   *     not describe a model
   */
  public static TransformerSpec read(Path file) {
    ConfigJson json = ConfigJson.read(file);
    String modelType = json.text("model_type");
    json.finish("any model");
    Map<String, Architecture> known = new LinkedHashMap<>();
    for (Architecture architecture : Architecture.values()) {
      known.put(architecture.modelType(), architecture);
    }
    @Nullable Architecture architecture = known.get(modelType);
    if (architecture == null) {
      json.problem(
          "model_type",
          "must be a known architecture, but was '"
              + modelType
              + "'"
              + NearestMatch.hint(modelType, known.keySet()));
      json.finish("any model");
      throw new IllegalStateException("the problem above must have been thrown");
    }
    return new HuggingFaceConfig(json, architecture).spec();
  }

  private static Map<String, OperatorKind> activations() {
    Map<String, OperatorKind> map = new LinkedHashMap<>();
    map.put("gelu", OperatorKind.GELU);
    map.put("gelu_new", OperatorKind.GELU);
    map.put("gelu_fast", OperatorKind.GELU);
    map.put("gelu_python", OperatorKind.GELU);
    map.put("gelu_pytorch_tanh", OperatorKind.GELU);
    map.put("quick_gelu", OperatorKind.GELU);
    map.put("relu", OperatorKind.RELU);
    map.put("silu", OperatorKind.SILU);
    map.put("swish", OperatorKind.SILU);
    map.put("tanh", OperatorKind.TANH);
    return map;
  }

  private TransformerSpec spec() {
    boolean gpt2 = architecture == Architecture.GPT2;
    String hiddenKey = gpt2 ? "n_embd" : "hidden_size";
    String layersKey = gpt2 ? "n_layer" : "num_hidden_layers";
    int hidden = json.size(hiddenKey);
    int layers = json.size(layersKey);
    if (layers > MOST_LAYERS) {
      json.problem(layersKey, "must be at most " + MOST_LAYERS + ", but was " + layers);
    }
    checkVariant(layers);
    @Nullable Attention attention = attention(hiddenKey, hidden);
    @Nullable FeedForward feedForward = feedForward(hidden);
    @Nullable Frontend frontend = architecture == Architecture.VIT ? image() : text();
    json.finish(architecture.modelType());
    if (attention == null || feedForward == null || frontend == null) {
      throw new IllegalStateException("the problems of " + json.file() + " must have been thrown");
    }
    TransformerSpec spec =
        new TransformerSpec(name(), architecture, hidden, layers, attention, feedForward, frontend);
    try {
      ModelSummary.of(spec).parameters();
    } catch (ArithmeticException e) {
      json.problem(hiddenKey, "must make a model of less than 2^63 parameters");
      json.finish(architecture.modelType());
    }
    return spec;
  }

  private String name() {
    @Nullable Path folder = json.file().toAbsolutePath().normalize().getParent();
    @Nullable Path name = folder == null ? null : folder.getFileName();
    return name == null ? architecture.modelType() : name.toString();
  }

  /** Notes variants of a family whose operators are others than those of the family. */
  private void checkVariant(int layers) {
    switch (architecture) {
      case BERT, ROBERTA -> {
        if (json.flag("is_decoder", false)) {
          json.problem("is_decoder", "must be false: only encoders are modelled, but was true");
        }
        String positions = json.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
          json.problem(
              "position_embedding_type", "must be \"absolute\", but was \"" + positions + "\"");
        }
      }
      case GPT2 -> {
        if (json.flag("add_cross_attention", false)) {
          json.problem("add_cross_attention", "must be false, but was true");
        }
      }
      case QWEN2 -> {
        int first = json.integer("max_window_layers", 0, 28);
        if (json.flag("use_sliding_window", false) && first < layers) {
          json.problem(
              "use_sliding_window",
              "must be false: a window in some layers only is not modelled, but was true");
        }
      }
      case LLAMA, MISTRAL, MIXTRAL, VIT -> {}
    }
  }

  private @Nullable Attention attention(String hiddenKey, int hidden) {
    String headsKey = architecture == Architecture.GPT2 ? "n_head" : "num_attention_heads";
    int heads = json.size(headsKey);
    boolean rotary = architecture.rotary();
    int headDim;
    if (rotary && json.has("head_dim")) {
      headDim = json.size("head_dim");
    } else {
      headDim = Math.max(1, hidden / heads);
      if (json.areSound(hiddenKey, headsKey) && hidden % heads != 0) {
        json.problem(headsKey, "must divide " + hiddenKey + " (" + hidden + "), but was " + heads);
      }
    }
    int keyValueHeads = rotary ? keyValueHeads(headsKey, heads) : heads;
    if (heads % keyValueHeads != 0) {
      return null;
    }
    return switch (architecture) {
      case BERT, ROBERTA, GPT2 -> new Attention(heads, heads, headDim, true, true, 0);
      case VIT -> new Attention(heads, heads, headDim, json.flag("qkv_bias", true), true, 0);
      case QWEN2 -> new Attention(heads, keyValueHeads, headDim, true, false, 0);
      case MISTRAL -> new Attention(heads, keyValueHeads, headDim, false, false, window(4096));
      case MIXTRAL -> new Attention(heads, keyValueHeads, headDim, false, false, window(0));
      case LLAMA -> {
        boolean bias = json.flag("attention_bias", false);
        yield new Attention(heads, keyValueHeads, headDim, bias, bias, 0);
      }
    };
  }

  private int keyValueHeads(String headsKey, int heads) {
    String key = "num_key_value_heads";
    int byDefault =
        switch (architecture) {
          case MISTRAL, MIXTRAL -> 8;
          case QWEN2 -> 32;
          default -> heads;
        };
    int count = json.isWritten(key) ? json.size(key, heads) : byDefault;
    if (heads % count != 0 && json.areSound(headsKey)) {
      String found = json.has(key) ? String.valueOf(count) : count + ", the default";
      json.problem(key, "must divide " + headsKey + " (" + heads + "), but was " + found);
    }
    return count;
  }

  private int window(int byDefault) {
    return json.isWritten("sliding_window") ? json.size("sliding_window", 0) : byDefault;
  }

  private @Nullable FeedForward feedForward(int hidden) {
    OperatorKind activation = activation();
    return switch (architecture) {
      case BERT, ROBERTA, VIT ->
          new FeedForward(json.size("intermediate_size"), activation, false, true, 0, 0);
      case GPT2 -> {
        long inner = json.has("n_inner") ? json.size("n_inner") : 4L * hidden;
        yield new FeedForward(inner, activation, false, true, 0, 0);
      }
      case LLAMA -> {
        boolean bias = json.flag("mlp_bias", false);
        yield new FeedForward(json.size("intermediate_size"), activation, true, bias, 0, 0);
      }
      case MISTRAL, QWEN2 ->
          new FeedForward(json.size("intermediate_size"), activation, true, false, 0, 0);
      case MIXTRAL -> {
        int intermediate = json.size("intermediate_size");
        int experts = json.size("num_local_experts");
        int perToken = json.size("num_experts_per_tok");
        if (perToken > experts) {
          if (json.areSound("num_local_experts")) {
            json.problem(
                "num_experts_per_tok",
                "must be at most num_local_experts (" + experts + "), but was " + perToken);
          }
          yield null;
        }
        yield new FeedForward(intermediate, activation, true, false, experts, perToken);
      }
    };
  }

  private OperatorKind activation() {
    String key = architecture == Architecture.GPT2 ? "activation_function" : "hidden_act";
    String byDefault =
        switch (architecture) {
          case GPT2 -> "gelu_new";
          case BERT, ROBERTA, VIT -> "gelu";
          case LLAMA, MISTRAL, QWEN2, MIXTRAL -> "silu";
        };
    String name = json.text(key, byDefault);
    @Nullable OperatorKind kind = ACTIVATIONS.get(name);
    if (kind == null) {
      json.problem(
          key,
          "must be a known function, but was '"
              + name
              + "'"
              + NearestMatch.hint(name, ACTIVATIONS.keySet()));
      return OperatorKind.GELU;
    }
    return kind;
  }

  private @Nullable Frontend text() {
    int vocabulary = json.size("vocab_size");
    String positionsKey =
        architecture == Architecture.GPT2 ? "n_positions" : "max_position_embeddings";
    int positions =
        json.size(
            positionsKey,
            switch (architecture) {
              case BERT, ROBERTA, VIT -> 512;
              case GPT2 -> 1024;
              case LLAMA -> 2048;
              case QWEN2 -> 32_768;
              case MISTRAL, MIXTRAL -> 131_072;
            });
    return switch (architecture) {
      case BERT, VIT ->
          new Text(vocabulary, positions, positions, json.size("type_vocab_size", 2), true);
      case ROBERTA -> {
        // Positions are counted from the row after the padding token's.
        int unused = json.integer("pad_token_id", 0, 1) + 1;
        int types = json.size("type_vocab_size", 2);
        if (positions <= unused) {
          json.problem(
              positionsKey,
              "must be above " + unused + " (the rows up to pad_token_id), but was " + positions);
          yield null;
        }
        yield new Text(vocabulary, positions, positions - unused, types, true);
      }
      case GPT2 ->
          new Text(vocabulary, positions, positions, 0, json.flag("tie_word_embeddings", true));
      case LLAMA, MISTRAL, QWEN2, MIXTRAL ->
          new Text(vocabulary, 0, positions, 0, json.flag("tie_word_embeddings", false));
    };
  }

  private @Nullable Frontend image() {
    int size = json.size("image_size", 224);
    int patch = json.size("patch_size", 16);
    int channels = json.size("num_channels", 3);
    int named = json.entriesOf("id2label");
    int labels = json.integer("num_labels", 0, named);
    if (size % patch != 0) {
      json.problem("patch_size", "must divide image_size (" + size + "), but was " + patch);
      return null;
    }
    return new Image(size, patch, channels, labels);
  }
}
