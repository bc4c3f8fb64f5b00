package tactus.explore.compare;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tactus.config.NearestMatch;

/**
 * A condition under which a comparison fails, such as {@code cycles > +1%} or {@code
 * energyPicojoules.total > 1e6}.
 *
 * @param figure path of the figure
 * @param isAbove whether the condition holds above the limit, not below it
 * @param isInclusive whether it holds at the limit too
 * @param limit the limit: of the relative change, the change or the second value
 * @param kind what the limit is of
 */
public record FailCondition(
    String figure, boolean isAbove, boolean isInclusive, double limit, Kind kind) {

  /** What a limit is of. */
  public enum Kind {
    /** The relative change, such as {@code +1%}. */
    RELATIVE,
    /** The change, such as {@code +100}. */
    CHANGE,
    /** The second value, such as {@code 100}. */
    VALUE
  }

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([A-Za-z][A-Za-z0-9_.]*)\\s*(<=|>=|<|>)\\s*"
              + "([+-]?)([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\\s*(%?)\\s*");

  /**
   * {@return the condition of a text}
   *
   * @param text the text
   * @throws IllegalArgumentException if it has another form
   */
  public static FailCondition parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "condition must be a figure, one of <, <=, >, >=, and a number such as '+1%', '+100' or"
              + " '5000', but was '"
              + text
              + "'");
    }
    String operator = matcher.group(2);
    double number = Double.parseDouble(matcher.group(3) + matcher.group(4));
    boolean percent = !matcher.group(5).isEmpty();
    Kind kind = percent ? Kind.RELATIVE : matcher.group(3).isEmpty() ? Kind.VALUE : Kind.CHANGE;
    return new FailCondition(
        matcher.group(1),
        operator.startsWith(">"),
        operator.endsWith("="),
        percent ? number / 100 : number,
        kind);
  }

  /**
   * {@return whether the condition holds}
   *
   * @param comparison the comparison
   * @throws IllegalArgumentException if it has no such figure
   */
  public boolean holds(Comparison comparison) {
    List<String> known = comparison.figures().stream().map(Change::figure).toList();
    Change change =
        comparison
            .figure(figure)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no figure '"
                            + figure
                            + "' in both results"
                            + NearestMatch.of(figure, known)
                                .map(match -> "; did you mean '" + match + "'?")
                                .orElse("; tactus compare --all lists them")));
    double found =
        switch (kind) {
          case RELATIVE -> change.relative();
          case CHANGE -> change.absolute();
          case VALUE -> change.after();
        };
    return found == limit ? isInclusive : isAbove == found > limit;
  }

  /**
   * {@return what was found, in words}
   *
   * @param comparison the comparison
   */
  public String describe(Comparison comparison) {
    Change change = comparison.figure(figure).orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s is %,.6g instead of %,.6g (%+.2f %%)",
        figure,
        change.after(),
        change.before(),
        100 * change.relative());
  }
}
