package tactus.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tactus.config.JsonSchema;
import tactus.config.NearestMatch;
import tactus.config.ValueType;
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
      description = "What the files hold: run (if not given), machine or stream.")
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
  static final class KindConverter implements ITypeConverter<ConfigKind> {
    @Override
    public ConfigKind convert(String word) {
      for (ConfigKind kind : ConfigKind.values()) {
        if (ValueType.word(kind).equals(word)) {
          return kind;
        }
      }
      List<String> words = Arrays.stream(ConfigKind.values()).map(ValueType::word).toList();
      throw new TypeConversionException("unknown '" + word + "'" + NearestMatch.hint(word, words));
    }
  }
}
