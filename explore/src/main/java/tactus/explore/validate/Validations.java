package tactus.explore.validate;

import java.util.List;
import java.util.Optional;
import tactus.config.NearestMatch;

/** Everything that is validated. */
public final class Validations {

  private static final List<Validation> ALL =
      List.of(
          new ScaleSimValidation(),
          new StreamingAttentionValidation(),
          new FloatVectorsValidation(),
          new SynthesisValidation(),
          new CactiValidation(),
          new OperationEnergyValidation(),
          new DieAreaValidation(),
          new StonneValidation(),
          new SparseProductValidation());

  private Validations() {}

  /** {@return all of them, in the order to list them} */
  public static List<Validation> all() {
    return ALL;
  }

  /**
   * {@return the one of a name}
   *
   * @param name its name
   */
  public static Optional<Validation> find(String name) {
    return ALL.stream().filter(validation -> validation.name().equals(name)).findFirst();
  }

  /**
   * {@return what to say of a name that is none, with the names that are}
   *
   * @param name the name
   */
  public static String unknown(String name) {
    return "unknown validation '"
        + name
        + "'"
        + NearestMatch.hint(name, ALL.stream().map(Validation::name).toList());
  }
}
