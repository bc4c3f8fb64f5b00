package tactus.hw;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tactus.config.Key;
import tactus.config.NearestMatch;
import tactus.config.Problems;
import tactus.config.Section;
import tactus.config.SectionType;
import tactus.hw.arithmetic.ArithmeticSpec;
import tactus.hw.arithmetic.ChainSpec;
import tactus.hw.arithmetic.ChainSpec.Truncation;
import tactus.hw.arithmetic.FloatArithmeticSpec;
import tactus.hw.arithmetic.FloatFormat;
import tactus.hw.arithmetic.IntegerArithmeticSpec;
import tactus.hw.arithmetic.Normalization;
import tactus.hw.arithmetic.Normalization.Rule;
import tactus.hw.arithmetic.Overflow;
import tactus.hw.arithmetic.Rounding;
import tactus.hw.arithmetic.Subnormals;

/** The keys of a matrix engine's arithmetic. */
final class ArithmeticKeys {

  /** How the multiply-adds of a column follow one another. */
  enum Accumulation {
    CHAINED,
    FUSED
  }

  private static final Pattern INTEGER = Pattern.compile("int([0-9]{1,2})");
  private static final List<String> NAMES =
      List.of("fp32", "tf32", "bf16", "fp16", "fp8-e4m3", "fp8-e5m2", "int8");
  private static final String FORMATS =
      String.join(", ", NAMES) + ", another int2 to int16, or widths from e2m1 to e8m23";

  private static final Key<String> OPERANDS =
      Key.string("operands").doc("Format of what is multiplied: " + FORMATS + ".");
  private static final Key<String> RESULTS =
      Key.string("results")
          .optional()
          .doc(
              "Format of sums below the columns, by default fp32, or int32 for integers. OCP's"
                  + " formats without NaN cannot be results.");
  private static final Key<Accumulation> ACCUMULATION =
      Key.word("accumulation", Accumulation.class)
          .byDefault(Accumulation.CHAINED)
          .doc(
              "`chained`: sums pass down the column without rounding and are rounded at its end;"
                  + " `fused`: every multiply-add rounds once, as IEEE 754 defines it.");
  private static final Key<Integer> SIGNIFICAND_BITS =
      Key.integer("significand_bits")
          .atLeast(4)
          .atMost(ChainSpec.MOST_SIGNIFICAND_BITS)
          .byDefault(16)
          .doc(
              "Width of the sum's significand in the column. The default is a bf16 product's; the"
                  + " published accuracies do not settle it.");
  private static final Key<Integer> GUARD_BITS =
      Key.integer("guard_bits")
          .atLeast(0)
          .atMost(ChainSpec.MOST_GUARD_BITS)
          .byDefault(0)
          .doc("Bits below the significand that an addition computes and drops afterwards.");
  private static final Key<Boolean> STICKY =
      Key.bool("sticky")
          .byDefault(false)
          .doc("Whether a bit tells if anything was lost below the guard bits.");
  private static final Key<Boolean> NORMALIZE_PRODUCTS =
      Key.bool("normalize_products")
          .byDefault(false)
          .doc(
              "Whether a product below 2 is shifted by one before the addition. Public code of the"
                  + " paper's group does; the shift histogram barely changes.");
  private static final Key<Truncation> TRUNCATION =
      Key.word("truncation", Truncation.class)
          .byDefault(Truncation.SUMMANDS)
          .doc(
              "Where bits that do not fit are lost: of the `summands` when they are aligned, of"
                  + " the `sum` after normalization, or by rounding it, `sum-nearest`. It matters"
                  + " more than k and lambda: truncated sums of 8 bits stagnate.");
  private static final Key<Rule> NORMALIZATION =
      Key.word("normalization", Rule.class)
          .byDefault(Rule.EXACT)
          .doc(
              "How a sum is shifted left: `exact` by its leading zeros, `none`; `windows` by 0, k"
                  + " or k + lambda (the rule of an-k-lambda that fits all published names),"
                  + " `stages` by lambda and then by k, `single` by 0 or lambda.");
  private static final Key<Integer> K =
      Key.integer("k")
          .atLeast(0)
          .atMost(ChainSpec.MOST_SIGNIFICAND_BITS)
          .optional()
          .doc("Width of the first window; only for the approximate rules.");
  private static final Key<Integer> LAMBDA =
      Key.integer("lambda")
          .atLeast(0)
          .atMost(ChainSpec.MOST_SIGNIFICAND_BITS)
          .optional()
          .doc("Width of the second window; only for the approximate rules.");
  private static final Key<Rounding> ROUNDING =
      Key.word("rounding", Rounding.class)
          .where(
              mode -> mode != Rounding.STOCHASTIC,
              "not stochastic, since bits would depend on the order of unrelated sums")
          .byDefault(Rounding.NEAREST_EVEN)
          .doc("How results are rounded.");
  private static final Key<Subnormals> SUBNORMALS =
      Key.word("subnormals", Subnormals.class)
          .byDefault(Subnormals.FLUSHED)
          .doc(
              "Whether subnormal operands and results are `kept` or `flushed` to zero, as public"
                  + " code of the paper's group does.");
  private static final Key<Overflow> OVERFLOW =
      Key.word("overflow", Overflow.class)
          .byDefault(Overflow.SPECIAL)
          .doc(
              "What a result beyond the largest number becomes: what the format has for it"
                  + " (`special`; integers wrap around), or the largest number (`saturate`).");

  private static final List<Key<?>> OF_CHAINS =
      List.of(
          SIGNIFICAND_BITS,
          GUARD_BITS,
          STICKY,
          NORMALIZE_PRODUCTS,
          TRUNCATION,
          NORMALIZATION,
          K,
          LAMBDA);
  private static final List<Key<?>> OF_FLOATS = List.of(ACCUMULATION, ROUNDING, SUBNORMALS);

  static final SectionType TYPE =
      SectionType.builder("arithmetic", "What the matrix engines compute with, bit for bit.")
          .keys(
              OPERANDS,
              RESULTS,
              ACCUMULATION,
              SIGNIFICAND_BITS,
              GUARD_BITS,
              STICKY,
              NORMALIZE_PRODUCTS,
              TRUNCATION,
              NORMALIZATION,
              K,
              LAMBDA,
              ROUNDING,
              SUBNORMALS,
              OVERFLOW)
          .rule(ArithmeticKeys::check)
          .build();

  private ArithmeticKeys() {}

  static ArithmeticSpec read(Section section) {
    Optional<Integer> operandBits = integer(section.get(OPERANDS));
    Optional<String> results = section.find(RESULTS);
    if (operandBits.isPresent()) {
      return new IntegerArithmeticSpec(
          operandBits.get(),
          results.flatMap(ArithmeticKeys::integer).orElse(32),
          section.get(OVERFLOW) == Overflow.SATURATE);
    }
    return new FloatArithmeticSpec(
        FloatFormat.named(section.get(OPERANDS)).orElseThrow(),
        results.flatMap(FloatFormat::named).orElse(FloatFormat.FP32),
        section.get(ROUNDING),
        section.get(SUBNORMALS),
        section.get(OVERFLOW),
        section.get(ACCUMULATION) == Accumulation.FUSED
            ? Optional.empty()
            : Optional.of(
                new ChainSpec(
                    section.get(SIGNIFICAND_BITS),
                    section.get(GUARD_BITS),
                    section.get(STICKY),
                    section.get(NORMALIZE_PRODUCTS),
                    section.get(TRUNCATION),
                    new Normalization(
                        section.get(NORMALIZATION),
                        section.find(K).orElse(0),
                        section.find(LAMBDA).orElse(0)))));
  }

  private static Optional<Integer> integer(String name) {
    Matcher matcher = INTEGER.matcher(name);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private static void check(Section section, Problems problems) {
    String operands = section.get(OPERANDS);
    Optional<Integer> operandBits = integer(operands);
    if (operandBits.filter(bits -> bits >= 2 && bits <= 16).isPresent()) {
      checkIntegers(section, operandBits.get(), problems);
    } else if (FloatFormat.named(operands).isPresent()) {
      checkFloats(section, problems);
    } else {
      String hint =
          NearestMatch.of(operands, NAMES)
              .map(name -> " (did you mean '" + name + "'?)")
              .orElse("");
      problems.add(section, OPERANDS, "must be one of " + FORMATS + hint);
    }
  }

  private static void checkIntegers(Section section, int operandBits, Problems problems) {
    refuse(section, OF_FLOATS, "must not be written for integer operands", problems);
    refuse(section, OF_CHAINS, "must not be written for integer operands", problems);
    Optional<String> results = section.find(RESULTS);
    int sumBits = results.flatMap(ArithmeticKeys::integer).orElse(results.isPresent() ? 0 : 32);
    if (sumBits < 2 * operandBits || sumBits > 32) {
      problems.add(
          section,
          RESULTS,
          "must be from int" + 2 * operandBits + " to int32 for int" + operandBits + " operands");
    }
  }

  private static void checkFloats(Section section, Problems problems) {
    Optional<String> results = section.find(RESULTS);
    if (results.isPresent()
        && FloatFormat.named(results.get()).filter(FloatFormat::hasNaN).isEmpty()) {
      problems.add(
          section, RESULTS, "must be a floating-point format with a NaN, such as fp32 or e5m10");
    }
    if (section.get(ACCUMULATION) == Accumulation.FUSED) {
      refuse(section, OF_CHAINS, "must not be written for fused accumulation", problems);
      return;
    }
    Truncation truncation = section.get(TRUNCATION);
    int guardBits = section.get(GUARD_BITS);
    if (truncation == Truncation.SUMMANDS && guardBits > 0) {
      problems.add(section, GUARD_BITS, "must be 0 where truncation is of the summands");
    }
    if (truncation != Truncation.SUMMANDS && guardBits == 0) {
      problems.add(section, GUARD_BITS, "must be at least 1 where truncation is of the sum");
    }
    if (section.get(STICKY) && truncation != Truncation.SUM_NEAREST) {
      problems.add(section, STICKY, "must be false unless truncation is sum-nearest");
    }
    checkWindows(section, problems);
  }

  private static void checkWindows(Section section, Problems problems) {
    Rule rule = section.get(NORMALIZATION);
    boolean windows = rule != Rule.EXACT && rule != Rule.NONE;
    for (Key<Integer> key : List.of(K, LAMBDA)) {
      if (windows != section.isWritten(key)) {
        problems.add(
            section,
            key,
            windows
                ? "must be written for an approximate normalization"
                : "must not be written unless normalization is windows, stages or single");
      }
    }
    if (rule == Rule.SINGLE && section.find(K).orElse(1) == 0) {
      problems.add(section, K, "must be at least 1, the right shift of a carry");
    }
  }

  private static void refuse(
      Section section, List<Key<?>> keys, String message, Problems problems) {
    for (Key<?> key : keys) {
      if (section.isWritten(key)) {
        problems.add(section, key, message);
      }
    }
  }
}
