package tactus.explore.run;

import java.util.Optional;
import tactus.workload.OperatorGraph;
import tactus.workload.scalesim.ScaleSimTopology;

/**
 * What is to be computed.
 *
 * @param graph the operators
 * @param description what it is, in a line for people
 * @param topology the network as SCALE-Sim sees it, if it was read from such a file
 */
public record Workload(
    OperatorGraph graph, String description, Optional<ScaleSimTopology> topology) {}
