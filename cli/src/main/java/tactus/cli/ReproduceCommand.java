package tactus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.report.ReproductionReport;
import tactus.explore.reproduce.Paper;
import tactus.explore.reproduce.Papers;
import tactus.explore.run.JsonText;

/** Prints papers' results beside ours. */
@Command(
    name = "reproduce",
    description = "Print a paper's results: theirs, ours, error, and what was assumed.")
final class ReproduceCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Names of papers; all if none.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Only list the papers.")
  private boolean list;

  @Option(names = "--json", description = "Print JSON and nothing else.")
  private boolean json;

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description = "Folder of recorded inputs (default: traces, as in a checkout).")
  private Path traces = defaultTraces();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The launcher tells where the checkout is. */
  private static Path defaultTraces() {
    return Path.of(System.getProperty("tactus.home", "")).resolve("traces");
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Paper> papers = papers();
    if (list) {
      papers.forEach(paper -> out.println(paper.name() + ": " + paper.title()));
      out.flush();
      return ExitCode.FINE;
    }
    List<ObjectNode> reports = new ArrayList<>();
    for (Paper paper : papers) {
      reports.add(paper.reproduce(traces).json());
    }
    if (json) {
      out.print(JsonText.of(reports.size() == 1 ? reports.get(0) : together(reports)));
    } else {
      reports.forEach(report -> out.print(ReproductionReport.render(report, Terminal.width())));
    }
    out.flush();
    return ExitCode.FINE;
  }

  private List<Paper> papers() {
    if (names.isEmpty()) {
      return Papers.all();
    }
    List<Paper> papers = new ArrayList<>();
    for (String name : names) {
      papers.add(
          Papers.find(name)
              .orElseThrow(() -> new ParameterException(spec.commandLine(), Papers.unknown(name))));
    }
    return papers;
  }

  private static ObjectNode together(List<ObjectNode> reports) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "tactus/reproductions/1");
    ArrayNode all = root.putArray("reproductions");
    reports.forEach(all::add);
    return root;
  }
}
