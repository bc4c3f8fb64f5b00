package tactus.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tactus.config.NearestMatch;
import tactus.config.ValueType;

/** An enum's constant by its word, as in YAML. */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {

  private final E[] constants;

  WordConverter(E[] constants) {
    this.constants = constants.clone();
  }

  @Override
  public final E convert(String word) {
    for (E constant : constants) {
      if (ValueType.word(constant).equals(word)) {
        return constant;
      }
    }
    List<String> words = Arrays.stream(constants).map(ValueType::word).toList();
    throw new TypeConversionException("unknown '" + word + "'" + NearestMatch.hint(word, words));
  }
}
