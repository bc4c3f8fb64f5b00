package tactus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Lines that are read without picocli, beside what picocli finds in them. */
class PlainLineTest {

  private static final String STREAM = "../configs/streams/naive-512.yaml";

  @Property(tries = 400)
  void of_anyWords_isWhatPicocliFinds(@ForAll("lines") List<String> words) {
    String[] arguments = words.toArray(new String[0]);
    Optional<Task> plain = PlainLine.of(arguments);

    plain.ifPresent(task -> assertThat(task).isEqualTo(byPicocli(arguments)));
  }

  @Property(tries = 200)
  void of_plainWords_needsNoPicocli(
      @ForAll("files") List<String> files, @ForAll("options") List<String> options) {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(files);
    options.forEach(option -> words.addAll(List.of(option.split(" "))));
    String[] arguments = words.toArray(new String[0]);

    assertThat(PlainLine.of(arguments)).contains(byPicocli(arguments));
  }

  @Test
  void of_aFileThatCannotBe_isLeftToPicocli() {
    assertThat(PlainLine.of("check", "a\0.yaml")).isEmpty();
  }

  private static Task byPicocli(String... arguments) {
    CommandLine command = Main.command(arguments);
    ParseResult parsed = command.parseArgs(arguments);
    Object read = parsed.subcommand().commandSpec().userObject();
    return read instanceof RunCommand run ? run.task() : ((CheckCommand) read).task();
  }

  /** Words of a command line in any order, many of them mistakes. */
  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> odd =
        Arbitraries.strings().withChars("ab-@=\"' $,{}.:").ofMinLength(0).ofMaxLength(5);
    Arbitrary<String> word =
        Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Arbitraries.of(
                    "a.yaml", "b c.yaml", "run", "check", "k=v", "k=-1", "/x/$y", "--set", "-o")),
            Tuple.of(
                3,
                Arbitraries.of(
                    "--json",
                    "-q",
                    "--quiet",
                    "--output",
                    "-h",
                    "--help",
                    "--version",
                    "--",
                    "--set=k=v",
                    "-oout",
                    "--js",
                    "--json=true",
                    "-qo",
                    "@a",
                    "")),
            Tuple.of(1, odd));
    return Arbitraries.of("run", "check")
        .flatMap(
            command ->
                word.list()
                    .ofMaxSize(6)
                    .map(
                        rest -> {
                          List<String> line = new ArrayList<>(List.of(command));
                          line.addAll(rest);
                          return line;
                        }));
  }

  @Provide
  Arbitrary<List<String>> files() {
    return Arbitraries.of("a.yaml", "b c.yaml", "/d/e.yaml", "run")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<String>> options() {
    return Arbitraries.of("--json", "--quiet", "-o out", "--set a=1", "--set b.c=-2")
        .list()
        .uniqueElements()
        .ofMaxSize(5);
  }

  @Test
  void execute_plainLines_tellWhatPicocliTells() {
    assertToldAlike("--version");
    assertToldAlike("check", STREAM, "no.yaml");
    assertToldAlike("check", STREAM, "--set", "fabric.channels=none");
    assertToldAlike("run", STREAM, "--json", "--set", "attention.keys=8");
    assertToldAlike("run", STREAM, "no.yaml");
    assertToldAlike("run", STREAM, "-q", "--set", "attention");
  }

  private static void assertToldAlike(String... arguments) {
    assertThat(PlainLine.of(arguments)).isPresent();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    StringWriter plainOut = new StringWriter();
    StringWriter plainErr = new StringWriter();
    int code = Main.parse(new PrintWriter(out), new PrintWriter(err), arguments);

    assertThat(Main.execute(new PrintWriter(plainOut), new PrintWriter(plainErr), arguments))
        .isEqualTo(code);
    assertThat(plainOut).hasToString(out.toString());
    assertThat(plainErr).hasToString(err.toString());
  }
}
