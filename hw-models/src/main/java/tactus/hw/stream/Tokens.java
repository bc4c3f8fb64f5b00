package tactus.hw.stream;

import java.util.List;

/**
 * Where the tokens of some steps of a unit lie: the value {@code v} of step {@code i}'s token of an
 * input is {@code in(input)[inAt(input) + i * inStride(input) + v]}. The stride is 0 where the
 * steps do not receive: the token received last is there. Of outputs to which the steps do not
 * send, it is 0 likewise, and what is put there is lost.
 */
public final class Tokens {

  private final double[] lastIn;
  private final double[] lastOut;
  private final int[] lastInAt;
  private final int[] lastOutAt;
  private final int[] inWidths;
  private final int[] outWidths;

  private final double[] state;
  private final double[][] in;
  private final int[] inAt;
  private final int[] inStride;
  private final double[][] out;
  private final int[] outAt;
  private final int[] outStride;

  Tokens(Unit unit) {
    inWidths = widths(unit.inputWidths());
    outWidths = widths(unit.outputWidths());
    lastInAt = offsets(inWidths);
    lastOutAt = offsets(outWidths);
    lastIn = new double[sum(inWidths)];
    lastOut = new double[sum(outWidths)];
    state = new double[unit.stateValues()];
    in = new double[inWidths.length][];
    inAt = new int[inWidths.length];
    inStride = new int[inWidths.length];
    out = new double[outWidths.length][];
    outAt = new int[outWidths.length];
    outStride = new int[outWidths.length];
    for (int i = 0; i < in.length; i++) {
      holdIn(i);
    }
    for (int i = 0; i < out.length; i++) {
      holdOut(i);
    }
  }

  private static int[] widths(List<Integer> of) {
    return of.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] offsets(int[] widths) {
    int[] offsets = new int[widths.length];
    for (int i = 1; i < widths.length; i++) {
      offsets[i] = offsets[i - 1] + widths[i - 1];
    }
    return offsets;
  }

  private static int sum(int[] widths) {
    int sum = 0;
    for (int width : widths) {
      sum += width;
    }
    return sum;
  }

  /** {@return what the unit remembers; zeros at first} */
  public double[] state() {
    return state;
  }

  /**
   * {@return the array with the tokens of an input}
   *
   * @param input its number
   */
  public double[] in(int input) {
    return in[input];
  }

  /**
   * {@return the index of the first value of the first step's token}
   *
   * @param input number of the input
   */
  public int inAt(int input) {
    return inAt[input];
  }

  /**
   * {@return how far the tokens of two steps are from each other}
   *
   * @param input number of the input
   */
  public int inStride(int input) {
    return inStride[input];
  }

  /**
   * {@return the array for the tokens of an output}
   *
   * @param output its number
   */
  public double[] out(int output) {
    return out[output];
  }

  /**
   * {@return the index for the first value of the first step's token}
   *
   * @param output number of the output
   */
  public int outAt(int output) {
    return outAt[output];
  }

  /**
   * {@return how far the tokens of two steps are from each other}
   *
   * @param output number of the output
   */
  public int outStride(int output) {
    return outStride[output];
  }

  // The side of whoever runs the unit.

  int inputs() {
    return in.length;
  }

  int outputs() {
    return out.length;
  }

  /** The tokens received last, one after another. */
  double[] lastIn() {
    return lastIn;
  }

  /** The tokens made last, one after another, where functions work step by step. */
  double[] lastOut() {
    return lastOut;
  }

  int lastInAt(int input) {
    return lastInAt[input];
  }

  int lastOutAt(int output) {
    return lastOutAt[output];
  }

  void holdIn(int input) {
    in[input] = lastIn;
    inAt[input] = lastInAt[input];
    inStride[input] = 0;
  }

  void holdOut(int output) {
    out[output] = lastOut;
    outAt[output] = lastOutAt[output];
    outStride[output] = 0;
  }

  void receive(int input, double[] from, int at) {
    in[input] = from;
    inAt[input] = at;
    inStride[input] = inWidths[input];
  }

  void send(int output, double[] to, int at) {
    out[output] = to;
    outAt[output] = at;
    outStride[output] = outWidths[output];
  }

  /** Keeps the token of a step that was received. */
  void keepIn(int input, int step) {
    double[] from = in[input];
    if (from != lastIn) {
      copy(from, inAt[input] + step * inStride[input], lastIn, lastInAt[input], inWidths[input]);
    }
  }

  /** Puts the tokens made last where those of a step belong. */
  void putOut(int output, int step) {
    double[] to = out[output];
    if (to != lastOut) {
      copy(lastOut, lastOutAt[output], to, outAt[output] + step * outStride[output], width(output));
    }
  }

  private int width(int output) {
    return outWidths[output];
  }

  private static void copy(double[] from, int first, double[] to, int at, int width) {
    // Most tokens have one value, for which a call to copy an array takes longer.
    if (width == 1) {
      to[at] = from[first];
    } else {
      System.arraycopy(from, first, to, at, width);
    }
  }
}
