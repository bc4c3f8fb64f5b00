package tactus.explore.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tactus.config.ConfigException;
import tactus.config.Setting;
import tactus.config.ValueType;
import tactus.dataflow.Compilation;
import tactus.dataflow.CompileException;
import tactus.dataflow.Compiler;
import tactus.explore.report.ResidencyPage;
import tactus.explore.residency.ResidencyExperiment;
import tactus.hw.Traffic;

/** What planning a file does: read, plan, write. */
public final class ResidencyStages {

  private static final String REPORT = "report.json";
  private static final String PAGE = "report.html";

  private ResidencyStages() {}

  /**
   * {@return the report of a file's problem, {@code tactus/residency/1}}
   *
   * @param file a YAML file
   * @param settings what to put over it
   * @throws ConfigException if anything in it is wrong, or an operator does not fit a budget
   */
  public static ObjectNode run(Path file, List<Setting> settings) {
    ObjectNode report = ResidencyExperiment.run(ResidencyReader.read(file, settings));
    simulate(file, ResidencyReader.machines(file, settings), report);
    return report;
  }

  /** Adds what the machine makes of each allocator's plans. */
  private static void simulate(
      Path file, List<ResidencyReader.Simulated> machines, ObjectNode report) {
    if (machines.isEmpty()) {
      return;
    }
    report.put("machine", machines.get(0).machine().name());
    report.put("compulsoryBytes", CompulsoryTraffic.of(machines.get(0).graph()).bytes());
    ArrayNode rows = report.putArray("simulated");
    for (ResidencyReader.Simulated simulated : machines) {
      Compilation compilation = compile(file, simulated);
      Traffic traffic = compilation.execution().totalTraffic();
      ObjectNode row = rows.addObject();
      row.put("allocator", simulated.allocator());
      row.put("cycles", compilation.execution().cycles());
      row.put("dramBytes", traffic.dramRead() + traffic.dramWritten());
      compilation
          .residency()
          .ifPresent(
              known -> {
                row.put("budgetBytes", known.solution().plan().budgetBytes());
                row.put("plannedBytes", known.solution().plan().bytes());
                row.put("firstLoadBytes", known.solution().plan().firstLoadBytes());
                row.put("streamedBytes", known.streamedBytes());
                row.put("plannedBy", ValueType.word(known.solution().allocator()));
              });
    }
  }

  private static Compilation compile(Path file, ResidencyReader.Simulated simulated) {
    try {
      return new Compiler(simulated.machine()).compile(simulated.graph());
    } catch (CompileException e) {
      throw CompileProblem.of(e, file, simulated.section());
    }
  }

  /**
   * Writes the report and its page to a directory.
   *
   * @param directory the directory, which need not exist
   * @param report the report
   * @throws ConfigException if they cannot be written
   */
  public static void write(Path directory, ObjectNode report) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(REPORT), JsonText.of(report));
      Files.writeString(directory.resolve(PAGE), ResidencyPage.render(report));
    } catch (IOException e) {
      throw ConfigException.at(directory, 0, 0, "", "cannot be written (" + e + ")");
    }
  }
}
