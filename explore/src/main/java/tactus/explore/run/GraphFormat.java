package tactus.explore.run;

import java.nio.file.Path;
import java.util.List;
import tactus.config.Setting;
import tactus.workload.OperatorGraph;
import tactus.workload.export.GraphExport;

/** A language in which other programs read operator graphs. */
public enum GraphFormat {
  /** For Graphviz. */
  DOT,
  /** XML for programs that read GraphML. */
  GRAPHML;

  /**
   * {@return the graph of a run's workload, which is neither compiled nor run}
   *
   * @param file the YAML file of the run
   * @param settings what to put over it
   * @throws tactus.config.ConfigException if anything in it is wrong
   */
  public String text(Path file, List<Setting> settings) {
    OperatorGraph graph = RunReader.read(file, settings).workload().graph();
    return switch (this) {
      case DOT -> GraphExport.dot(graph);
      case GRAPHML -> GraphExport.graphMl(graph);
    };
  }
}
