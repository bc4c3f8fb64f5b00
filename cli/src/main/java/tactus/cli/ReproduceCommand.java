package tactus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.config.NearestMatch;
import tactus.explore.reproduce.Reproduction;
import tactus.explore.reproduce.Reproductions;
import tactus.explore.run.JsonText;

/** Computes the results of papers anew. */
@Command(
    name = "reproduce",
    description = "Compute the results of papers anew: theirs, ours, and the error.")
final class ReproduceCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Which papers; all if none is given. --list names them.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Name the papers and compute nothing.")
  private boolean list;

  @Option(names = "--json", description = "Print the results as JSON and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Reproduction> chosen = chosen();
    if (list) {
      chosen.forEach(paper -> out.println(paper.name() + ": " + paper.paper()));
      return ExitCode.FINE;
    }
    List<ObjectNode> reports = new ArrayList<>();
    for (Reproduction paper : chosen) {
      ObjectNode report = Reproductions.report(paper);
      if (json) {
        reports.add(report);
      } else {
        out.print(Reproductions.render(report));
      }
    }
    if (json) {
      out.print(JsonText.of(Reproductions.together(reports)));
    }
    out.flush();
    return ExitCode.FINE;
  }

  private List<Reproduction> chosen() {
    if (names.isEmpty()) {
      return Reproductions.all();
    }
    List<String> known = Reproductions.all().stream().map(Reproduction::name).toList();
    List<Reproduction> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          Reproductions.find(name)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "unknown paper '" + name + "'" + NearestMatch.hint(name, known))));
    }
    return chosen;
  }
}
