package tactus.workload.transformer;

import tactus.workload.DataType;

/**
 * What a graph leaves open that the model's figures do not say.
 *
 * @param weights format of matrices and tables; biases and norms have the format of activations
 * @param activations format of everything between operators
 * @param kvCache format of the cached keys and values
 * @param head whether the model's own head is part of the graph
 */
public record TransformerOptions(
    DataType weights, DataType activations, DataType kvCache, Head head) {

  /**
   * Whether what follows the last layer is part of the graph: the language model's head of GPT-2,
   * Llama, Mistral, Qwen2 and Mixtral, the pooler of BERT and RoBERTa, the classifier of ViT (if
   * the number of labels is known).
   */
  public enum Head {
    /** The graph ends with the head's result. */
    INCLUDED,
    /** The graph ends with the hidden states of all tokens. */
    OMITTED
  }

  /** {@return all tensors in {@link DataType#BF16}, with the head} */
  public static TransformerOptions defaults() {
    return ofType(DataType.BF16);
  }

  /**
   * {@return all tensors in one format, with the head}
   *
   * @param type the format
   */
  public static TransformerOptions ofType(DataType type) {
    return new TransformerOptions(type, type, type, Head.INCLUDED);
  }

  /**
   * {@return the same with or without the head}
   *
   * @param choice whether the head is part of the graph
   */
  public TransformerOptions withHead(Head choice) {
    return new TransformerOptions(weights, activations, kvCache, choice);
  }
}
