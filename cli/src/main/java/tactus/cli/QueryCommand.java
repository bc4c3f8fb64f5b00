package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.report.TableText;
import tactus.explore.store.StoreQuery;
import tactus.explore.store.TableFormat;

/** Asks the store of a sweep. */
@Command(
    name = "query",
    description =
        "Ask the store of a sweep in SQL. Its tables are points (a row each) and sweep (facts).")
final class QueryCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The directory of a sweep.")
  private Path directory = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SQL",
      description = "A statement that reads; the Pareto front if none.")
  private String sql = "select * from points where front = 1 order by point";

  @Option(names = "--csv", description = "The same as --format csv.")
  private boolean csv;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "csv, json, or parquet (with -o); a table for people if not given.")
  private @Nullable TableFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write, csv if no format is given; standard output if not given.")
  private @Nullable Path output;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TableFormat chosen = format == null && (csv || output != null) ? TableFormat.CSV : format;
    if (chosen != null) {
      chosen.check();
    }
    if (chosen == TableFormat.PARQUET && output == null) {
      throw new ParameterException(spec.commandLine(), "--format parquet needs -o FILE");
    }
    StoreQuery answer = StoreQuery.ask(directory, sql);
    if (chosen != null && output != null) {
      chosen.write(answer, output);
      out.println("written to " + output);
    } else {
      out.print(
          chosen == null
              ? TableText.of(answer.columns(), answer.rows())
              : chosen.text(answer).orElseThrow());
    }
    out.flush();
    return ExitCode.FINE;
  }

  /** A format by its word. */
  static final class FormatConverter extends WordConverter<TableFormat> {
    FormatConverter() {
      super(TableFormat.values());
    }
  }
}
