package tactus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.config.TextFile;
import tactus.explore.report.ValidationReport;
import tactus.explore.reproduce.Paper;
import tactus.explore.reproduce.Papers;
import tactus.explore.run.JsonText;
import tactus.explore.validate.GoldenFolder;
import tactus.explore.validate.Validation;
import tactus.explore.validate.ValidationJson;
import tactus.explore.validate.Validations;

/** Prints our numbers beside those of others. */
@Command(
    name = "validate",
    description =
        "Compare with what others printed and measured, and say the error; needs a checkout.")
final class ValidateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Names of sources; all if none.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Only list the sources.")
  private boolean list;

  @Option(names = "--json", description = "Print JSON and nothing else.")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write a document in Markdown instead, with all sources and all reproductions of papers.")
  private @Nullable Path output;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The checkout with the golden files (default: that of this command).")
  private Path home = Path.of(System.getProperty("tactus.home", ""));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Validation> validations = validations();
    if (list) {
      validations.forEach(each -> out.println(each.name() + ": " + each.title()));
      out.flush();
      return ExitCode.FINE;
    }
    if (output != null && (json || !names.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "-o writes a document of everything: leave NAME and --json out");
    }
    GoldenFolder golden = new GoldenFolder(home);
    List<ObjectNode> results =
        validations.stream().map(each -> ValidationJson.of(each, golden)).toList();
    if (output != null) {
      TextFile.write(output, ValidationReport.markdown(results, reproductions()), true);
    } else if (json) {
      out.print(JsonText.of(results.size() == 1 ? results.get(0) : together(results)));
    } else {
      results.forEach(result -> out.print(ValidationReport.render(result, Terminal.width())));
    }
    out.flush();
    return ExitCode.FINE;
  }

  private List<ObjectNode> reproductions() {
    List<ObjectNode> reproductions = new ArrayList<>();
    for (Paper paper : Papers.all()) {
      reproductions.add(paper.reproduce(home.resolve("traces")).json());
    }
    return reproductions;
  }

  private List<Validation> validations() {
    if (names.isEmpty()) {
      return Validations.all();
    }
    List<Validation> validations = new ArrayList<>();
    for (String name : names) {
      validations.add(
          Validations.find(name)
              .orElseThrow(
                  () -> new ParameterException(spec.commandLine(), Validations.unknown(name))));
    }
    return validations;
  }

  private static ObjectNode together(List<ObjectNode> results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "tactus/validations/1");
    ArrayNode all = root.putArray("validations");
    results.forEach(all::add);
    return root;
  }
}
