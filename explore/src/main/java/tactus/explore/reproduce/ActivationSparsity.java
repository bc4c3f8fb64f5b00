package tactus.explore.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tactus.hw.command.NmSparsity;
import tactus.hw.sparse.SatArray;
import tactus.hw.sparse.SatSpec;
import tactus.workload.OperatorShape.MatMulShape;
import tactus.workload.training.KnownNetwork;
import tactus.workload.training.TrainingLayer;
import tactus.workload.training.TrainingNetwork;

/** Semi-structured activation sparsity: columns of im2col's products that are not computed. */
final class ActivationSparsity implements Paper {

  /** Of the abstract, for ResNet-18 on ImageNet. */
  private static final double THEIR_SPEEDUP = 1.25;

  private static final SatSpec ARRAY =
      new SatSpec(32, 32, 1_000_000, 1, 1, 32, 32, 32, 32L << 20, 76.8e9);

  @Override
  public String name() {
    return "activation-sparsity";
  }

  @Override
  public String title() {
    return "Accelerating Deep Neural Networks via Semi-Structured Activation Sparsity";
  }

  @Override
  public Reproduction reproduce(Path traces) {
    List<ReproductionRow> rows = new ArrayList<>();
    for (int percent : new int[] {10, 20, 30, 40}) {
      rows.add(
          row(
              "ResNet-18 forwards, " + percent + " % of the columns skipped",
              speedup(percent),
              "x"));
    }
    int least = 0;
    while (speedup(least) < THEIR_SPEEDUP) {
      least++;
    }
    rows.add(row("ResNet-18 forwards, least share skipped for the paper's 1.25x", least, "%"));
    return new Reproduction(name(), title(), rows);
  }

  /** The abstract gives a speedup and no share, so that there is nothing to compare with. */
  private static ReproductionRow row(String what, double ours, String unit) {
    return new ReproductionRow(
        what,
        OptionalDouble.empty(),
        ours,
        unit,
        "one image, the array alone, 32 x 32; every layer but the first and last skips as many");
  }

  private static double speedup(int percent) {
    return (double) cycles(0) / cycles(percent);
  }

  private static long cycles(int percent) {
    TrainingNetwork network = KnownNetwork.RESNET18_224.network("resnet18", 1);
    SatArray array = new SatArray(ARRAY);
    long sum = 0;
    for (TrainingLayer layer : network.layers()) {
      MatMulShape shape = layer.product();
      long m = shape.m();
      if (layer.kind() == TrainingLayer.Kind.SPARSE_WEIGHTS) {
        m -= m * percent / 100;
      }
      SatArray.Mode mode = array.better(m, shape.k(), shape.n(), NmSparsity.DENSE);
      sum += array.cycles(mode, m, shape.k(), shape.n(), NmSparsity.DENSE);
    }
    return sum;
  }
}
