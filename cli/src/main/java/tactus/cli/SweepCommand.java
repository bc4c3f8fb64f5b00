package tactus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tactus.explore.run.JsonText;
import tactus.explore.run.RunProgress;
import tactus.explore.store.TableFormat;
import tactus.explore.sweep.PointCluster;
import tactus.explore.sweep.SweepBackend;
import tactus.explore.sweep.SweepOutput;
import tactus.explore.sweep.SweepReader;
import tactus.explore.sweep.SweepRecipe;
import tactus.explore.sweep.SweepResult;
import tactus.explore.sweep.SweepRun;
import tactus.explore.sweep.SweepSpec;
import tactus.explore.sweep.SweepText;

/** Runs many points of a design space. */
@Command(
    name = "sweep",
    description = "Run the points of a design space and say which are on its Pareto front.")
final class SweepCommand implements Callable<Integer> {

  private static final int SHOWN_POINTS = 10;
  private static final String LOCAL = "local";

  @Parameters(paramLabel = "SWEEP", description = "YAML file of a sweep.")
  private Path file = Path.of("");

  @Mixin private SettingOption setting = new SettingOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Where sweep.db, points.csv, sweep.json and report.html go; NAME-sweep if not given.")
  private @Nullable Path output;

  @Option(names = "--dry-run", description = "Only print how many points there are and the first.")
  private boolean dryRun;

  @Option(names = "--resume", description = "Go on with the sweep that is in DIR.")
  private boolean resume;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Points at once; as many as there are processors if not given.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Where points are evaluated: local (if not given) or spark.")
  private String backend = LOCAL;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Master of the backend, such as spark://host:7077; if not given, that of spark-submit, or"
              + " local[*].")
  private @Nullable String master;

  @Option(
      names = "--point",
      paramLabel = "POINT",
      description = "Run one point of the sweep in DIR by itself: its report goes to DIR/points.")
  private @Nullable Long point;

  @Option(
      names = "--export",
      paramLabel = "FORMAT",
      converter = QueryCommand.FormatConverter.class,
      description = "Write the points as DIR/points.FORMAT too: json or parquet.")
  private @Nullable TableFormat export;

  @Option(names = "--json", description = "Print the result as JSON and nothing else.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (jobs < 1) {
      throw new ParameterException(spec.commandLine(), "--jobs must be at least 1");
    }
    if (backend.equals(LOCAL) && master != null) {
      throw new ParameterException(spec.commandLine(), "--master needs --backend spark");
    }
    SweepSpec sweep = SweepReader.read(file, setting.settings());
    Path directory = output == null ? Path.of(sweep.name() + "-sweep") : output;
    if (dryRun) {
      return printPlan(sweep);
    }
    PrintWriter out = spec.commandLine().getOut();
    Long one = point;
    if (one != null) {
      RunProgress progress = TerminalProgress.on(spec.commandLine().getErr());
      Path written = SweepOutput.runPoint(sweep, directory, one, progress);
      out.println("written to " + written);
      out.flush();
      return ExitCode.FINE;
    }
    SweepOutput.check(directory, resume);
    TableFormat format = export;
    if (format != null) {
      format.check();
    }
    SweepResult result = run(sweep, directory);
    ObjectNode summary = result.summary();
    if (json) {
      out.print(JsonText.of(summary));
    } else if (!quiet) {
      out.print(SweepText.render(summary, Terminal.width()));
      out.println("\nwritten to " + directory);
    }
    out.flush();
    return result.isComplete() ? ExitCode.FINE : ExitCode.INTERRUPTED;
  }

  private SweepResult run(SweepSpec sweep, Path directory) {
    SweepTerminal terminal = new SweepTerminal(spec.commandLine().getErr(), !json && !quiet);
    CountDownLatch closed = new CountDownLatch(1);
    // Ctrl-C: what is in work comes to its end and into the store before the process goes.
    Thread hook =
        new Thread(
            () -> {
              terminal.cancel();
              try {
                closed.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      SweepResult result = run(sweep, directory, terminal);
      SweepOutput.write(sweep, directory, result);
      TableFormat format = export;
      if (format != null && result.isComplete()) {
        SweepOutput.export(directory, format);
      }
      return result;
    } finally {
      terminal.done();
      closed.countDown();
      if (!terminal.isCancelled()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private SweepResult run(SweepSpec sweep, Path directory, SweepTerminal terminal) {
    if (backend.equals(LOCAL)) {
      return SweepRun.run(sweep, directory, jobs, terminal);
    }
    SweepRecipe recipe = SweepRecipe.of(sweep, setting.settings());
    String where = master == null ? System.getProperty("spark.master", "local[*]") : master;
    try (PointCluster cluster = SweepBackend.of(backend).start(recipe, where)) {
      return SweepRun.run(sweep, directory, cluster, terminal);
    }
  }

  private int printPlan(SweepSpec sweep) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<long[]> plan = SweepRun.plan(sweep);
    List<String> lines = SweepText.plan(sweep, plan, SHOWN_POINTS);
    lines.forEach(out::println);
    out.flush();
    return ExitCode.FINE;
  }
}
