package tactus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {

  private static final String MACHINE = "../configs/machines/npu-128x128.yaml";
  private static final String QUICKSTART = "../configs/quickstart.yaml";

  @TempDir private Path folder;

  /** What the command printed and how it ended. */
  private record Ended(int code, String out, String err) {}

  private static Ended tactus(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  /** Wrong input: the lines on standard error, nothing else anywhere. */
  private static void assertRefused(String[] arguments, String... starts) {
    Ended ended = tactus(arguments);
    assertThat(ended.err().lines()).hasSameSizeAs(starts);
    for (int i = 0; i < starts.length; i++) {
      assertThat(ended.err().lines().toList().get(i)).startsWith(starts[i]);
    }
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(2);
  }

  private static String[] line(String... arguments) {
    return arguments;
  }

  @Test
  void reproduce_list_namesEachPaper() {
    Ended ended = tactus("reproduce", "--list");
    assertThat(ended.out()).startsWith("approximate-normalization: ");
    assertThat(ended.code()).isZero();
  }

  @Test
  void reproduce_wrongInput_isToldInOneLine() {
    assertRefused(
        line("reproduce", "aproximate-normalization"),
        "tactus reproduce: unknown paper 'aproximate-normalization'; did you mean ");
    assertRefused(
        line("reproduce", "approximate-normalization", "--traces", "nowhere"),
        "nowhere/digits-vit/config.json: ");
  }

  @Test
  void validate_oneSource_printsItsFigures() {
    Ended ended = tactus("validate", "testfloat", "--home", "..", "--json");
    assertThat(ended.out()).startsWith("{").contains("\"f32 mulAdd, correct results\"");
    assertThat(ended.code()).isZero();
  }

  @Test
  void validate_wrongInput_isToldInOneLine() {
    assertRefused(
        line("validate", "testfloats"),
        "tactus validate: unknown validation 'testfloats'; did you mean 'testfloat'?");
    assertRefused(
        line("validate", "testfloat", "-o", "validation.md"),
        "tactus validate: -o writes a document of everything");
    assertRefused(
        line("validate", "testfloat", "--home", "src"), "src: must be a checkout of tactus");
  }

  @Test
  void arguments_wrong_areToldInOneLine() {
    assertRefused(line(), "tactus: needs a command: run, sweep, ");
    assertRefused(line("rum"), "tactus: unknown command 'rum'; did you mean 'run'? allowed: run,");
    assertRefused(line("run"), "tactus run: Missing required parameter: 'CONFIG' (see 'tactus run");
    assertRefused(
        line("run", QUICKSTART, "--jason"),
        "tactus run: unknown option '--jason'; did you mean '--json'? allowed: ");
    assertRefused(line("run", QUICKSTART, "--set"), "tactus run: Missing required parameter");
    assertRefused(line("describe", MACHINE, "b"), "tactus describe: unexpected argument 'b'");
    assertRefused(line("import"), "tactus import: needs a format: scale-sim");
    assertRefused(
        line("import", "scale-sim", "a.cfg"), "tactus import scale-sim: Missing required");
    assertRefused(
        line("schema", "ru"),
        "tactus schema: Invalid value for positional parameter at index 0 (KIND): unknown 'ru';"
            + " did you mean 'run'? allowed: run, sweep, machine, stream");
  }

  @Test
  void run_wrongFiles_areToldWithoutRunningAny() throws IOException {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"), "machine: none.yaml\nworkload: {model: x, phase: y}\n");

    assertRefused(
        line("run", QUICKSTART, wrong.toString(), folder.resolve("no.yaml").toString(), "--json"),
        wrong + ":1:1: machine: '" + folder.resolve("none.yaml") + "': no such file",
        folder.resolve("no.yaml") + ": no such file");
  }

  @Test
  void run_wrongSettings_areToldAsWritten() {
    assertRefused(
        line("run", QUICKSTART, "--set", "machine.matrix_engine.rows=0"),
        "--set machine.matrix_engine.rows: must be an integer from 1 to 65536, but was '0'");
    assertRefused(
        line("run", QUICKSTART, "--set", "machine.dram.bandwith=1 GB/s"),
        "--set machine.dram.bandwith: unknown key; did you mean 'bandwidth'?");
    assertRefused(
        line("run", QUICKSTART, "--set", "rows"), "--set: must be key=value, but was 'rows'");
  }

  @Test
  void run_foreignOutputDirectory_isRefused() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");

    assertRefused(
        line("run", QUICKSTART, "-o", folder.toString()),
        folder + ": holds more than the output of a run ('mine.txt') and is not overwritten");
    assertThat(mine).hasContent("mine");
  }

  @Test
  void settings_placedWrongly_areToldThePlace() {
    assertRefused(
        line("describe", QUICKSTART, "--set", "matrix_engine.rows=64"),
        "--set matrix_engine.rows: unknown key; did you mean 'machine.matrix_engine.rows'?");
    assertRefused(
        line("describe", MACHINE, "--set", "machine.matrix_engine.rows=64"),
        "--set machine.matrix_engine.rows: unknown key; did you mean 'matrix_engine.rows'?");
    assertRefused(
        line("run", QUICKSTART, "--set", "workload.gemms.0.m=5"),
        "--set workload.gemms.0.m: 'workload.gemms' is a list; did you mean"
            + " 'workload.gemms[0].m'?");
  }

  @Test
  void check_severalFiles_tellsOfEach() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "clock: 1 GB\ndram: 3\n");

    Ended ended = tactus("check", MACHINE, wrong.toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out().lines()).containsExactly(MACHINE + ": fine (machine npu-128x128)");
    assertThat(ended.err().lines())
        .anySatisfy(text -> assertThat(text).startsWith(wrong + ":1:1: clock: must be a frequency"))
        .allSatisfy(text -> assertThat(text).startsWith(wrong + ":"));
  }

  @Test
  void describe_machine_printsItsRates() {
    Ended ended = tactus("describe", MACHINE);

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines())
        .contains("npu-128x128", "peak             16,384 MACs a cycle, 32.8 Top/s")
        .anySatisfy(text -> assertThat(text).startsWith("balance").contains("213 op/B"));
  }

  @Test
  void describe_runWithSettings_printsItsMachineAsJson() {
    Ended ended =
        tactus("describe", QUICKSTART, "--json", "--set", "machine.matrix_engine.rows=64");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .startsWith("{\n  \"schema\": \"tactus/machine/1\",\n")
        .contains("\"peakMacsPerCycle\": 8192,")
        .endsWith("}\n");
  }

  @Test
  void schema_kinds_areJsonSchemas() {
    assertThat(tactus("schema").out())
        .contains("\"title\": \"Tactus run\"", "\"kv_length\"", "\"scale_sim\"");
    assertThat(tactus("schema", "machine").out())
        .contains("\"title\": \"Tactus machine\"")
        .doesNotContain("kv_length");
  }

  @Test
  void report_noOutputOfARun_isRefused() throws IOException {
    assertRefused(line("report", folder.toString()), folder + "/report.json: no such file");
    Files.writeString(folder.resolve("report.json"), "[]");
    assertRefused(
        line("report", folder.toString()), folder + "/report.json: schema: must be 'tactus/run/1'");
  }

  @Test
  void importScaleSim_files_becomeARun() {
    Path run = folder.resolve("run.yaml");

    Ended ended =
        tactus(
            "import",
            "scale-sim",
            "../configs/topologies/scale_32x32_ws.cfg",
            "../configs/topologies/bert_base_s128_gemm.csv",
            "-o",
            run.toString());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo("written to " + run + "\n");
    assertThat(tactus("describe", run.toString()).code()).isZero();
  }

  @Test
  void importScaleSim_otherFile_isOnlyOverwrittenWithForce() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.yaml"), "mine: 1\n");
    String[] line =
        line(
            "import",
            "scale-sim",
            "../configs/topologies/scale_32x32_ws.cfg",
            "../configs/topologies/bert_base_s128_gemm.csv",
            "-o",
            mine.toString());

    assertRefused(
        line,
        mine + ": is there already and says something else; it is only overwritten with --force");
    assertThat(mine).hasContent("mine: 1");

    String[] forced = Arrays.copyOf(line, line.length + 1);
    forced[line.length] = "--force";
    assertThat(tactus(forced).code()).isZero();
    assertThat(mine).content().contains("scale_sim:");
  }

  @Test
  void exportGraph_run_isWrittenInTheFormatAskedFor() {
    Ended dot = tactus("export", "graph", QUICKSTART);
    assertThat(dot.out()).startsWith("strict digraph operators {\n").contains("layer.0.scores");
    assertThat(dot.err()).isEmpty();
    assertThat(dot.code()).isZero();

    Path file = folder.resolve("bert.graphml");
    Ended graphMl =
        tactus("export", "graph", QUICKSTART, "--format", "graphml", "-o", file.toString());
    assertThat(graphMl.out()).isEqualTo("written to " + file + "\n");
    assertThat(graphMl.code()).isZero();
    assertThat(file).content().contains("<graphml", ">layer.0.scores</data>");

    assertRefused(
        line("export", "graph", QUICKSTART, "-o", file.toString()),
        file + ": is there already and says something else; it is only overwritten with --force");
  }

  @Test
  void exportGraph_wrongInput_isToldInOneLine() {
    assertRefused(line("export"), "tactus export: needs what to export: graph");
    assertRefused(
        line("export", "graph", QUICKSTART, "--format", "doot"),
        "tactus export graph: Invalid value for option '--format': unknown 'doot'; did you"
            + " mean 'dot'? allowed: dot, graphml");
    assertRefused(
        line("export", "graph", MACHINE), MACHINE + ": must hold a run, with the keys machine");
  }

  @Test
  void help_setting_keepsItsExampleInOneLine() {
    assertThat(tactus("run", "--help").out()).contains("machine.dram.bandwidth='400 GB/s'.\n");
  }

  @Test
  void help_everyCommand_exitsWell() {
    for (String name : Main.command().getSubcommands().keySet()) {
      Ended ended = tactus(name, "--help");
      assertThat(ended.code()).isZero();
      assertThat(ended.out()).startsWith("Usage: tactus " + name);
    }
    assertThat(tactus("--version").out()).startsWith("tactus ");
  }

  @Test
  void run_ofAStreamFabric_printsCyclesAndWritesTheReport() throws IOException {
    Path directory = folder.resolve("out");

    Ended ended = tactus("run", "../configs/streams/naive-512.yaml", "-o", directory.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("cycles 525,364");
    assertThat(directory.resolve("report.json")).content().contains("\"cycles\": 525364");
    assertThat(directory.resolve("report.html"))
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("\"cycles\":525364");
    assertThat(directory.resolve("graph.dot")).content().startsWith("digraph");

    String page = Files.readString(directory.resolve("report.html"));
    Files.delete(directory.resolve("report.html"));
    assertThat(ended.out()).startsWith(tactus("report", directory.toString()).out());
    assertThat(directory.resolve("report.html")).content().isEqualTo(page);
  }

  @Test
  void run_ofAStreamFabricThatDeadlocks_endsWithThree() {
    Ended ended =
        tactus(
            "run",
            "../configs/streams/naive-512.yaml",
            "--json",
            "--set",
            "fabric.depths.score-long=500");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).contains("\"sufficient\": 512");
  }

  @Test
  void run_ofAStreamFabricBesideAMachine_isRefused() {
    assertRefused(
        line("run", QUICKSTART, "../configs/streams/naive-512.yaml"),
        "../configs/streams/naive-512.yaml: must not be run together with");
  }

  @Test
  void reproduce_streamingAttention_hasNoErrorInCycles() {
    Ended ended = tactus("reproduce", "streaming-attention", "--json");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("\"schema\": \"tactus/reproduction/1\"", "\"ours\": 2.147483694E9");
  }
}
