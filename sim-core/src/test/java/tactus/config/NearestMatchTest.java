package tactus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NearestMatchTest {

  @Property
  void of_anyWords_isTheFirstOfTheNearest(
      @ForAll("words") String word, @ForAll("lists") List<String> known) {
    Optional<String> nearest = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(plain(word), plain(candidate));
      if (distance < least) {
        least = distance;
        nearest = Optional.of(candidate);
      }
    }
    int letters = Math.min(word.length(), nearest.map(String::length).orElse(0));
    int most = (letters + 2) / 3;

    assertThat(NearestMatch.of(word, known)).isEqualTo(least <= most ? nearest : Optional.empty());
  }

  /** Also letters that become two in lower case. */
  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("abB-_\u0130").ofMaxLength(7);
  }

  @Provide
  Arbitrary<List<String>> lists() {
    return words().list().ofMaxSize(6);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int distance(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    String restA = a.substring(1);
    String restB = b.substring(1);
    int same = distance(restA, restB) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
    return Math.min(same, 1 + Math.min(distance(restA, b), distance(a, restB)));
  }
}
