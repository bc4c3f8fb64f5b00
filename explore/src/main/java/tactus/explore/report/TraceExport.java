package tactus.explore.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import tactus.hw.Execution;
import tactus.hw.MachineSpec;

/** Stand-in. */
public final class TraceExport {
  private TraceExport() {}

  /**
   * Writes the trace.
   *
   * @param machine the machine
   * @param execution the execution
   * @param out the stream
   * @throws IOException if it cannot be written
   */
  public static void write(MachineSpec machine, Execution execution, OutputStream out)
      throws IOException {
    new GZIPOutputStream(out).finish();
  }
}
