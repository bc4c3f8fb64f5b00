package tactus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, from the command line to the files. */
class RunCommandTest {

  private static final String SMALL =
      """
      machine:
        clock: 1 GHz
        matrix_engine: {rows: 8, columns: 8, accumulator: 64 KiB}
        vector_engine: {lanes: 8}
        scratchpad: {capacity: 256 KiB, banks: 8, width: 8 B}
        dram: {bandwidth: 8 GB/s, burst: 64 B}
      workload:
        gemms: [{name: product, m: 40, k: 24, n: 33, count: 2}]
      """;

  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  private static Ended tactus(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  private String small(String name) throws IOException {
    return Files.writeString(folder.resolve(name), SMALL).toString();
  }

  @Test
  void run_plain_printsTheReport() throws IOException {
    Ended ended = tactus("run", small("a.yaml"));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("a on a\n").contains("cycles", "ound by");
  }

  @Test
  void run_json_printsOneObjectAndNothingElse() throws IOException {
    Ended ended = tactus("run", small("a.yaml"), "--json");

    assertThat(ended.err()).isEmpty();
    JsonNode report = new ObjectMapper().readTree(ended.out());
    assertThat(report.path("schema").asText()).isEqualTo("tactus/run/1");
    assertThat(report.path("macs").asLong()).isEqualTo(2 * 40 * 24 * 33);
    assertThat(tactus("run", small("a.yaml"), "--json").out()).isEqualTo(ended.out());
  }

  @Test
  void run_severalAsJson_areOneObject() throws IOException {
    Ended ended = tactus("run", small("a.yaml"), small("b.yaml"), "--json");

    JsonNode runs = new ObjectMapper().readTree(ended.out());
    assertThat(runs.path("schema").asText()).isEqualTo("tactus/runs/1");
    assertThat(runs.path("runs").findValuesAsText("schema"))
        .isEqualTo(List.of("tactus/run/1", "tactus/run/1"));
  }

  @Test
  void run_reference_givesTheSameCycles() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String fast = tactus("run", small("a.yaml"), "--json").out();
    String reference =
        tactus("run", small("a.yaml"), "--json", "--set", "fidelity=reference").out();

    assertThat(mapper.readTree(reference).path("fidelity").asText()).isEqualTo("reference");
    assertThat(reference.replace("\"reference\"", "\"fast\"")).isEqualTo(fast);
  }

  @Test
  void run_output_holdsWhatReportRendersAgain() throws IOException {
    Path output = folder.resolve("out");

    Ended ended = tactus("run", small("a.yaml"), "-o", output.toString());
    Ended again = tactus("report", output.toString());

    assertThat(ended.out()).isEqualTo(again.out() + "\nwritten to " + output + "\n");
    assertThat(output.resolve("report.html")).isNotEmptyFile();
    assertThat(output.resolve("trace.json.gz")).isNotEmptyFile();
    assertThat(output.resolve("report.json"))
        .hasContent(tactus("run", small("a.yaml"), "--json").out());
    assertThat(tactus("report", output.toString(), "--json").out())
        .isEqualTo(Files.readString(output.resolve("report.json")));
  }

  @Test
  void run_severalOutputs_haveTheNamesOfTheFiles() throws IOException {
    Path output = folder.resolve("out");

    Ended ended = tactus("run", small("a.yaml"), small("b.yaml"), "-o", output.toString(), "-q");

    assertThat(ended).isEqualTo(new Ended(0, "", ""));
    assertThat(output.resolve("a/report.json")).isNotEmptyFile();
    assertThat(output.resolve("b/report.json")).isNotEmptyFile();
  }

  @Test
  void run_scratchpadTooSmall_isToldInOneLine() throws IOException {
    Ended ended = tactus("run", small("a.yaml"), "--set", "machine.scratchpad.capacity=64 B");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("--set machine.scratchpad.capacity: product", "least capacity");
  }

  @Test
  void check_run_isFine() throws IOException {
    String file = small("a.yaml");

    assertThat(tactus("check", file))
        .isEqualTo(new Ended(0, file + ": fine (run of gemms on a)\n", ""));
  }

  private static final String PRODUCT =
      """
      sparse_product: {left: {rmat: {scale: 5, edges: 60}}}
      hash_block: {clock: 1 GHz, bandwidth: 8 GB/s, latency: 50 ns, scratchpad: 64 KiB}
      """;

  @Test
  void run_ofSparseProducts_writesReportAndPageOfEach() throws IOException {
    String first = Files.writeString(folder.resolve("one.yaml"), PRODUCT).toString();
    String second = Files.writeString(folder.resolve("two.yaml"), PRODUCT).toString();
    Path out = folder.resolve("out");

    Ended ended = tactus("run", first, second, "-o", out.toString());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("one: 32 x 32 matrix").contains("\n\ntwo: 32 x 32 matrix");
    assertThat(out.resolve("one/report.json")).content().contains("tactus/sparse-product/1");
    assertThat(out.resolve("two/report.html"))
        .content()
        .contains("<title>two - Tactus</title>", "function drawVersions", "threadCycleStack");
    assertThat(tactus("run", first, second, "-o", out.toString()).code()).isZero();
  }

  @Test
  void run_ofFilesWithOneName_asksForAnother() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    String first = Files.writeString(folder.resolve("one.yaml"), PRODUCT).toString();
    String second = Files.writeString(other.resolve("one.yaml"), PRODUCT).toString();
    Path out = folder.resolve("out");

    Ended ended = tactus("run", first, second, "-o", out.toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            second
                + ": must not have the name of '"
                + first
                + "', as both go to '"
                + out.resolve("one")
                + "'\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void run_ofProductsOfOneName_writesToDirectoriesOfTheFiles() throws IOException {
    String named = "name: ../..\n" + PRODUCT;
    String first = Files.writeString(folder.resolve("one.yaml"), named).toString();
    String second = Files.writeString(folder.resolve("two.yaml"), named).toString();
    Path out = folder.resolve("out");

    assertThat(tactus("run", first, second, "-o", out.toString()).code()).isZero();
    assertThat(out.resolve("one/report.json")).content().contains("\"name\": \"../..\"");
    assertThat(out.resolve("two/report.json")).exists();
  }
}
