package tactus.testkit;

import java.util.ArrayList;
import java.util.List;
import tactus.sim.Channel;
import tactus.sim.Process;

/** A process that receives a number of tokens and is busy with each for a given time. */
public final class TokenSink extends Process {

  private final Channel in;
  private final List<Long> busy;
  private final List<Long> receiveTimes = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  /**
   * Makes a sink.
   *
   * @param name its name in reports
   * @param in where to receive from
   * @param busy for each token, the time from its receipt until the next one may be received, at
   *     least 0
   */
  public TokenSink(String name, Channel in, List<Long> busy) {
    super(name);
    this.in = receiveFrom(in);
    this.busy = List.copyOf(busy);
  }

  @Override
  protected Progress advance(long steps) {
    for (long step = 0; step < steps; step++) {
      int next = receiveTimes.size();
      if (next == busy.size()) {
        return Progress.ENDED;
      }
      if (lacksToken(in)) {
        return Progress.BLOCKED;
      }
      values.add(in.headValue());
      long received = in.receive(time());
      receiveTimes.add(received);
      setTime(received + busy.get(next));
    }
    return Progress.STEPS_DONE;
  }

  /** {@return how long it is busy with each token} */
  public List<Long> busy() {
    return busy;
  }

  /** {@return when it received each token so far, in the channel's unit} */
  public List<Long> receiveTimes() {
    return List.copyOf(receiveTimes);
  }

  /** {@return the values received so far} */
  public List<Double> values() {
    return List.copyOf(values);
  }
}
