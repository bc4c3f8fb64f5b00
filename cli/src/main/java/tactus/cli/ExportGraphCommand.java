package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.config.TextFile;
import tactus.explore.run.GraphFormat;

/** Writes the operators of a workload and the tensors between them. */
@Command(
    name = "graph",
    description = "Write the operators of a run's workload and the tensors between them.")
final class ExportGraphCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", description = "YAML file of a run.")
  private Path config = Path.of("");

  @Mixin private SettingOption setting = new SettingOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "dot (if not given), for Graphviz, or graphml.")
  private GraphFormat format = GraphFormat.DOT;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write; standard output if not given.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Overwrite a file that says something else.")
  private boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String text = format.text(config, setting.settings());
    if (output == null) {
      out.print(text);
    } else {
      TextFile.write(output, text, force);
      out.println("written to " + output);
    }
    out.flush();
    return ExitCode.FINE;
  }

  /** A format by its word. */
  static final class FormatConverter extends WordConverter<GraphFormat> {
    FormatConverter() {
      super(GraphFormat.values());
    }
  }
}
