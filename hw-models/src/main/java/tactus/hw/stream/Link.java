package tactus.hw.stream;

/**
 * A channel of a graph, from an output of a unit to an input of another.
 *
 * @param name its name
 * @param from the unit that sends
 * @param output number of its output, from 0; an output may feed several channels
 * @param to the unit that receives
 * @param input number of its input, from 0
 * @param depth tokens it holds, at least 1; {@link tactus.sim.ChannelSpec#UNBOUNDED} if any number
 */
public record Link(String name, String from, int output, String to, int input, long depth) {

  /**
   * {@return the same of another depth}
   *
   * @param tokens tokens it holds
   */
  public Link withDepth(long tokens) {
    return new Link(name, from, output, to, input, tokens);
  }
}
