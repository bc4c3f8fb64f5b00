package tactus.explore.reproduce;

import java.util.List;
import java.util.Optional;
import tactus.config.NearestMatch;

/** All papers that are reproduced. */
public final class Papers {

  private static final List<Paper> ALL =
      List.of(
          new ApproximateNormalization(),
          new StreamingAttention(),
          new SparseTraining(),
          new LoadAsSparse(),
          new HighSparsity(),
          new ActivationSparsity(),
          new Cosma(),
          new Smash());

  private Papers() {}

  /** {@return all papers, in the order to list them} */
  public static List<Paper> all() {
    return ALL;
  }

  /**
   * {@return the paper of a name}
   *
   * @param name its name
   */
  public static Optional<Paper> find(String name) {
    return ALL.stream().filter(paper -> paper.name().equals(name)).findFirst();
  }

  /**
   * {@return what to say of a name that is none, with the names that are}
   *
   * @param name the name
   */
  public static String unknown(String name) {
    return "unknown paper '"
        + name
        + "'"
        + NearestMatch.hint(name, ALL.stream().map(Paper::name).toList());
  }
}
