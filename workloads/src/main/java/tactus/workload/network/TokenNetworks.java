package tactus.workload.network;

import java.util.List;

/** Networks of attention and feed-forward parts. */
final class TokenNetworks {

  private TokenNetworks() {}

  static Network vitB16() {
    NetworkBuilder net = new NetworkBuilder("vit-b-16");
    String image = net.input(3, 224, 224);
    String patches = net.add("patches", List.of(image), List.of(196L, 768L), 768L * 768 + 768);
    String x = net.add("embed", List.of(patches), List.of(197L, 768L), 198 * 768);
    for (int layer = 0; layer < 12; layer++) {
      x = encoderLayer(net, x, 12, 3072, "gelu");
    }
    x = layerNorm(net, x);
    net.add("linear", List.of(x), List.of(1000L), 768 * 1000 + 1000);
    return net.build();
  }

  /**
   * One block with normalization before each part; 128 tokens of width 512, 8 heads, 2048 inside.
   */
  static Network block() {
    NetworkBuilder net = new NetworkBuilder("transformer-block");
    String x = net.add("embed", List.of(), List.of(128L, 512L), 0);
    encoderLayer(net, x, 8, 2048, "gelu");
    return net.build();
  }

  /**
   * The base model of "Attention Is All You Need": 6 and 6 layers, width 512, 8 heads, 2048 inside,
   * normalization after each part; 128 tokens on both sides, which is a guess.
   */
  static Network transformer() {
    NetworkBuilder net = new NetworkBuilder("transformer");
    long tokens = 128;
    String x = net.add("embed", List.of(), List.of(tokens, 512L), 0);
    for (int layer = 0; layer < 6; layer++) {
      x = layerNorm(net, net.add(attention(net, x, x, 8), x));
      x = layerNorm(net, net.add(feedForward(net, x, 2048, "relu"), x));
    }
    String memory = x;
    x = net.add("embed", List.of(), List.of(tokens, 512L), 0);
    for (int layer = 0; layer < 6; layer++) {
      x = layerNorm(net, net.add(attention(net, x, x, 8), x));
      x = layerNorm(net, net.add(attention(net, x, memory, 8), x));
      x = layerNorm(net, net.add(feedForward(net, x, 2048, "relu"), x));
    }
    return net.build();
  }

  private static String encoderLayer(
      NetworkBuilder net, String x, long heads, long inside, String activation) {
    String normed = layerNorm(net, x);
    String y = net.add(attention(net, normed, normed, heads), x);
    return net.add(feedForward(net, layerNorm(net, y), inside, activation), y);
  }

  private static String layerNorm(NetworkBuilder net, String x) {
    return net.add("norm", List.of(x), net.shape(x), 2 * net.shape(x).get(1));
  }

  private static String attention(NetworkBuilder net, String x, String memory, long heads) {
    long width = net.shape(x).get(1);
    String queries = net.linear("query", x, width);
    String keys = net.linear("key", memory, width);
    String values = net.linear("value", memory, width);
    List<Long> pairs = List.of(heads, net.shape(x).get(0), net.shape(memory).get(0));
    String scores = net.add("scores", List.of(queries, keys), pairs, 0);
    String weights = net.add("softmax", List.of(scores), pairs, 0);
    String context = net.add("context", List.of(weights, values), net.shape(x), 0);
    return net.linear("project", context, width);
  }

  private static String feedForward(NetworkBuilder net, String x, long inside, String activation) {
    String y = net.each(activation, net.linear("expand", x, inside));
    return net.linear("contract", y, net.shape(x).get(1));
  }
}
