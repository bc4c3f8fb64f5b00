package tactus.workload.scalesim;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tactus.config.ConfigProblem;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.TextFile;

/**
 * A file of sections and keys, by the rules of Python's configparser: section names are exact, keys
 * are not case-sensitive, {@code =} or {@code :} ends a key, lines that start with {@code #} or
 * {@code ;} are comments (what follows a value on its line is not), an indented line continues the
 * value before it, and the section {@code DEFAULT} holds values for all others. Values are not
 * interpolated.
 */
final class IniFile {

  private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
  private static final Pattern OPTION = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");
  private static final String DEFAULT = "DEFAULT";

  private final Path file;
  private final Problems problems = new Problems();
  private final Map<String, Map<String, Value>> sections = new LinkedHashMap<>();
  private final Map<String, Integer> sectionLines = new LinkedHashMap<>();

  /** What is written at a key, and where. */
  record Value(String text, int line, int column) {}

  private IniFile(Path file) {
    this.file = file;
  }

  /** {@return the sections of a file} */
  static IniFile read(Path file) {
    IniFile ini = new IniFile(file);
    ini.parse(TextFile.read(file).split("\\R", -1));
    ini.problems.throwIfAny();
    return ini;
  }

  private void parse(String[] lines) {
    @Nullable Map<String, Value> section = null;
    String key = "";
    int keyIndent = 0;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      int indent = lines[i].indexOf(line);
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (section != null && !key.isEmpty() && indent > keyIndent) {
        section.computeIfPresent(
            key, (k, v) -> new Value((v.text() + "\n" + line).strip(), v.line(), v.column()));
        continue;
      }
      keyIndent = indent;
      Matcher header = SECTION.matcher(line);
      if (header.matches()) {
        section = open(header.group(1), i + 1);
        key = "";
        continue;
      }
      Matcher option = OPTION.matcher(line);
      if (section == null) {
        problem(
            i + 1, indent + 1, "", "must be a section such as [general], but was '" + line + "'");
        return;
      }
      if (!option.matches() || option.group(1).isEmpty()) {
        problem(
            i + 1, indent + 1, "", "must be a key, '=' or ':' and a value, but was '" + line + "'");
        key = "";
        continue;
      }
      key = option.group(1).toLowerCase(Locale.ROOT);
      Value value = new Value(option.group(2), i + 1, indent + 1);
      @Nullable Value first = section.putIfAbsent(key, value);
      if (first != null) {
        problem(
            i + 1, indent + 1, option.group(1), "is written twice; first in line " + first.line());
      }
    }
  }

  private Map<String, Value> open(String name, int line) {
    if (sections.containsKey(name) && !name.equals(DEFAULT)) {
      problem(
          line, 1, "[" + name + "]", "is written twice; first in line " + sectionLines.get(name));
    }
    sectionLines.putIfAbsent(name, line);
    return sections.computeIfAbsent(name, n -> new LinkedHashMap<>());
  }

  private void problem(int line, int column, String key, String message) {
    problems.add(ConfigProblem.at(file, line, column, key, message));
  }

  Path file() {
    return file;
  }

  /** {@return whether a section is written} */
  boolean hasSection(String section) {
    return sections.containsKey(section);
  }

  /** {@return what is written at a key, in its section or in the defaults} */
  Optional<Value> find(String section, String key) {
    String name = key.toLowerCase(Locale.ROOT);
    @Nullable Map<String, Value> keys = sections.get(section);
    if (keys == null) {
      return Optional.empty();
    }
    @Nullable Value value = keys.get(name);
    if (value == null && sections.containsKey(DEFAULT)) {
      value = sections.get(DEFAULT).get(name);
    }
    return Optional.ofNullable(value);
  }

  /** Notes that something is wrong with a key, at its place if it is written. */
  void problem(String section, String key, String message) {
    Optional<Value> value = find(section, key);
    int line = value.map(Value::line).orElse(sectionLines.getOrDefault(section, 0));
    int column = value.map(Value::column).orElse(0);
    problem(line, column, section + "." + key, message);
  }

  /** Notes that a key is missing, with what may be meant to be it. */
  void missing(String section, String key, Collection<String> known) {
    if (!hasSection(section)) {
      Set<String> names = new TreeSet<>(sections.keySet());
      problem(0, 0, "[" + section + "]", "must be given, but is missing" + meant(section, names));
      return;
    }
    Set<String> unknown = new TreeSet<>(sections.getOrDefault(section, Map.of()).keySet());
    for (String name : known) {
      unknown.remove(name.toLowerCase(Locale.ROOT));
    }
    problem(section, key, "must be given, but is missing" + meant(key, unknown));
  }

  private static String meant(String word, Set<String> found) {
    return NearestMatch.of(word, found)
        .map(near -> "; did you mean '" + near + "' by it?")
        .orElse("");
  }

  /** Throws what is wrong, if anything is. */
  void finish() {
    problems.throwIfAny();
  }
}
