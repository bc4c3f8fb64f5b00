package tactus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.unit.Delay;

class ConfigDocumentTest {
  enum Style {
    WEIGHT_STATIONARY,
    OUTPUT_STATIONARY
  }

  private static final Key<Integer> ROWS = Key.integer("rows").atLeast(1).atMost(65536);
  private static final Key<Integer> COLUMNS = Key.integer("columns").atLeast(1).byDefault(8);
  private static final Key<Style> DATAFLOW =
      Key.word("dataflow", Style.class).byDefault(Style.WEIGHT_STATIONARY);
  private static final SectionType ENGINE =
      SectionType.of("engine", "An array.", ROWS, COLUMNS, DATAFLOW);

  private static final Key<Long> CAPACITY = Key.size("capacity").atLeast(64L);
  private static final Key<Integer> BANKS =
      Key.integer("banks").byDefault(4).where(n -> Integer.bitCount(n) == 1, "a power of two");
  private static final SectionType MEMORY =
      SectionType.builder("memory", "A memory.")
          .keys(CAPACITY, BANKS)
          .rule(
              (memory, problems) -> {
                if (memory.get(CAPACITY) % memory.get(BANKS) != 0) {
                  problems.add(memory, BANKS, "must divide capacity (100 B)");
                }
              })
          .build();

  private static final Key<String> NAME = Key.string("name").byDefault("unnamed");
  private static final Key<Long> CLOCK = Key.clock("clock").byDefault(1_000_000L);
  private static final Key<Section> ONE = Key.section("engine", ENGINE).optional();
  private static final Key<List<Section>> MANY =
      Key.list("engines", ValueType.section(ENGINE)).optional();
  private static final Key<Section> MEMORY_KEY = Key.section("memory", MEMORY).optional();
  private static final Key<Boolean> FAST = Key.bool("fast").byDefault(true);
  private static final Key<Delay> WAIT = Key.delay("wait").byDefault(Delay.ofCycles(2));
  private static final SectionType MACHINE =
      SectionType.builder("machine", "A machine.")
          .keys(NAME, CLOCK, ONE, MANY, MEMORY_KEY, FAST, WAIT)
          .exactlyOneOf(ONE, MANY)
          .build();

  private static final Key<Section> MACHINE_KEY = Key.sectionOrFile("machine", MACHINE);
  private static final Key<List<Section>> OTHERS =
      Key.list("others", ValueType.sectionOrFile(MACHINE)).optional();
  private static final Key<Path> TRACE = Key.path("trace").optional();
  private static final Key<Map<String, Double>> LIMITS =
      Key.map("limits", ValueType.number()).optional();
  private static final SectionType RUN =
      SectionType.of("run", "A run.", MACHINE_KEY, OTHERS, TRACE, LIMITS);

  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Section machine(String yaml) {
    return ConfigDocument.parse(yaml, Path.of("m.yaml"), MACHINE).section();
  }

  private static void assertProblems(String yaml, String... lines) {
    assertThatThrownBy(() -> machine(yaml))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(ConfigProblem::toString)
                    .containsExactly(lines));
  }

  private ConfigDocument run(Path file, String... settings) {
    return ConfigDocument.read(file, RUN, List.of(settings).stream().map(Setting::parse).toList());
  }

  private void assertFileProblems(Path file, List<String> settings, String... lines) {
    assertThatThrownBy(() -> run(file, settings.toArray(String[]::new)))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(p -> p.toString().replace(directory + "/", ""))
                    .containsExactly(lines));
  }

  @Test
  void read_legalFile_givesTypedValuesAndDefaults() {
    Section machine =
        machine(
            """
            name: small
            clock: 2 GHz
            engine: {rows: 16, dataflow: output-stationary}
            memory:
              capacity: 2 KiB
            wait: 100 ns
            """);

    assertThat(machine.get(NAME)).isEqualTo("small");
    assertThat(machine.get(CLOCK)).isEqualTo(500_000);
    assertThat(machine.get(FAST)).isTrue();
    assertThat(machine.get(WAIT)).isEqualTo(Delay.ofTicks(100_000_000));
    Section engine = machine.get(ONE);
    assertThat(engine.get(ROWS)).isEqualTo(16);
    assertThat(engine.get(COLUMNS)).isEqualTo(8);
    assertThat(engine.get(DATAFLOW)).isEqualTo(Style.OUTPUT_STATIONARY);
    assertThat(engine.path()).isEqualTo("engine");
    assertThat(engine.isWritten(ROWS)).isTrue();
    assertThat(engine.isWritten(COLUMNS)).isFalse();
    assertThat(machine.get(MEMORY_KEY).get(CAPACITY)).isEqualTo(2048);
    assertThat(machine.find(MANY)).isEmpty();
    assertThat(machine.get(MEMORY_KEY).origin(CAPACITY)).hasToString("m.yaml:5:3");
  }

  @Test
  void read_severalProblems_tellsAllWithPlaceAndKey() {
    assertProblems(
        """
        clock: 5 KiB
        engine:
          rows: 0
          colums: 8
          dataflow: wieght-stationary
        memory:
          banks: 3
        fast: yes
        """,
        "m.yaml:1:1: clock: must be a frequency such as '1 GHz', but was '5 KiB'"
            + " (units: Hz, kHz, MHz, GHz)",
        "m.yaml:3:3: engine.rows: must be an integer from 1 to 65536, but was '0'",
        "m.yaml:4:3: engine.colums: unknown key; did you mean 'columns'?"
            + " allowed: rows, columns, dataflow",
        "m.yaml:5:3: engine.dataflow: must be one of weight-stationary, output-stationary,"
            + " but was 'wieght-stationary'; did you mean 'weight-stationary'?",
        "m.yaml:6:1: memory.capacity: is required: a size such as '64 KiB' of at least 64 B",
        "m.yaml:7:3: memory.banks: must be an integer, a power of two, but was '3'",
        "m.yaml:8:1: fast: must be true or false, but was 'yes'");
  }

  @Test
  void read_unknownKeyLikeNoOther_listsAllowedOnly() {
    assertProblems(
        "engine: {rows: 1}\nzzzzzzzzzz: 1\n",
        "m.yaml:2:1: zzzzzzzzzz: unknown key;"
            + " allowed: name, clock, engine, engines, memory, fast, wait");
  }

  @Test
  void read_ruleBroken_pointsAtKeyWithItsValue() {
    assertProblems(
        "engine: {rows: 1}\nmemory:\n  capacity: 100 B\n  banks: 8\n",
        "m.yaml:4:3: memory.banks: must divide capacity (100 B), but was '8'");
  }

  @Test
  void read_ruleBrokenByDefault_saysSo() {
    assertProblems(
        "engine: {rows: 1}\nmemory:\n  capacity: 65 B\n",
        "m.yaml:2:1: memory.banks: must divide capacity (100 B), but is by default '4'");
  }

  @Test
  void read_notExactlyOneOf_namesTheKeys() {
    assertProblems("name: x\n", "m.yaml: needs one of the keys engine, engines");
    assertProblems(
        "engine: {rows: 1}\nengines: [{rows: 1}]\n",
        "m.yaml:2:1: engines: must not be written beside 'engine';"
            + " only one of engine, engines may be");
  }

  @Test
  void read_wrongKinds_tellWhatWasFound() {
    assertProblems(
        """
        name: {a: 1}
        clock: [1 GHz]
        engine: 5
        memory:
        fast: "true"
        """,
        "m.yaml:1:1: name: must be a text, but was a section of keys",
        "m.yaml:2:1: clock: must be a frequency such as '1 GHz', but was a list",
        "m.yaml:3:1: engine: must be a section of keys (engine), but was '5'",
        "m.yaml:4:1: memory: must be a section of keys (memory), but was empty",
        "m.yaml:5:1: fast: must be true or false, but was the text \"true\"");
  }

  @Test
  void read_integersThatCanBeReadInTwoWays_areRefused() {
    for (String odd : List.of("010", "0x10", "1_000", "1:30", "1.0", "99999999999", "\"8\"")) {
      assertThatThrownBy(() -> machine("engine: {rows: " + odd + "}"))
          .hasMessageStartingWith(
              "m.yaml:1:10: engine.rows: must be an integer from 1 to 65536, but ");
    }
  }

  @Test
  void read_problemInList_namesTheEntry() {
    assertProblems(
        "engines:\n  - rows: 1\n  - {rows: 2, columns: x}\n  - 7\n",
        "m.yaml:3:15: engines[1].columns: must be an integer of at least 1, but was 'x'",
        "m.yaml:4:5: engines[2]: must be a section of keys (engine), but was '7'");
  }

  @Test
  void read_duplicateKey_namesBothPlaces() {
    assertProblems(
        "fast: true\nfast: false\n", "m.yaml:2:1: fast: is written twice; first at m.yaml:1:1");
  }

  @Test
  void read_keysWithDotsOrMerges_areRefused() {
    assertProblems(
        "engine.rows: 1\n<<: 3\n\"a b\": 1\n? [a]\n: 1\n",
        "m.yaml:1:1: engine.rows: a key must not hold dots; write a section with keys inside",
        "m.yaml:2:1: <<: merge keys are not supported; use 'extends' to build on another file",
        "m.yaml:3:1: a b: a key must be made of letters, digits, '_' and '-'",
        "m.yaml:4:3: a key must be a word, but was a list or section");
  }

  @Test
  void read_listInList_isRefused() {
    assertProblems("engines: [[1]]\n", "m.yaml:1:11: engines[0]: a list must not hold lists");
  }

  @Test
  void read_tags_areRefusedAndNothingIsConstructed() {
    assertProblems(
        "name: !!javax.script.ScriptEngineManager [x]\n",
        "m.yaml:1:7: is not YAML: Global tag is not allowed:"
            + " tag:yaml.org,2002:javax.script.ScriptEngineManager");
    assertProblems("name: !word x\n", "m.yaml:1:1: name: tags such as '!word' are not allowed");
  }

  @Test
  void read_interpolation_staysText() {
    assertThat(machine("name: ${env:HOME}${file:UTF-8:/etc/passwd}\nengine: {rows: 1}").get(NAME))
        .isEqualTo("${env:HOME}${file:UTF-8:/etc/passwd}");
  }

  @Test
  void read_aliases_areFollowedButNotWithoutEnd() {
    Section machine = machine("engines:\n  - &a {rows: 3}\n  - *a\n");

    assertThat(machine.get(MANY)).extracting(engine -> engine.get(ROWS)).containsExactly(3, 3);
    assertThatThrownBy(() -> machine("engine: &a {rows: *a}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("m\\.yaml:\\d+:\\d+: repeats itself through aliases without end");
  }

  @Test
  void read_syntaxError_tellsLineAndColumn() {
    assertProblems(
        "name: a\nengine: {rows: 1\nfast: true\n",
        "m.yaml:3:5: is not YAML: while parsing a flow mapping: expected ',' or '}', but got :");
    assertProblems("name: a: b\n", "m.yaml:1:8: is not YAML: mapping values are not allowed here");
  }

  @Test
  void read_topThatIsNoMap_isRefused() {
    assertProblems("", "m.yaml: is empty, but must hold keys and values");
    assertProblems("# nothing\n", "m.yaml: is empty, but must hold keys and values");
    assertProblems("- a\n", "m.yaml:1:1: must hold keys and values at its top, but holds a list");
    assertProblems(
        "text\n", "m.yaml:1:1: must hold keys and values at its top, but holds a single value");
  }

  @Test
  void read_twoDocuments_isRefused() {
    assertThatThrownBy(() -> machine("name: a\n---\nname: b\n"))
        .hasMessageStartingWith("m.yaml:2:1: is not YAML: ");
  }

  @Test
  void read_deepNesting_isRefused() {
    assertThatThrownBy(() -> machine("name: " + "{a: ".repeat(500) + "1" + "}".repeat(500)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("m.yaml: is not YAML: Nesting Depth exceeded");
  }

  @Test
  void read_missingFile_suggestsNeighbour() throws IOException {
    write("machine.yaml", "");

    assertFileProblems(
        directory.resolve("machin.yaml"),
        List.of(),
        "machin.yaml: no such file; did you mean 'machine.yaml'?");
    assertFileProblems(directory.resolve("x/y.yaml"), List.of(), "x/y.yaml: no such file");
  }

  @Test
  void read_directory_isRefused() throws IOException {
    Files.createDirectory(directory.resolve("d"));

    assertFileProblems(directory.resolve("d"), List.of(), "d: is a directory, but must be a file");
  }

  @Test
  void read_binary_isRefused() throws IOException {
    Path bytes = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xC3, 0x28, 0, 1});
    assertFileProblems(bytes, List.of(), "b.yaml: is not a text file (not UTF-8)");

    Path control = write("c.yaml", "name: a\nfast: \u0000\n");
    assertFileProblems(
        control, List.of(), "c.yaml:2:7: is not a text file (control character U+0000)");
  }

  @Test
  void read_fileInPlaceOfSection_isRelativeAndKeepsItsPlaces() throws IOException {
    write("machines/big.yaml", "engine:\n  rows: 128\n");
    Path run = write("run.yaml", "machine: machines/big.yaml\ntrace: t/x.csv\n");

    ConfigDocument document = run(run);

    Section machine = document.section().get(MACHINE_KEY);
    assertThat(machine.get(ONE).get(ROWS)).isEqualTo(128);
    assertThat(machine.get(ONE).origin(ROWS).file()).endsWith("machines/big.yaml");
    assertThat(document.section().get(TRACE)).isEqualTo(directory.resolve("t/x.csv"));
    assertThat(document.text("machine.engine.rows")).contains("128");
    assertThat(document.origin("machine.engine.rows").orElseThrow().line()).isEqualTo(2);
    assertThat(document.text("machine.engine")).isEmpty();
    assertThat(document.text("no such")).isEmpty();
  }

  @Test
  void read_problemInNamedFile_isToldThere() throws IOException {
    write("machines/big.yaml", "engine:\n  rows: none\n");
    Path run = write("run.yaml", "machine: machines/big.yaml\n");

    assertFileProblems(
        run,
        List.of(),
        "machines/big.yaml:2:3: machine.engine.rows:"
            + " must be an integer from 1 to 65536, but was 'none'");
  }

  @Test
  void read_namedFileMissing_isToldAtTheKey() throws IOException {
    write("machines/big.yaml", "engine: {rows: 1}");
    Path run =
        write("run.yaml", "machine: machines/bug.yaml\nothers: [machines/big.yaml, 3.yaml]\n");

    assertFileProblems(
        run,
        List.of(),
        "run.yaml:1:1: machine: 'machines/bug.yaml': no such file; did you mean 'big.yaml'?",
        "run.yaml:2:29: others[1]: '3.yaml': no such file");
  }

  @Test
  void extends_mergesSectionsReplacesListsAndRemovesByNull() throws IOException {
    write("base.yaml", "name: base\nengine: {rows: 4, columns: 4}\nmemory: {capacity: 64 B}\n");
    write("mid/m.yaml", "extends: ../base.yaml\nengine:\n  rows: 8\nmemory:\n");
    Path run = write("run.yaml", "machine: {extends: mid/m.yaml, name: top}\n");

    ConfigDocument document = run(run);

    assertThat(document.written())
        .containsExactly(
            Map.entry("machine.name", "top"),
            Map.entry("machine.engine.rows", "8"),
            Map.entry("machine.engine.columns", "4"));
    Section machine = document.section().get(MACHINE_KEY);
    assertThat(machine.find(MEMORY_KEY)).isEmpty();
    assertThat(machine.get(ONE).origin(ROWS)).hasToString(directory + "/mid/m.yaml:3:3");
    assertThat(machine.get(ONE).origin(COLUMNS)).hasToString(directory + "/base.yaml:2:19");
  }

  @Test
  void extends_listOverList_replacesIt() throws IOException {
    write("base.yaml", "engines: [{rows: 1}, {rows: 2}]\n");
    write("top.yaml", "extends: base.yaml\nengines: [{rows: 3}]\n");
    Path run = write("run.yaml", "machine: top.yaml\n");

    assertThat(run(run).section().get(MACHINE_KEY).get(MANY))
        .extracting(engine -> engine.get(ROWS))
        .containsExactly(3);
  }

  @Test
  void extends_cycle_isToldWithItsWay() throws IOException {
    write("a.yaml", "extends: b.yaml\n");
    write("b.yaml", "name: b\nextends: ./a.yaml\n");

    assertFileProblems(
        directory.resolve("a.yaml"),
        List.of(),
        "b.yaml:2:1: extends: must not lead back to itself: a.yaml -> b.yaml -> a.yaml");
  }

  @Test
  void extends_notAFile_isRefused() throws IOException {
    Path file = write("a.yaml", "extends: [b.yaml]\n");

    assertFileProblems(
        file, List.of(), "a.yaml:1:1: extends: must be the path of a file, but was a list");
  }

  @Test
  void settings_reachIntoNamedFilesAndLists() throws IOException {
    write("big.yaml", "engines: [{rows: 1}, {rows: 2}]\n");
    Path run = write("run.yaml", "machine: big.yaml\n");

    ConfigDocument document =
        run(run, "machine.engines[1].rows=64", "machine.clock = 2 GHz", "limits.cycles=1.5");

    Section machine = document.section().get(MACHINE_KEY);
    assertThat(machine.get(MANY)).extracting(engine -> engine.get(ROWS)).containsExactly(1, 64);
    assertThat(machine.get(CLOCK)).isEqualTo(500_000);
    assertThat(machine.get(MANY).get(1).origin(ROWS)).hasToString("--set machine.engines[1].rows");
    assertThat(document.section().get(LIMITS)).containsExactly(Map.entry("cycles", 1.5));
    assertThat(document.text("machine.engines[1].rows")).contains("64");
    assertThat(document.text("machine.engines[0].rows")).contains("1");
  }

  @Test
  void settings_replaceAndRemoveWholeKeys() throws IOException {
    write("big.yaml", "engine: {rows: 1}\nname: big\n");
    Path run = write("run.yaml", "machine: nowhere.yaml\n");

    ConfigDocument document =
        run(
            run,
            "machine={extends: " + directory + "/big.yaml}",
            "machine.engine=",
            "machine.engines=[{rows: 5}, {rows: 6}]",
            "machine.engines[0]={rows: 9}");

    Section machine = document.section().get(MACHINE_KEY);
    assertThat(machine.get(NAME)).isEqualTo("big");
    assertThat(machine.get(MANY)).extracting(engine -> engine.get(ROWS)).containsExactly(9, 6);
  }

  @Test
  void with_settings_isAsIfReadWithThem() throws IOException {
    write("m.yaml", "engine: {rows: 4}\nmemory: {capacity: 64 KiB}\n");
    Path file = write("r.yaml", "machine: m.yaml\nothers: [{engine: {rows: 1}}]\n");
    ConfigDocument document = ConfigDocument.read(file, RUN);
    for (String text :
        List.of(
            "machine.engine.rows=8",
            "machine.engine.columns=2",
            "machine.memory.banks=8",
            "machine.memory=",
            "machine.name=other",
            "others[0].engine.rows=3",
            "limits.watts=2")) {
      List<Setting> settings = List.of(Setting.parse(text));
      assertThat(document.with(settings).section().values())
          .as(text)
          .isEqualTo(ConfigDocument.read(file, RUN, settings).section().values());
    }
    for (String text :
        List.of("machine.engine.rows=0", "machine.memory.banks=3", "machine.memory.capacity=101")) {
      List<Setting> settings = List.of(Setting.parse(text));
      assertThatThrownBy(() -> document.with(settings))
          .as(text)
          .isInstanceOfSatisfying(
              ConfigException.class,
              wrong ->
                  assertThatThrownBy(() -> ConfigDocument.read(file, RUN, settings))
                      .isInstanceOfSatisfying(
                          ConfigException.class,
                          expected -> assertThat(wrong.problems()).isEqualTo(expected.problems())));
    }
  }

  @Test
  void must_ofABoundedQuantity_hasAnExampleWithin() {
    assertThat(ValueType.size().atLeast(1L).atMost(4096L).must())
        .isEqualTo("a size such as '4 KiB' from 1 B to 4 KiB");
    assertThat(ValueType.size().atLeast(1L << 20).must())
        .isEqualTo("a size such as '1 MiB' of at least 1 MiB");
    assertThat(ValueType.size().atLeast(1L).must())
        .isEqualTo("a size such as '64 KiB' of at least 1 B");
  }

  @Test
  void settings_placedWrongly_areToldThePlace() throws IOException {
    write("big.yaml", "engines: [{rows: 1}]\nname: x\n");
    Path run = write("run.yaml", "machine: big.yaml\n");

    assertFileProblems(
        run,
        List.of(
            "engine.rows=2",
            "rows=2",
            "machine.machine.clock=1 GHz",
            "machine.rows=2",
            "machine.engines.0.rows=2",
            "others.7.rows=2"),
        "--set engine.rows: unknown key; did you mean 'machine.engine.rows'?",
        "--set rows: unknown key; did you mean 'machine.engine.rows'?",
        "--set machine.machine.clock: unknown key; did you mean 'machine.clock'?",
        "--set machine.rows: unknown key; did you mean 'machine.engine.rows'?",
        "--set machine.engines.0.rows: 'machine.engines' is a list;"
            + " did you mean 'machine.engines[0].rows'?",
        "--set others.7.rows: 'others' is a list; did you mean 'others[7].rows'?");
  }

  @Test
  void settings_wrong_areToldAtTheSetting() throws IOException {
    write("big.yaml", "engines: [{rows: 1}]\nname: x\n");
    Path run = write("run.yaml", "machine: big.yaml\n");

    assertFileProblems(
        run,
        List.of(
            "machine.engines[3].rows=1",
            "machine.name.x=1",
            "machine.name[0]=1",
            "machine.engines.rows=1",
            "machine.clock={"),
        "--set machine.engines[3].rows: 'machine.engines' has 1 entry, so there is no [3]",
        "--set machine.name.x: 'machine.name' is a single value, so it has no key 'x'",
        "--set machine.name[0]: 'machine.name' is not a list, so it has no entry [0]",
        "--set machine.engines.rows: 'machine.engines' is a list;"
            + " did you mean 'machine.engines[0].rows'?",
        "--set machine.clock: is not YAML: while parsing a flow node:"
            + " expected the node content, but found '<stream end>'");
    assertFileProblems(
        run,
        List.of("machine.engines[0].rows=0", "machin.clock=1 GHz", "machine.clock=1"),
        "--set machin.clock: machin: unknown key; did you mean 'machine'?"
            + " allowed: machine, others, trace, limits",
        "--set machine.clock: must be a frequency such as '1 GHz', but '1' has no unit"
            + " (units: Hz, kHz, MHz, GHz)",
        "--set machine.engines[0].rows: must be an integer from 1 to 65536, but was '0'");
  }

  @Test
  void setting_notKeyValue_isRefused() {
    assertThatThrownBy(() -> Setting.parse("rows"))
        .hasMessage("--set: must be key=value, but was 'rows'");
    assertThatThrownBy(() -> Setting.parse("a..b=1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must name a key such as");
  }

  @Test
  void with_moreSettings_leavesTheFirstDocumentAlone() throws IOException {
    write("big.yaml", "engine: {rows: 1}\n");
    ConfigDocument document = run(write("run.yaml", "machine: big.yaml\n"));
    Files.delete(directory.resolve("big.yaml"));

    ConfigDocument changed = document.with(List.of(Setting.of("machine.engine.rows", "2")));

    assertThat(changed.section().get(MACHINE_KEY).get(ONE).get(ROWS)).isEqualTo(2);
    assertThat(document.section().get(MACHINE_KEY).get(ONE).get(ROWS)).isEqualTo(1);
  }

  @Test
  void values_includeDefaults() {
    assertThat(machine("engines: [{rows: 3}]\nclock: 2 GHz\n").values())
        .containsExactly(
            Map.entry("name", "unnamed"),
            Map.entry("clock", "2 GHz"),
            Map.entry("engines[0].rows", "3"),
            Map.entry("engines[0].columns", "8"),
            Map.entry("engines[0].dataflow", "weight-stationary"),
            Map.entry("fast", "true"),
            Map.entry("wait", "2 cycles"));
  }

  @Test
  void topKeys_tellTheKindOfFile() throws IOException {
    write("base.yaml", "engine: {rows: 1}\n");

    assertThat(ConfigDocument.topKeys(write("m.yaml", "extends: base.yaml\nname: x\n")))
        .containsExactly("engine", "name");
  }

  @Test
  void get_foreignKey_isTheCallersMistake() {
    Section machine = machine("engine: {rows: 1}");

    assertThatThrownBy(() -> machine.get(ROWS)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> machine.get(MANY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void exception_forOtherReaders_hasTheSameForm() {
    assertThat(ConfigException.at(Path.of("t.csv"), 3, 0, "Sparsity", "must be N:M, but was 'x'"))
        .hasMessage("t.csv:3: Sparsity: must be N:M, but was 'x'");
    assertThat(ConfigException.at(Path.of("t.csv"), 0, 0, "", "bad\nthing"))
        .hasMessage("t.csv: bad thing");
  }
}
