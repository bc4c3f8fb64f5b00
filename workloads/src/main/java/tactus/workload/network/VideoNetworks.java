package tactus.workload.network;

import java.util.List;

/** Networks that classify clips of 16 frames of 224 x 224, as torchvision builds them. */
final class VideoNetworks {

  private VideoNetworks() {}

  static Network r2Plus1D18() {
    NetworkBuilder net = new NetworkBuilder("r2plus1d-18");
    String x = net.input(3, 16, 224, 224);
    x = net.relu(net.norm(net.videoConv(x, 45, 1, 7, 1, 2)));
    x = net.relu(net.norm(net.videoConv(x, 64, 3, 1, 1, 1)));
    long channels = 64;
    for (int stage = 0; stage < 4; stage++) {
      long filters = 64L << stage;
      for (int block = 0; block < 2; block++) {
        long stride = block == 0 && stage > 0 ? 2 : 1;
        // Equal numbers of parameters to a full convolution (torchvision's formula).
        long middle = channels * filters * 27 / (channels * 9 + 3 * filters);
        String y = net.relu(net.norm(factored(net, x, middle, filters, stride)));
        long second = filters * filters * 27 / (filters * 9 + 3 * filters);
        y = net.norm(factored(net, y, second, filters, 1));
        String shortcut =
            stride > 1 ? net.norm(net.videoConv(x, filters, 1, 1, stride, stride)) : x;
        x = net.relu(net.add(y, shortcut));
        channels = filters;
      }
    }
    net.classifier(net.globalPool(x), 400);
    return net.build();
  }

  private static String factored(
      NetworkBuilder net, String x, long middle, long filters, long stride) {
    String y = net.relu(net.norm(net.videoConv(x, middle, 1, 3, 1, stride)));
    return net.videoConv(y, filters, 3, 1, stride, 1);
  }

  static Network s3d() {
    NetworkBuilder net = new NetworkBuilder("s3d");
    String x = separable(net, net.input(3, 16, 224, 224), 64, 7, 2);
    x = net.pool("maxpool", x, 1, 2, 2);
    x = net.relu(net.norm(net.videoConv(x, 64, 1, 1, 1, 1)));
    x = separable(net, x, 192, 3, 1);
    x = net.pool("maxpool", x, 1, 2, 2);
    x = inception(net, x, 64, 96, 128, 16, 32, 32);
    x = inception(net, x, 128, 128, 192, 32, 96, 64);
    x = net.pool("maxpool", x, 2, 2, 2);
    x = inception(net, x, 192, 96, 208, 16, 48, 64);
    x = inception(net, x, 160, 112, 224, 24, 64, 64);
    x = inception(net, x, 128, 128, 256, 24, 64, 64);
    x = inception(net, x, 112, 144, 288, 32, 64, 64);
    x = inception(net, x, 256, 160, 320, 32, 128, 128);
    x = net.pool("maxpool", x, 2, 2, 2);
    x = inception(net, x, 256, 160, 320, 32, 128, 128);
    x = inception(net, x, 384, 192, 384, 48, 128, 128);
    net.classifier(net.globalPool(x), 400);
    return net.build();
  }

  private static String separable(
      NetworkBuilder net, String x, long filters, long window, long stride) {
    String y = net.relu(net.norm(net.videoConv(x, filters, 1, window, 1, stride)));
    return net.relu(net.norm(net.videoConv(y, filters, window, 1, stride, 1)));
  }

  private static String inception(
      NetworkBuilder net, String x, long b0, long b1, long b1Out, long b2, long b2Out, long b3) {
    String first = point(net, x, b0);
    String second = separable(net, point(net, x, b1), b1Out, 3, 1);
    String third = separable(net, point(net, x, b2), b2Out, 3, 1);
    String fourth = point(net, net.pool("maxpool", x, 1, 1, 1), b3);
    return net.concat(List.of(first, second, third, fourth));
  }

  private static String point(NetworkBuilder net, String x, long filters) {
    return net.relu(net.norm(net.videoConv(x, filters, 1, 1, 1, 1)));
  }
}
