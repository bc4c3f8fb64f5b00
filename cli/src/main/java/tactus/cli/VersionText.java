package tactus.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** The version in the jar's manifest. */
record VersionText() implements Task {

  static String text() {
    @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return "tactus " + (version == null ? "(not packaged)" : version);
  }

  @Override
  public int run(PrintWriter out, PrintWriter err) {
    out.println(text());
    return ExitCode.FINE;
  }
}
