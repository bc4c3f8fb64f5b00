package tactus.cli;

import java.io.PrintWriter;
import tactus.config.ConfigException;

/** What a command line asks for, however it was read. */
interface Task {

  /**
   * Does it.
   *
   * @return the exit code
   * @throws ConfigException if the input is wrong
   */
  int run(PrintWriter out, PrintWriter err);
}
