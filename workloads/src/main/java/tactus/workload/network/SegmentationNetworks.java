package tactus.workload.network;

import java.util.ArrayList;
import java.util.List;

/** Networks that label every pixel of images of 224 x 224, as torchvision builds them. */
final class SegmentationNetworks {

  private static final long CLASSES = 21;

  private SegmentationNetworks() {}

  /** The backbone's last two stages keep an eighth of the image's extent. */
  static Network fcn() {
    NetworkBuilder net = new NetworkBuilder("fcn");
    String x = ImageNetworks.residualBackbone(net, net.input(3, 224, 224), 1, 64, 2);
    x = net.convNormRelu(x, 512, 3, 1);
    net.resize(net.conv(x, CLASSES, 1, 1), 224, 224);
    return net.build();
  }

  static Network deepLabV3() {
    NetworkBuilder net = new NetworkBuilder("deeplabv3");
    String x = ImageNetworks.residualBackbone(net, net.input(3, 224, 224), 1, 64, 2);
    List<String> branches = new ArrayList<>();
    branches.add(net.convNormRelu(x, 256, 1, 1));
    for (int rate = 0; rate < 3; rate++) {
      branches.add(net.convNormRelu(x, 256, 3, 1));
    }
    String pooled = net.convNormRelu(net.globalPool(x), 256, 1, 1);
    branches.add(net.resize(pooled, net.shape(x).get(1), net.shape(x).get(2)));
    x = net.convNormRelu(net.concat(branches), 256, 1, 1);
    x = net.convNormRelu(x, 256, 3, 1);
    net.resize(net.conv(x, CLASSES, 1, 1), 224, 224);
    return net.build();
  }

  /** MobileNetV3-Large with its last stage dilated, and the light pyramid of its paper. */
  static Network lRaspp() {
    NetworkBuilder net = new NetworkBuilder("l-raspp");
    String x = activated(net, net.norm(net.conv(net.input(3, 224, 224), 16, 3, 2)), true);
    x = block(net, x, 3, 16, 16, false, false, 1);
    x = block(net, x, 3, 64, 24, false, false, 2);
    x = block(net, x, 3, 72, 24, false, false, 1);
    x = block(net, x, 5, 72, 40, true, false, 2);
    String low = x;
    x = block(net, x, 5, 120, 40, true, false, 1);
    x = block(net, x, 5, 120, 40, true, false, 1);
    x = block(net, x, 3, 240, 80, false, true, 2);
    x = block(net, x, 3, 200, 80, false, true, 1);
    x = block(net, x, 3, 184, 80, false, true, 1);
    x = block(net, x, 3, 184, 80, false, true, 1);
    x = block(net, x, 3, 480, 112, true, true, 1);
    x = block(net, x, 3, 672, 112, true, true, 1);
    x = block(net, x, 5, 672, 160, true, true, 1);
    x = block(net, x, 5, 960, 160, true, true, 1);
    x = block(net, x, 5, 960, 160, true, true, 1);
    x = activated(net, net.norm(net.conv(x, 960, 1, 1)), true);
    String scale = net.each("sigmoid", net.conv(net.globalPool(x), 128, 1, 1));
    x = net.multiply(net.convNormRelu(x, 128, 1, 1), scale);
    x = net.resize(x, net.shape(low).get(1), net.shape(low).get(2));
    x = net.add(net.conv(low, CLASSES, 1, 1), net.conv(x, CLASSES, 1, 1));
    net.resize(x, 224, 224);
    return net.build();
  }

  private static String activated(NetworkBuilder net, String x, boolean hardSwish) {
    return net.each(hardSwish ? "hardswish" : "relu", x);
  }

  private static String block(
      NetworkBuilder net,
      String x,
      long window,
      long expanded,
      long filters,
      boolean squeezes,
      boolean hardSwish,
      long stride) {
    String y = x;
    if (expanded != net.channels(x)) {
      y = activated(net, net.norm(net.conv(y, expanded, 1, 1)), hardSwish);
    }
    y = net.norm(net.groupedConv(y, expanded, window, stride, expanded));
    y = activated(net, y, hardSwish);
    if (squeezes) {
      // A quarter of the channels, rounded to a multiple of 8 (torchvision's rule).
      long squeezed = Math.max(8, (expanded / 4 + 4) / 8 * 8);
      squeezed = squeezed < 0.9 * (expanded / 4.0) ? squeezed + 8 : squeezed;
      String scale = net.relu(net.conv(net.globalPool(y), squeezed, 1, 1));
      y = net.multiply(y, net.each("hardsigmoid", net.conv(scale, expanded, 1, 1)));
    }
    y = net.norm(net.conv(y, filters, 1, 1));
    return stride == 1 && filters == net.channels(x) ? net.add(y, x) : y;
  }
}
