package tactus.explore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import tactus.config.ConfigDocument;
import tactus.config.ConfigException;
import tactus.config.JsonSchema;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.SectionType;
import tactus.explore.spgemm.SparseProductReader;
import tactus.explore.training.TrainingReader;

class ConfigKindTest {

  private static final Path CONFIGS = Path.of("../configs");

  @Test
  void names_eachKind_areThoseOfItsType() {
    for (ConfigKind kind : ConfigKind.values()) {
      assertThat(kind.names()).as(kind.words()).isEqualTo(typeNames(kind));
    }
  }

  @Test
  void of_everyConfig_isWhatTheTypesTell() throws IOException {
    Set<ConfigKind> found = new LinkedHashSet<>();
    try (Stream<Path> files = Files.walk(CONFIGS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        Optional<ConfigKind> kind = byTypes(ConfigDocument.topKeys(file));
        assertThat(of(file)).as(file.toString()).isEqualTo(kind);
        kind.ifPresent(found::add);
      }
    }
    assertThat(found).containsExactlyInAnyOrder(ConfigKind.values());
  }

  @Test
  void parts_haveTheKeysOfTheirTypes() throws IOException {
    assertThat(ConfigKind.Part.ACCELERATOR.names())
        .isEqualTo(keys(TrainingReader.TYPE, "accelerator"));
    assertThat(ConfigKind.Part.HASH_BLOCK.names())
        .isEqualTo(keys(SparseProductReader.TYPE, "hash_block"));
  }

  private static List<String> keys(SectionType type, String definition) throws IOException {
    JsonNode schema = new ObjectMapper().readTree(JsonSchema.of(type));
    List<String> names = new ArrayList<>();
    schema
        .path("$defs")
        .path(definition + ".file")
        .path("properties")
        .fieldNames()
        .forEachRemaining(names::add);
    names.remove("extends");
    return names;
  }

  @Test
  void of_aPartOfAnotherFile_saysSo() {
    assertThatThrownBy(() -> ConfigKind.of(Path.of("../configs/accelerators/piuma-block.yaml")))
        .hasMessageEndingWith(
            "piuma-block.yaml: is a block, a part of a product of sparse matrices; the file that"
                + " names it is what is run");
    assertThatThrownBy(() -> ConfigKind.of(Path.of("../configs/accelerators/sat.yaml")))
        .hasMessageContaining("sat.yaml: is an accelerator, a part of a training iteration;");
  }

  @Property(tries = 300)
  void of_anyKeys_isWhatTheTypesTell(@ForAll("someKeys") Set<String> keys) throws IOException {
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append(key).append(": 1\n"));
    Path file = Files.createTempFile("kind", ".yaml");
    try {
      Files.writeString(file, text);

      assertThat(of(file)).isEqualTo(byTypes(List.copyOf(keys)));
    } finally {
      Files.delete(file);
    }
  }

  /** Keys of all kinds, some with a letter dropped, doubled or replaced, and words of none. */
  @Provide
  Arbitrary<Set<String>> someKeys() {
    List<String> names =
        Stream.of(ConfigKind.values()).flatMap(kind -> typeNames(kind).stream()).toList();
    Arbitrary<String> misspelt =
        Combinators.combine(
                Arbitraries.of(names),
                Arbitraries.integers().between(0, 20),
                Arbitraries.of(0, 1, 2))
            .as(
                (name, at, how) -> {
                  int place = at % name.length();
                  String middle = List.of("", name.charAt(place) + "x", "q").get(how);
                  return name.substring(0, place) + middle + name.substring(place + 1);
                })
            .filter(key -> !key.isEmpty() && !key.equals("extends"));
    Arbitrary<String> odd =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3).ofMaxLength(9);
    return Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of(names)), Tuple.of(3, misspelt), Tuple.of(1, odd))
        .filter(key -> !key.equals("extends"))
        .set()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static Optional<ConfigKind> of(Path file) {
    try {
      return Optional.of(ConfigKind.of(file));
    } catch (ConfigException e) {
      assertThat(e.getMessage()).containsAnyOf("must hold a run (", ", a part of a ");
      return Optional.empty();
    }
  }

  /** The rule by the types themselves; empty if the keys are of none. */
  private static Optional<ConfigKind> byTypes(List<String> keys) {
    Map<ConfigKind, Long> known = new EnumMap<>(ConfigKind.class);
    for (ConfigKind kind : ConfigKind.values()) {
      known.put(kind, known(kind, keys));
    }
    long mostOfAll = known.values().stream().mapToLong(Long::longValue).max().orElse(0);
    for (ConfigKind.Part part : ConfigKind.Part.values()) {
      if (count(keys, part.names()) > mostOfAll) {
        return Optional.empty();
      }
    }
    if (mostOfAll == 0 && !keys.isEmpty()) {
      return Optional.empty();
    }
    // Each of these, if more keys are its own than those of all after it.
    List<ConfigKind> order =
        List.of(
            ConfigKind.SWEEP,
            ConfigKind.SPARSE_PRODUCT,
            ConfigKind.TRAINING,
            ConfigKind.RESIDENCY,
            ConfigKind.STREAM,
            ConfigKind.MACHINE,
            ConfigKind.RUN);
    for (int i = 0; i < 4; i++) {
      long most = order.stream().skip(i + 1L).mapToLong(known::get).max().orElse(0);
      if (known.get(order.get(i)) > most) {
        return Optional.of(order.get(i));
      }
    }
    long run = known.get(ConfigKind.RUN);
    long machine = known.get(ConfigKind.MACHINE);
    if (known.get(ConfigKind.STREAM) > run && known.get(ConfigKind.STREAM) >= machine) {
      return Optional.of(ConfigKind.STREAM);
    }
    return Optional.of(machine > run ? ConfigKind.MACHINE : ConfigKind.RUN);
  }

  private static long known(ConfigKind kind, List<String> keys) {
    return count(keys, typeNames(kind));
  }

  private static long count(List<String> keys, List<String> names) {
    return keys.stream().filter(key -> NearestMatch.of(key, names).isPresent()).count();
  }

  private static List<String> typeNames(ConfigKind kind) {
    return kind.type().keys().stream().map(Key::name).toList();
  }
}
