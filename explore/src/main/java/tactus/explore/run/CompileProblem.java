package tactus.explore.run;

import java.nio.file.Path;
import tactus.config.ConfigException;
import tactus.config.ConfigProblem;
import tactus.config.Section;
import tactus.dataflow.CompileException;
import tactus.hw.MachineReader;

/** Says where what the compiler cannot make into a program is written. */
final class CompileProblem {

  private CompileProblem() {}

  /**
   * {@return the exception to throw}
   *
   * @param cause what the compiler says
   * @param file the file of the run
   * @param machine where the machine is written
   */
  static ConfigException of(CompileException cause, Path file, Section machine) {
    String message = String.valueOf(cause.getMessage());
    return new ConfigException(
        switch (cause.part()) {
          case GRAPH -> ConfigProblem.at(file, 0, 0, "", message);
          case SCRATCHPAD -> MachineReader.scratchpadProblem(machine, message);
          case STREAM_FABRIC -> MachineReader.streamFabricProblem(machine, message);
        });
  }
}
