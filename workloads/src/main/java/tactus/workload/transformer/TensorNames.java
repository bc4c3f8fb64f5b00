package tactus.workload.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the weights of a {@link TransformerGraph} are called in files of the Hugging Face hub. The
 * families' names are distinct, so that the names a file holds tell the family; each may lead with
 * the name of the model or not, as it was saved from the bare model.
 */
public final class TensorNames {

  /**
   * A name in a file.
   *
   * @param name the name
   * @param transposed whether the file holds {@code n x k} where a product takes {@code k x n}
   */
  public record StoredName(String name, boolean transposed) {}

  private static final Pattern IN_LAYER = Pattern.compile("layer\\.(\\d+)\\.(.+)\\.weight");
  private static final Pattern EXPERT = Pattern.compile("experts\\.(\\d+)\\.(.+)");

  private static final Map<String, List<String>> IN_LAYERS =
      Map.of(
          "q_proj",
          List.of(
              "encoder.layer.#.attention.self.query",
              "encoder.layer.#.attention.attention.query",
              "layers.#.self_attn.q_proj"),
          "k_proj",
          List.of(
              "encoder.layer.#.attention.self.key",
              "encoder.layer.#.attention.attention.key",
              "layers.#.self_attn.k_proj"),
          "v_proj",
          List.of(
              "encoder.layer.#.attention.self.value",
              "encoder.layer.#.attention.attention.value",
              "layers.#.self_attn.v_proj"),
          "c_attn",
          List.of("h.#.attn.c_attn"),
          "o_proj",
          List.of(
              "encoder.layer.#.attention.output.dense",
              "layers.#.self_attn.o_proj",
              "h.#.attn.c_proj"),
          "gate_proj",
          List.of("layers.#.mlp.gate_proj"),
          "up_proj",
          List.of("encoder.layer.#.intermediate.dense", "layers.#.mlp.up_proj", "h.#.mlp.c_fc"),
          "down_proj",
          List.of("encoder.layer.#.output.dense", "layers.#.mlp.down_proj", "h.#.mlp.c_proj"),
          "router",
          List.of("layers.#.block_sparse_moe.gate"));

  private static final Map<String, String> OF_EXPERTS =
      Map.of("gate_proj", "w1", "up_proj", "w3", "down_proj", "w2");

  private static final Map<String, List<String>> OUTSIDE =
      Map.of(
          "embeddings.patch_projection.weight",
          List.of("embeddings.patch_embeddings.projection"),
          "embeddings.token_embeddings.weight",
          List.of("embeddings.word_embeddings", "embed_tokens", "wte"),
          "head.pooler.weight",
          List.of("pooler.dense"),
          "head.classifier.weight",
          List.of("classifier"),
          "head.lm_head.weight",
          List.of("lm_head"));

  private static final List<String> MODELS =
      List.of("", "model.", "transformer.", "bert.", "roberta.", "vit.");

  private TensorNames() {}

  /**
   * {@return the names that a weight of a product may have in a file; none if it is no model's}
   *
   * @param weight name of the weight in the graph, such as {@code layer.0.q_proj.weight}
   */
  public static List<StoredName> of(String weight) {
    List<StoredName> names = new ArrayList<>();
    for (String stem : stems(weight)) {
      // GPT-2's layers are the only ones that hold k x n.
      boolean transposed = !stem.startsWith("h.");
      for (String model : MODELS) {
        names.add(new StoredName(model + stem + ".weight", transposed));
      }
    }
    return names;
  }

  private static List<String> stems(String weight) {
    Matcher inLayer = IN_LAYER.matcher(weight);
    if (!inLayer.matches()) {
      return OUTSIDE.getOrDefault(weight, List.of());
    }
    String layer = inLayer.group(1);
    String part = inLayer.group(2);
    Matcher expert = EXPERT.matcher(part);
    if (expert.matches() && OF_EXPERTS.containsKey(expert.group(2))) {
      String name = OF_EXPERTS.get(expert.group(2));
      return List.of(
          "layers." + layer + ".block_sparse_moe.experts." + expert.group(1) + "." + name);
    }
    return IN_LAYERS.getOrDefault(part, List.of()).stream()
        .map(stem -> stem.replace("#", layer))
        .toList();
  }
}
