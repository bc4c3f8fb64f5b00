package tactus.explore.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tactus.explore.space.Value.Quantity;
import tactus.explore.space.Value.Truth;
import tactus.explore.space.Value.Word;

/**
 * An expression over names: {@code area <= 50 mm2 and rows * columns <= 16384}. Numbers may have
 * units, words stand in quotes, {@code true}, {@code false}, {@code on} and {@code off} are truths,
 * names are dotted keys or short names. From the weakest: {@code or}, {@code and}, {@code not},
 * comparisons, {@code + -}, {@code * / %}, sign, {@code ^}; functions are if, min, max, floor,
 * ceil, round, log2, sqrt and abs. Immutable.
 */
public final class Expression {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
              + "(?<unit>\\s*(?:[MGT]bit/s|[kKMGT]i?B/s|B/s|[kKMGT]i?B|B|[kMG]?Hz"
              + "|[fpnum]?s|[num]m2?|um2|mm2|[fpnum]?J)(?![A-Za-z0-9_]))?"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\\[[0-9]+])?"
              + "(?:\\.[A-Za-z_][A-Za-z0-9_]*(?:\\[[0-9]+])?)*)"
              + "|'(?<single>[^']*)'|\"(?<double>[^\"]*)\""
              + "|(?<symbol><=|>=|==|!=|[-+*/%^()<>,]))");

  /** A node: what it is worth for values of the names. */
  private interface Node {
    Value value(Function<String, Value> names);
  }

  private record Token(String kind, String text) {}

  private final String text;
  private final Set<String> names = new TreeSet<>();
  private final List<Token> tokens = new ArrayList<>();
  private final Node root;
  private int next;
  private int namesRead;

  private Expression(String text) {
    this.text = text;
    scan();
    root = or();
    if (next < tokens.size()) {
      throw new ExpressionException("has '" + tokens.get(next).text() + "' where it should end");
    }
  }

  /**
   * {@return the expression of a text}
   *
   * @param text the text
   * @throws ExpressionException if it is none
   */
  public static Expression parse(String text) {
    return new Expression(text);
  }

  /** {@return the text} */
  public String text() {
    return text;
  }

  /** {@return the names in it, sorted} */
  public Set<String> names() {
    return new TreeSet<>(names);
  }

  /**
   * {@return what it is worth}
   *
   * @param values the value of each name
   * @throws ExpressionException if its parts do not fit together
   */
  public Value value(Function<String, Value> values) {
    return root.value(values);
  }

  /**
   * {@return whether it holds}
   *
   * @param values the value of each name
   * @throws ExpressionException if it is no condition
   */
  public boolean holds(Function<String, Value> values) {
    return truth(value(values));
  }

  /**
   * {@return the number it is worth}
   *
   * @param values the value of each name
   * @throws ExpressionException if it is no number
   */
  public double number(Function<String, Value> values) {
    return quantity(value(values)).number();
  }

  /**
   * {@return what numbers such as it is worth are shown in}
   *
   * @param values the value of each name
   * @throws ExpressionException if it is no number
   */
  public DisplayUnit unit(Function<String, Value> values) {
    Value.Quantity worth = quantity(value(values));
    return worth.unit().display(worth.number());
  }

  private void scan() {
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (!text.substring(at).isBlank()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new ExpressionException("cannot be read from '" + text.substring(at).strip() + "'");
      }
      for (String kind : List.of("number", "name", "single", "double", "symbol")) {
        String found = matcher.group(kind);
        if (found != null) {
          String unit = kind.equals("number") ? matcher.group("unit") : null;
          tokens.add(new Token(kind, unit == null ? found : found + " " + unit.strip()));
        }
      }
      at = matcher.end();
    }
    if (tokens.isEmpty()) {
      throw new ExpressionException("is empty");
    }
  }

  private boolean take(String... texts) {
    for (String wanted : texts) {
      if (next < tokens.size() && isWord(tokens.get(next)) && peek().equals(wanted)) {
        next++;
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(Token token) {
    return token.kind().equals("symbol") || token.kind().equals("name");
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next).text() : "the end";
  }

  private Node or() {
    Node left = and();
    while (take("or")) {
      Node a = left;
      Node b = and();
      left = names -> either(truth(a.value(names)), truth(b.value(names)));
    }
    return left;
  }

  private Node and() {
    Node left = not();
    while (take("and")) {
      Node a = left;
      Node b = not();
      left = names -> both(truth(a.value(names)), truth(b.value(names)));
    }
    return left;
  }

  // Both sides are always looked at, so that one that does not fit is found.
  private static Value either(boolean one, boolean other) {
    return new Truth(one || other);
  }

  private static Value both(boolean one, boolean other) {
    return new Truth(one && other);
  }

  private Node not() {
    if (take("not")) {
      Node a = not();
      return names -> new Truth(!truth(a.value(names)));
    }
    return comparison();
  }

  private Node comparison() {
    Node a = sum();
    String symbol = peek();
    if (take("<=", ">=", "==", "!=", "<", ">")) {
      Node b = sum();
      return names -> new Truth(compare(symbol, a.value(names), b.value(names)));
    }
    return a;
  }

  private static boolean compare(String symbol, Value a, Value b) {
    if (a instanceof Word left && b instanceof Word right) {
      return isAsEqual(symbol, left.word().equals(right.word()), "words");
    }
    Optional<Boolean> one = truthOf(a);
    Optional<Boolean> other = truthOf(b);
    if (one.isPresent() && other.isPresent()) {
      return isAsEqual(symbol, one.equals(other), "truths");
    }
    Quantity left = like(a, b, symbol);
    int order = Double.compare(left.number(), quantity(b).number());
    return switch (symbol) {
      case "<=" -> order <= 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case ">" -> order > 0;
      case "==" -> order == 0;
      default -> order != 0;
    };
  }

  private static boolean isAsEqual(String symbol, boolean equal, String what) {
    return switch (symbol) {
      case "==" -> equal;
      case "!=" -> !equal;
      default -> throw new ExpressionException(what + " are only equal or not, never " + symbol);
    };
  }

  /** A condition, or a quoted word that stands for one. */
  private static Optional<Boolean> truthOf(Value value) {
    if (value instanceof Word word && Value.parse(word.word()) instanceof Truth truth) {
      return Optional.of(truth.holds());
    }
    return value instanceof Truth truth ? Optional.of(truth.holds()) : Optional.empty();
  }

  private Node sum() {
    Node left = product();
    while (true) {
      Node a = left;
      if (take("+")) {
        Node b = product();
        left = names -> add(a.value(names), b.value(names), 1, "+");
      } else if (take("-")) {
        Node b = product();
        left = names -> add(a.value(names), b.value(names), -1, "-");
      } else {
        return left;
      }
    }
  }

  private static Value add(Value a, Value b, int sign, String symbol) {
    Quantity left = like(a, b, symbol);
    return new Quantity(left.number() + sign * quantity(b).number(), left.unit());
  }

  private Node product() {
    Node left = sign();
    while (true) {
      Node a = left;
      if (take("*")) {
        Node b = sign();
        left = names -> times(quantity(a.value(names)), quantity(b.value(names)));
      } else if (take("/")) {
        Node b = divisor();
        left = names -> over(quantity(a.value(names)), quantity(b.value(names)));
      } else if (take("%")) {
        Node b = divisor();
        left =
            names -> {
              Quantity dividend = like(a.value(names), b.value(names), "%");
              return new Quantity(
                  dividend.number() % quantity(b.value(names)).number(), dividend.unit());
            };
      } else {
        return left;
      }
    }
  }

  /** What is divided by; a constant 0 is found when the expression is read. */
  private Node divisor() {
    int before = namesRead;
    Node divisor = sign();
    boolean isConstant = namesRead == before;
    if (isConstant
        && divisor.value(name -> Value.of(1)) instanceof Quantity quantity
        && quantity.number() == 0) {
      throw new ExpressionException("divides by zero");
    }
    return divisor;
  }

  private static Quantity times(Quantity a, Quantity b) {
    return new Quantity(a.number() * b.number(), a.unit().times(b.unit()));
  }

  private static Quantity over(Quantity a, Quantity b) {
    return new Quantity(a.number() / b.number(), a.unit().times(b.unit().power(-1)));
  }

  private Node sign() {
    if (take("-")) {
      Node a = sign();
      return names -> {
        Quantity value = quantity(a.value(names));
        return new Quantity(-value.number(), value.unit());
      };
    }
    return power();
  }

  private Node power() {
    Node base = primary();
    if (take("^")) {
      Node exponent = sign();
      return names -> {
        Quantity value = quantity(base.value(names));
        double power = plain(exponent.value(names));
        if (!value.unit().isNone() && power != Math.rint(power)) {
          throw new ExpressionException("cannot take the power " + power + " of " + value.noun());
        }
        return new Quantity(Math.pow(value.number(), power), value.unit().power((int) power));
      };
    }
    return base;
  }

  private Node primary() {
    if (take("(")) {
      Node inner = or();
      expect(")");
      return inner;
    }
    if (next == tokens.size()) {
      throw new ExpressionException("ends where a value should stand");
    }
    Token token = tokens.get(next++);
    switch (token.kind()) {
      case "number" -> {
        Value value = Value.parse(token.text());
        if (value instanceof Word) {
          throw new ExpressionException("has '" + token.text() + "', whose unit is unknown");
        }
        return names -> value;
      }
      case "single", "double" -> {
        Value value = new Word(token.text());
        return names -> value;
      }
      case "name" -> {
        if (take("(")) {
          return call(token.text());
        }
        Value constant = Value.parse(token.text());
        if (constant instanceof Truth) {
          return names -> constant;
        }
        namesRead++;
        names.add(token.text());
        return names -> names.apply(token.text());
      }
      default ->
          throw new ExpressionException("has '" + token.text() + "' where a value should stand");
    }
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw new ExpressionException("has '" + peek() + "' where '" + symbol + "' should stand");
    }
  }

  private Node call(String function) {
    List<Node> arguments = new ArrayList<>();
    do {
      arguments.add(or());
    } while (take(","));
    expect(")");
    Node first = arguments.get(0);
    if (function.equals("if")) {
      if (arguments.size() != 3) {
        throw new ExpressionException("if takes a condition and two values");
      }
      // Both are always looked at, so that one that does not fit is found.
      return names -> {
        Value one = arguments.get(1).value(names);
        Value other = arguments.get(2).value(names);
        return truth(first.value(names)) ? one : other;
      };
    }
    if (function.equals("min") || function.equals("max")) {
      return names -> {
        Value best = first.value(names);
        for (Node other : arguments) {
          Value value = other.value(names);
          if (compare(function.equals("min") ? "<" : ">", value, best)) {
            best = value;
          }
        }
        return best;
      };
    }
    if (arguments.size() != 1) {
      throw new ExpressionException(function + " takes one value");
    }
    return switch (function) {
      case "floor" -> names -> whole(first.value(names), Math::floor);
      case "ceil" -> names -> whole(first.value(names), Math::ceil);
      case "round" -> names -> whole(first.value(names), Math::rint);
      case "abs" -> names -> whole(first.value(names), Math::abs);
      case "sqrt" -> names -> Value.of(Math.sqrt(plain(first.value(names))));
      case "log2" -> names -> Value.of(log2(plain(first.value(names))));
      default ->
          throw new ExpressionException(
              "has no function '"
                  + function
                  + "'; known: abs, ceil, floor, if, log2, max, min, round, sqrt");
    };
  }

  /** Exact for powers of two, which logarithms of doubles are not. */
  private static double log2(double number) {
    int exponent = Math.getExponent(number);
    return Math.scalb(1.0, exponent) == number ? exponent : Math.log(number) / Math.log(2);
  }

  private static Value whole(Value value, Function<Double, Double> function) {
    Quantity quantity = quantity(value);
    return new Quantity(function.apply(quantity.number()), quantity.unit());
  }

  private static double plain(Value value) {
    Quantity quantity = quantity(value);
    if (!quantity.unit().isNone()) {
      throw new ExpressionException("needs a plain number, but has " + quantity.noun());
    }
    return quantity.number();
  }

  /** The first of two numbers of the same unit; a plain zero fits any. */
  private static Quantity like(Value a, Value b, String symbol) {
    if (a instanceof Quantity left
        && b instanceof Quantity right
        && (left.unit().equals(right.unit()) || right.number() == 0 || left.number() == 0)) {
      return left.unit().isNone() ? new Quantity(left.number(), right.unit()) : left;
    }
    throw new ExpressionException("puts '" + symbol + "' between " + a.noun() + " and " + b.noun());
  }

  private static Quantity quantity(Value value) {
    if (value instanceof Quantity quantity) {
      return quantity;
    }
    throw new ExpressionException("needs a number, but has " + value.noun());
  }

  private static boolean truth(Value value) {
    if (value instanceof Truth truth) {
      return truth.holds();
    }
    throw new ExpressionException("needs a condition, but has " + value.noun());
  }

  @Override
  public String toString() {
    return text;
  }
}
