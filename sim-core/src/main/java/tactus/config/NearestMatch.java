package tactus.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known word nearest to a misspelt one, by Levenshtein distance without regard to case. */
public final class NearestMatch {
  private NearestMatch() {}

  /**
   * {@return the first of the nearest known words, if one is near enough to be meant}
   *
   * @param word the word found
   * @param known the known words
   */
  public static Optional<String> of(String word, Collection<String> known) {
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    String found = normalized(word);
    for (String candidate : known) {
      String other = normalized(candidate);
      // At least so many letters are too many or too few.
      if (Math.abs(found.length() - other.length()) >= bestDistance) {
        continue;
      }
      int distance = distance(found, other);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    int near = (Math.min(word.length(), best.length()) + 2) / 3;
    return bestDistance <= near ? Optional.of(best) : Optional.empty();
  }

  /**
   * {@return the end of a message: {@code ; did you mean 'rows'? allowed: columns, rows}}
   *
   * @param word the word found
   * @param known the known words
   */
  public static String hint(String word, Collection<String> known) {
    String allowed = known.isEmpty() ? "nothing" : String.join(", ", known);
    return of(word, known).map(match -> "; did you mean '" + match + "'?").orElse(";")
        + " allowed: "
        + allowed;
  }

  private static String normalized(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
