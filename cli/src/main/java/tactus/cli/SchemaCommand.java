package tactus.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.config.JsonSchema;
import tactus.explore.run.ConfigKind;

/** Prints the JSON Schema of files. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of files, for editors that check and complete them.")
final class SchemaCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      converter = KindConverter.class,
      description =
          "What the files hold: run (if not given), sweep, machine, stream, training,"
              + " sparse-product or residency.")
  private ConfigKind kind = ConfigKind.RUN;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(JsonSchema.of(kind.type()));
    out.flush();
    return ExitCode.FINE;
  }

  /** A kind by its word. */
  static final class KindConverter extends WordConverter<ConfigKind> {
    KindConverter() {
      super(ConfigKind.values());
    }
  }
}
