package tactus.explore.run;

import java.util.List;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.Section;

/** Names with {@code *} for any text. */
final class NamePattern {

  private NamePattern() {}

  /**
   * Checks that each pattern of a key names something.
   *
   * @param section the section with the key
   * @param key its patterns; must be written or have a default
   * @param names what there is to name
   * @param must what is wrong with a pattern that names nothing, up to the pattern
   * @throws tactus.config.ConfigException naming the first such pattern and the nearest name
   */
  static void check(Section section, Key<List<String>> key, List<String> names, String must) {
    for (String pattern : section.get(key)) {
      if (names.stream().noneMatch(name -> matches(pattern, name))) {
        String hint =
            NearestMatch.of(pattern, names)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        throw section.failure(key, must + " '" + pattern + "'" + hint);
      }
    }
  }

  /** {@return whether a name is one of some pattern's} */
  static boolean matchesAny(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /** {@return whether a name is one of a pattern's} */
  static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    if (!name.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int i = star; i <= name.length(); i++) {
      if (matches(rest, name.substring(i))) {
        return true;
      }
    }
    return false;
  }
}
