package tactus.explore.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A design space as it is written.
 *
 * @param axes what varies, at least one
 * @param derived what follows from the axes
 * @param constraints conditions on inputs and results
 * @param objectives what is to be small, at least one
 * @param method how points are chosen
 * @param budget the most points to run, if there is a limit
 * @param seed decides chance
 */
public record SpaceSpec(
    List<Axis> axes,
    List<DerivedKey> derived,
    List<Condition> constraints,
    List<Condition> objectives,
    Method method,
    Optional<Integer> budget,
    long seed) {

  /** Columns that a store has beside inputs and results. */
  private static final List<String> COLUMNS =
      List.of(
          "point",
          "design",
          "rank",
          "status",
          "message",
          "feasible",
          "front",
          "config_hash",
          "version",
          "seed");

  /** Copies the lists. */
  public SpaceSpec {
    axes = List.copyOf(axes);
    derived = List.copyOf(derived);
    constraints = List.copyOf(constraints);
    objectives = List.copyOf(objectives);
  }

  /** {@return the short names of axes and derived keys, in order} */
  public List<String> inputNames() {
    List<String> names = new ArrayList<>();
    axes.forEach(axis -> names.add(axis.name()));
    derived.forEach(key -> names.add(key.name()));
    return names;
  }

  /** {@return names that no axis may have} */
  static List<String> reservedNames() {
    return Stream.concat(
            COLUMNS.stream(),
            Arrays.stream(Measure.values()).flatMap(m -> Stream.of(m.word(), m.column())))
        .toList();
  }
}
