package tactus.workload.network;

import java.util.ArrayList;
import java.util.List;

/** Networks that classify images of 224 x 224, as torchvision builds them. */
final class ImageNetworks {

  private static final int[] RESNET_50 = {3, 4, 6, 3};
  private static final int[] DENSENET_121 = {6, 12, 24, 16};

  private ImageNetworks() {}

  static Network resNet50() {
    return residual("resnet-50", 1, 64);
  }

  static Network resNeXt50() {
    return residual("resnext-50", 32, 4);
  }

  private static Network residual(String name, long groups, long widthPerGroup) {
    NetworkBuilder net = new NetworkBuilder(name);
    String x = residualBackbone(net, net.input(3, 224, 224), groups, widthPerGroup, 1);
    net.classifier(net.globalPool(x), 1000);
    return net.build();
  }

  /** The stages of a ResNet-50; from the third on, strides are those of dilated convolutions. */
  static String residualBackbone(
      NetworkBuilder net, String input, long groups, long widthPerGroup, long dilation) {
    String x = net.convNormRelu(input, 64, 7, 2);
    x = net.pool("maxpool", x, 2, 2);
    for (int stage = 0; stage < RESNET_50.length; stage++) {
      long planes = 64L << stage;
      boolean isDilated = dilation > 1 && stage >= 2;
      for (int block = 0; block < RESNET_50[stage]; block++) {
        long stride = block == 0 && stage > 0 && !isDilated ? 2 : 1;
        long width = planes * widthPerGroup / 64 * groups;
        String y = net.relu(net.norm(net.conv(x, width, 1, 1)));
        y = net.relu(net.norm(net.groupedConv(y, width, 3, stride, groups)));
        y = net.norm(net.conv(y, 4 * planes, 1, 1));
        String shortcut = block == 0 ? net.norm(net.conv(x, 4 * planes, 1, stride)) : x;
        x = net.relu(net.add(y, shortcut));
      }
    }
    return x;
  }

  static Network denseNet121() {
    NetworkBuilder net = new NetworkBuilder("densenet-121");
    String x = net.convNormRelu(net.input(3, 224, 224), 64, 7, 2);
    x = net.pool("maxpool", x, 2, 2);
    for (int block = 0; block < DENSENET_121.length; block++) {
      List<String> features = new ArrayList<>(List.of(x));
      for (int layer = 0; layer < DENSENET_121[block]; layer++) {
        String all = features.size() == 1 ? x : net.concat(features);
        String y = net.conv(net.relu(net.norm(all)), 128, 1, 1);
        features.add(net.conv(net.relu(net.norm(y)), 32, 3, 1));
      }
      x = net.concat(features);
      if (block < DENSENET_121.length - 1) {
        x = net.conv(net.relu(net.norm(x)), net.channels(x) / 2, 1, 1);
        x = net.pool("avgpool", x, 2, 2);
      }
    }
    net.classifier(net.globalPool(net.relu(net.norm(x))), 1000);
    return net.build();
  }
}
