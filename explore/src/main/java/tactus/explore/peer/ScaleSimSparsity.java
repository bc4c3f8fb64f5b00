package tactus.explore.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tactus.workload.DataType;
import tactus.workload.Operator;
import tactus.workload.Sparsity.NOfM;
import tactus.workload.scalesim.ScaleSimConfig;
import tactus.workload.scalesim.ScaleSimConfig.SparsityMode;
import tactus.workload.scalesim.ScaleSimConfig.Stationary;
import tactus.workload.scalesim.ScaleSimLayer;
import tactus.workload.scalesim.ScaleSimTopology;

/** What of a topology's sparsity our N:M engine takes over, and why the rest is dense. */
final class ScaleSimSparsity {

  private final ScaleSimConfig config;
  private final Map<String, List<String>> layers = new LinkedHashMap<>();
  private final List<String> dense = new ArrayList<>();
  private int largestGroup = 2;

  ScaleSimSparsity(ScaleSimConfig config, ScaleSimTopology topology) {
    this.config = config;
    List<Operator> operators = topology.graph(DataType.INT8).operators();
    int sparse = 0;
    for (int i = 0; i < operators.size(); i++) {
      ScaleSimLayer layer = topology.layers().get(i);
      if (layer.keptWeights() < layer.groupWeights()) {
        sparse++;
        add(operators.get(i).name(), layer);
      }
    }
    SparsityMode mode = config.sparsity().mode();
    if (mode == SparsityMode.DENSE && sparse > 0) {
      dense.add("Dense, whatever N:M the topology has: SparsitySupport is off.");
    } else if (mode == SparsityMode.ROW_WISE) {
      dense.add("Dense: the densities that SCALE-Sim draws for each column (OptimizedMapping) are");
      dense.add("no N:M pattern of our engine, and the topology's are not looked at.");
    }
  }

  private void add(String name, ScaleSimLayer layer) {
    if (config.sparsity().mode() != SparsityMode.LAYER_WISE) {
      return;
    }
    int group = layer.groupWeights();
    String pattern = layer.keptWeights() + ":" + group;
    String why = "";
    if (config.dataflow() == Stationary.IS) {
      why = "input stationary, our engine takes dense weights only";
    } else if (group > NOfM.LARGEST_GROUP || Integer.bitCount(group) != 1) {
      why = "M of our engine is a power of two up to " + NOfM.LARGEST_GROUP;
    } else if (layer.keptWeights() > config.arrayHeight()) {
      why = "a group does not fit in the rows of the array";
    }
    if (!why.isEmpty()) {
      dense.add(name + " is dense instead of " + pattern + ": " + why + ".");
      return;
    }
    largestGroup = Math.max(largestGroup, group);
    layers.computeIfAbsent(pattern, any -> new ArrayList<>()).add(name);
  }

  /** {@return whether no layer is sparse in our run} */
  boolean isDense() {
    return layers.isEmpty();
  }

  /** {@return the layers of each pattern} */
  Map<String, List<String>> layers() {
    return layers;
  }

  /** {@return the largest M of a layer that is sparse} */
  int largestGroup() {
    return largestGroup;
  }

  /** {@return what is dense though SCALE-Sim, or its topology, has it sparse, and why} */
  List<String> dense() {
    return dense;
  }
}
