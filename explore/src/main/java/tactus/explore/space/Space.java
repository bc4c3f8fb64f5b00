package tactus.explore.space;

import java.util.List;

/**
 * The points of some axes, numbered like the digits of a number: the last axis varies fastest.
 *
 * @param axes the axes, at least one
 */
public record Space(List<Axis> axes) {

  /** Checks that the points can be numbered. */
  public Space {
    axes = List.copyOf(axes);
    long size = 1;
    for (Axis axis : axes) {
      size = Math.multiplyExact(size, (long) axis.values().size());
    }
  }

  /** {@return the number of points} */
  public long size() {
    long size = 1;
    for (Axis axis : axes) {
      size *= axis.values().size();
    }
    return size;
  }

  /**
   * {@return the value chosen on each axis}
   *
   * @param number a point's number, from 0
   */
  public int[] choices(long number) {
    int[] choices = new int[axes.size()];
    long rest = number;
    for (int i = choices.length - 1; i >= 0; i--) {
      int values = axes.get(i).values().size();
      choices[i] = (int) (rest % values);
      rest /= values;
    }
    return choices;
  }

  /**
   * {@return the number of a point}
   *
   * @param choices the value chosen on each axis
   */
  public long number(int[] choices) {
    long number = 0;
    for (int i = 0; i < choices.length; i++) {
      number = number * axes.get(i).values().size() + choices[i];
    }
    return number;
  }
}
