package tactus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, in a checkout whose build is done and with a java that only notes how it was
 * started.
 */
class LauncherTest {

  private static final Path LAUNCHER = Path.of("../tactus");

  /** Notes its arguments, one start a line; writes class lists and archives if it is to. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      echo "$*" >>"$NOTES"
      for flag; do
        case "$flag" in
          -XX:DumpLoadedClassList=*)
            printf '%s\\n' 'a/A id: 3' 'b/B id: 4 super: 3 source: x' '@lambda-proxy picocli/C run' \\
              '@lambda-proxy d/D run' >"${flag#*=}" ;;
          -XX:SharedClassListFile=*) cp "${flag#*=}" "$NOTES.classes" ;;
          -XX:SharedArchiveFile=*) archive="${flag#*=}" ;;
          -Xshare:dump) dump=1 ;;
          -Xshare:on) [[ -z "${UNABLE:-}" ]] || exit 1 ;;
        esac
      done
      if [[ -n "${dump:-}" ]]; then echo noise; echo noise >&2; sleep 0.2; echo archive >"$archive"; fi
      exit "${CODE:-0}"
      """;

  @TempDir private Path folder;
  private Path root;
  private Path jar;
  private Path notes;

  private record Ended(int code, String told, List<String> starts) {
    List<String> dumps() {
      return starts.stream().filter(start -> start.contains("-Xshare:dump")).toList();
    }

    String last() {
      return starts.get(starts.size() - 1);
    }
  }

  @BeforeEach
  void checkout() throws IOException {
    assumeTrue(
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
        "needs bash, find and readlink -f");
    root = Files.createDirectories(folder.resolve("check out")).toRealPath();
    notes = root.resolve("notes");
    Files.copy(LAUNCHER, root.resolve("tactus"));
    assertThat(root.resolve("tactus").toFile().setExecutable(true)).isTrue();
    Files.writeString(root.resolve("pom.xml"), "");
    for (String module :
        List.of("sim-core", "hw-models", "workloads", "dataflow", "explore", "cli")) {
      Files.createDirectories(root.resolve(module));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
    }
    jar = Files.createDirectories(root.resolve("cli/target")).resolve("tactus.jar");
    Files.writeString(jar, "");
    jdk("jdk", "17.0.15");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = root.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Some One\"\nJAVA_RUNTIME_VERSION=\"%s+6-b1\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(version, version));
    return home;
  }

  private Process start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().remove("TACTUS_JAVA_FLAGS");
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().put("NOTES", notes.toString());
    builder.environment().putAll(environment);
    return builder.directory(folder.toFile()).start();
  }

  private Ended run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Files.deleteIfExists(notes);
    Process process = start(launcher, environment, arguments);
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Ended(code, told, Files.exists(notes) ? Files.readAllLines(notes) : List.of());
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("tactus"), Map.of(), arguments);
  }

  private List<String> archives() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("cli/target"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> !n.equals("tactus.jar"))
          .toList();
    }
  }

  @Test
  void start_first_makesAnArchiveAndSaysNothing() throws Exception {
    Ended first = run("run", "a b.yaml");

    assertThat(first.told()).isEmpty();
    assertThat(archives()).containsExactly("tactus-Some_One-17.0.15+6-b1.jsa");
    assertThat(first.dumps()).hasSize(1);
    assertThat(first.last())
        .contains("-XX:SharedArchiveFile=" + root + "/cli/target/tactus-Some_One-17.0.15+6-b1.jsa")
        .contains("-XX:+UseSerialGC")
        .endsWith("-cp " + jar + " tactus.cli.Main run a b.yaml");
    assertThat(notes.resolveSibling("notes.classes")).hasContent("@lambda-proxy d/D run\na/A");
  }

  @Test
  void start_next_startsNothingElse() throws Exception {
    run("--version");
    Ended next = run("sweep", "a.yaml");

    assertThat(next.starts()).hasSize(1);
    assertThat(next.last()).contains("-XX:+UseParallelGC", "-XX:SharedArchiveFile=");
  }

  @Test
  void start_newerJar_makesTheArchiveAgain() throws Exception {
    run("--version");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run("--version").dumps()).hasSize(1);
  }

  @Test
  void start_otherJdk_hasAnArchiveOfItsOwn() throws Exception {
    run("--version");
    Path other = jdk("other", "21.0.1");
    Map<String, String> environment = Map.of("JAVA_HOME", other.toString());

    assertThat(run(root.resolve("tactus"), environment, "--version").dumps()).hasSize(1);
    assertThat(archives()).hasSize(2);
    assertThat(run("--version").dumps()).isEmpty();
  }

  @Test
  void start_jvmThatCannotUseArchives_startsWithoutOne() throws Exception {
    Map<String, String> unable = Map.of("UNABLE", "1");
    Ended first = run(root.resolve("tactus"), unable, "--version");
    Ended next = run(root.resolve("tactus"), unable, "--version");

    assertThat(first.told()).isEmpty();
    assertThat(first.last()).doesNotContain("SharedArchiveFile", "ArchiveRelocationMode");
    assertThat(next.starts()).containsExactly(first.last());
  }

  @Test
  void start_folderThatCannotBeWritten_startsWithoutAnArchive() throws Exception {
    Path target = root.resolve("cli/target");
    assertThat(target.toFile().setWritable(false)).isTrue();
    try {
      assumeTrue(!Files.isWritable(target), "needs a user who may not write everywhere");
      Ended ended = run("--version");

      assertThat(ended.told()).isEmpty();
      assertThat(ended.code()).isZero();
      assertThat(ended.starts()).hasSize(1);
      assertThat(ended.last()).doesNotContain("SharedArchiveFile");
    } finally {
      assertThat(target.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void start_severalAtOnce_makeOneArchive() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(root.resolve("tactus"), Map.of(), "--version"));
    }
    for (Process process : processes) {
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
      assertThat(process.waitFor()).isZero();
    }

    assertThat(Files.readAllLines(notes)).filteredOn(start -> start.contains("dump")).hasSize(1);
  }

  @Test
  void start_plugins_followTheJar() throws Exception {
    Path plugin = Files.createDirectories(root.resolve("plugins")).resolve("p.jar");
    Files.writeString(plugin, "");

    assertThat(run("--version").last()).contains("-cp " + jar + ":" + plugin + " tactus.cli.Main");
  }

  @Test
  void start_byALinkFromAnotherFolder_findsTheCheckout() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("check out/tactus"));

    assertThat(run(link, Map.of("CODE", "3"), "--version"))
        .extracting(Ended::code, Ended::told)
        .containsExactly(3, "");
    assertThat(run(link, Map.of(), "--version").last()).contains("-Dtactus.home=" + root + " ");
  }

  @Test
  void start_oldJava_isRefused() throws Exception {
    Path old = jdk("old", "11.0.2");

    Ended ended = run(root.resolve("tactus"), Map.of("JAVA_HOME", old.toString()), "--version");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.told())
        .isEqualTo("tactus: Java 17 or newer is needed, but " + old + "/bin/java is 11.0.2\n");
    assertThat(ended.starts()).isEmpty();
  }
}
