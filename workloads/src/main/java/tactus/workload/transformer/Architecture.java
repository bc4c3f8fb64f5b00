package tactus.workload.transformer;

/** Families of transformers, by the {@code model_type} of a Hugging Face configuration. */
public enum Architecture {
  /** Encoder, norms after the residual sums, token types, pooler. */
  BERT("bert"),
  /** As BERT, with a position table that starts two rows later. */
  ROBERTA("roberta"),
  /** Decoder, norms before, one projection for queries, keys and values, learned positions. */
  GPT2("gpt2"),
  /** Decoder, RMS norms, rotary positions, grouped-query attention, gated feed-forward part. */
  LLAMA("llama"),
  /** As Llama, with attention that reaches back a window of tokens. */
  MISTRAL("mistral"),
  /** As Llama, with biases of queries, keys and values. */
  QWEN2("qwen2"),
  /** As Mistral, with a router and several feed-forward parts, of which each token takes a few. */
  MIXTRAL("mixtral"),
  /** Encoder of image patches and a class token, norms before, classifier. */
  VIT("vit");

  private final String modelType;

  Architecture(String modelType) {
    this.modelType = modelType;
  }

  /** {@return the name in {@code model_type}} */
  public String modelType() {
    return modelType;
  }

  /** {@return whether it makes one token after the other, and so keeps keys and values} */
  public boolean causal() {
    return this == GPT2 || rotary();
  }

  /** {@return whether queries and keys are rotated by their position} */
  public boolean rotary() {
    return switch (this) {
      case LLAMA, MISTRAL, QWEN2, MIXTRAL -> true;
      case BERT, ROBERTA, GPT2, VIT -> false;
    };
  }

  /** {@return whether queries, keys and values come from one product} */
  boolean fusedProjection() {
    return this == GPT2;
  }

  /** {@return whether norms follow the residual sums instead of leading each half of a layer} */
  boolean normsLast() {
    return this == BERT || this == ROBERTA;
  }
}
