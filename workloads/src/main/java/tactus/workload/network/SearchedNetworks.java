package tactus.workload.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Networks whose cells were found by search, for images of 224 x 224. A cell reads the results of
 * the two cells before it (states 0 and 1); each pair of operations makes one more state, their
 * sum; some states are concatenated.
 */
final class SearchedNetworks {

  /** What an edge of a cell does to a state. */
  private enum Operation {
    SKIP,
    AVERAGE,
    MAXIMUM,
    CONV_1,
    CONV_3,
    CONV_1_7,
    SEPARABLE_3,
    SEPARABLE_5,
    SEPARABLE_7,
    DILATED_3
  }

  private record Edge(Operation operation, int state) {}

  /** Edges in pairs, and the states whose concatenation is the cell's result. */
  private record Cell(List<Edge> edges, List<Integer> result) {}

  private static Edge edge(Operation operation, int state) {
    return new Edge(operation, state);
  }

  // The genotypes of DARTS (second order) and NASNet-A as the DARTS authors' code lists them.
  private static final Cell DARTS_NORMAL =
      new Cell(
          List.of(
              edge(Operation.SEPARABLE_3, 0),
              edge(Operation.SEPARABLE_3, 1),
              edge(Operation.SEPARABLE_3, 0),
              edge(Operation.SEPARABLE_3, 1),
              edge(Operation.SEPARABLE_3, 1),
              edge(Operation.SKIP, 0),
              edge(Operation.SKIP, 0),
              edge(Operation.DILATED_3, 2)),
          List.of(2, 3, 4, 5));

  private static final Cell DARTS_REDUCTION =
      new Cell(
          List.of(
              edge(Operation.MAXIMUM, 0),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.SKIP, 2),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.MAXIMUM, 0),
              edge(Operation.SKIP, 2),
              edge(Operation.SKIP, 2),
              edge(Operation.MAXIMUM, 1)),
          List.of(2, 3, 4, 5));

  private static final Cell NASNET_NORMAL =
      new Cell(
          List.of(
              edge(Operation.SEPARABLE_5, 1),
              edge(Operation.SEPARABLE_3, 0),
              edge(Operation.SEPARABLE_5, 0),
              edge(Operation.SEPARABLE_3, 0),
              edge(Operation.AVERAGE, 1),
              edge(Operation.SKIP, 0),
              edge(Operation.AVERAGE, 0),
              edge(Operation.AVERAGE, 0),
              edge(Operation.SEPARABLE_3, 1),
              edge(Operation.SKIP, 1)),
          List.of(2, 3, 4, 5, 6));

  private static final Cell NASNET_REDUCTION =
      new Cell(
          List.of(
              edge(Operation.SEPARABLE_5, 1),
              edge(Operation.SEPARABLE_7, 0),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.SEPARABLE_7, 0),
              edge(Operation.AVERAGE, 1),
              edge(Operation.SEPARABLE_5, 0),
              edge(Operation.SKIP, 3),
              edge(Operation.AVERAGE, 2),
              edge(Operation.SEPARABLE_3, 2),
              edge(Operation.MAXIMUM, 1)),
          List.of(4, 5, 6));

  // AmoebaNet-D as the TensorFlow reference and torchgpipe define it.
  private static final Cell AMOEBA_NORMAL =
      new Cell(
          List.of(
              edge(Operation.CONV_1, 1),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.SKIP, 1),
              edge(Operation.CONV_1_7, 0),
              edge(Operation.CONV_1, 0),
              edge(Operation.CONV_1_7, 0),
              edge(Operation.MAXIMUM, 2),
              edge(Operation.SKIP, 2),
              edge(Operation.AVERAGE, 1),
              edge(Operation.CONV_1, 5)),
          List.of(0, 3, 4, 6));

  private static final Cell AMOEBA_REDUCTION =
      new Cell(
          List.of(
              edge(Operation.MAXIMUM, 0),
              edge(Operation.MAXIMUM, 0),
              edge(Operation.SKIP, 2),
              edge(Operation.CONV_3, 1),
              edge(Operation.CONV_1_7, 2),
              edge(Operation.MAXIMUM, 2),
              edge(Operation.SKIP, 3),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.AVERAGE, 2),
              edge(Operation.CONV_1, 3)),
          List.of(4, 5, 6));

  // PNASNet-5 as its authors' code and its PyTorch port define it; both cells are one.
  private static final Cell PNASNET =
      new Cell(
          List.of(
              edge(Operation.SEPARABLE_5, 0),
              edge(Operation.MAXIMUM, 0),
              edge(Operation.SEPARABLE_7, 1),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.SEPARABLE_5, 1),
              edge(Operation.SEPARABLE_3, 1),
              edge(Operation.SEPARABLE_3, 4),
              edge(Operation.MAXIMUM, 1),
              edge(Operation.SEPARABLE_3, 0),
              edge(Operation.SKIP, 1)),
          List.of(2, 3, 4, 5, 6));

  private final NetworkBuilder net;
  private final Cell normal;
  private final Cell reduction;
  private String before;
  private String last;

  private SearchedNetworks(
      NetworkBuilder net, Cell normal, Cell reduction, String before, String last) {
    this.net = net;
    this.normal = normal;
    this.reduction = reduction;
    this.before = before;
    this.last = last;
  }

  /** 14 cells, 48 channels: the network its authors train on ImageNet. */
  static Network darts() {
    NetworkBuilder net = new NetworkBuilder("darts");
    String x = net.convNormRelu(net.input(3, 224, 224), 24, 3, 2);
    String stem0 = net.norm(net.conv(x, 48, 3, 2));
    String stem1 = net.norm(net.conv(net.relu(stem0), 48, 3, 2));
    SearchedNetworks cells = new SearchedNetworks(net, DARTS_NORMAL, DARTS_REDUCTION, stem0, stem1);
    long channels = 48;
    for (int cell = 0; cell < 14; cell++) {
      boolean reduces = cell == 14 / 3 || cell == 2 * 14 / 3;
      channels *= reduces ? 2 : 1;
      cells.add(channels, reduces);
    }
    return cells.classified();
  }

  /** 18 normal cells, 256 filters: AmoebaNet-D (18, 256) of the GPipe paper. */
  static Network amoebaNetD() {
    NetworkBuilder net = new NetworkBuilder("amoebanet-d");
    String stem = net.norm(net.conv(net.input(3, 224, 224), 64, 3, 2));
    SearchedNetworks cells = new SearchedNetworks(net, AMOEBA_NORMAL, AMOEBA_REDUCTION, stem, stem);
    cells.add(64, true);
    cells.add(128, true);
    cells.stages(256, 6);
    return cells.classified();
  }

  /** NASNet-A (4 @ 1056), the mobile one: 12 normal cells, 44 filters. */
  static Network nasNetA() {
    NetworkBuilder net = new NetworkBuilder("nasnet-a");
    String stem = net.norm(net.conv(net.input(3, 224, 224), 32, 3, 2));
    SearchedNetworks cells = new SearchedNetworks(net, NASNET_NORMAL, NASNET_REDUCTION, stem, stem);
    cells.add(11, true);
    cells.add(22, true);
    cells.stages(44, 4);
    return cells.classified();
  }

  /** PNASNet-5 (3 @ 54), the mobile one: 9 normal cells, 54 filters. */
  static Network pnasNet5() {
    NetworkBuilder net = new NetworkBuilder("pnasnet-5");
    String stem = net.norm(net.conv(net.input(3, 224, 224), 32, 3, 2));
    SearchedNetworks cells = new SearchedNetworks(net, PNASNET, PNASNET, stem, stem);
    cells.add(14, true);
    cells.add(27, true);
    cells.stages(54, 3);
    return cells.classified();
  }

  /** Three stages of normal cells, a reduction between them. */
  private void stages(long filters, int cells) {
    for (int stage = 0; stage < 3; stage++) {
      if (stage > 0) {
        add(filters << stage, true);
      }
      for (int cell = 0; cell < cells; cell++) {
        add(filters << stage, false);
      }
    }
  }

  private Network classified() {
    net.classifier(net.globalPool(net.relu(last)), 1000);
    return net.build();
  }

  private void add(long channels, boolean reduces) {
    Cell cell = reduces ? reduction : normal;
    List<String> states = new ArrayList<>();
    boolean isLarger = net.shape(before).get(1) > net.shape(last).get(1);
    states.add(isLarger ? halve(before, channels) : project(before, channels));
    states.add(before.equals(last) ? states.get(0) : project(last, channels));
    for (int pair = 0; pair < cell.edges().size(); pair += 2) {
      String sum =
          net.add(
              apply(cell.edges().get(pair), states, channels, reduces),
              apply(cell.edges().get(pair + 1), states, channels, reduces));
      states.add(sum);
    }
    List<String> parts = new ArrayList<>();
    for (int state : cell.result()) {
      parts.add(states.get(state));
    }
    before = last;
    last = net.concat(parts);
  }

  private String project(String x, long channels) {
    return net.norm(net.conv(net.relu(x), channels, 1, 1));
  }

  /** Half the extent, by two convolutions on pixels one apart. */
  private String halve(String x, long channels) {
    String y = net.relu(x);
    String even = net.conv(y, channels / 2, 1, 2);
    String odd = net.conv(y, channels - channels / 2, 1, 2);
    return net.norm(net.concat(List.of(even, odd)));
  }

  private String apply(Edge edge, List<String> states, long channels, boolean reduces) {
    String x = states.get(edge.state());
    long stride = reduces && edge.state() < 2 ? 2 : 1;
    return switch (edge.operation()) {
      case SKIP -> stride == 1 ? x : halve(x, channels);
      case AVERAGE -> net.pool("avgpool", x, stride, stride);
      case MAXIMUM -> net.pool("maxpool", x, stride, stride);
      case CONV_1 -> net.norm(net.conv(net.relu(x), channels, 1, stride));
      case CONV_3 -> bottleneck(x, channels, stride, false);
      case CONV_1_7 -> bottleneck(x, channels, stride, true);
      case SEPARABLE_3 -> separable(separable(x, 3, stride), 3, 1);
      case SEPARABLE_5 -> separable(separable(x, 5, stride), 5, 1);
      case SEPARABLE_7 -> separable(separable(x, 7, stride), 7, 1);
      case DILATED_3 -> separable(x, 3, stride);
    };
  }

  private String separable(String x, long window, long stride) {
    long channels = net.channels(x);
    String y = net.groupedConv(net.relu(x), channels, window, stride, channels);
    return net.norm(net.conv(y, channels, 1, 1));
  }

  private String bottleneck(String x, long channels, long stride, boolean isFactored) {
    String y = net.norm(net.conv(net.relu(x), channels / 4, 1, 1));
    if (isFactored) {
      y = net.norm(net.rectangularConv(net.relu(y), channels / 4, 1, 7, 1, stride));
      y = net.norm(net.rectangularConv(net.relu(y), channels / 4, 7, 1, stride, 1));
    } else {
      y = net.norm(net.conv(net.relu(y), channels / 4, 3, stride));
    }
    return net.norm(net.conv(net.relu(y), channels, 1, 1));
  }
}
