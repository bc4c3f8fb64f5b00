package tactus.hw;

import java.util.List;
import tactus.hw.command.Program;

/**
 * What happened when a machine ran a program.
 *
 * @param program the program
 * @param timings one entry a command, in program order
 * @param cycles cycles until every command was complete
 */
public record Execution(Program program, List<CommandTiming> timings, long cycles) {
  public Execution {
    timings = List.copyOf(timings);
    if (timings.size() != program.commands().size()) {
      throw new IllegalArgumentException(
          "timings ("
              + timings.size()
              + ") must match commands ("
              + program.commands().size()
              + ")");
    }
  }
}
