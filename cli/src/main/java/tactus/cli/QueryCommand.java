package tactus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.report.TableText;
import tactus.explore.store.StoreQuery;

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

  @Option(names = "--csv", description = "Print CSV.")
  private boolean csv;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StoreQuery answer = StoreQuery.ask(directory, sql);
    out.print(csv ? answer.csv() : TableText.of(answer.columns(), answer.rows()));
    out.flush();
    return ExitCode.FINE;
  }
}
