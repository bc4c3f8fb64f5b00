package tactus.testkit;

import java.util.ArrayList;
import java.util.List;
import tactus.sim.Channel;
import tactus.sim.Process;

/** A process that sends given values, each some time after the one before. */
public final class TokenSource extends Process {

  private final Channel out;
  private final List<Token> tokens;
  private final List<Long> sendTimes = new ArrayList<>();
  private boolean waited;

  /**
   * A token to send.
   *
   * @param gap time since the send before, at least 0; the token is sent then or, if there is no
   *     room, when there is
   * @param value its value
   */
  public record Token(long gap, double value) {}

  /**
   * Makes a source.
   *
   * @param name its name in reports
   * @param out where to send
   * @param tokens what to send, in this order
   */
  public TokenSource(String name, Channel out, List<Token> tokens) {
    super(name);
    this.out = sendTo(out);
    this.tokens = List.copyOf(tokens);
  }

  @Override
  protected Progress advance(long steps) {
    for (long step = 0; step < steps; step++) {
      int next = sendTimes.size();
      if (next == tokens.size()) {
        return Progress.ENDED;
      }
      if (!waited) {
        setTime(time() + tokens.get(next).gap());
        waited = true;
      }
      if (lacksRoom(out)) {
        return Progress.BLOCKED;
      }
      setTime(out.send(time(), time(), tokens.get(next).value()));
      sendTimes.add(time());
      waited = false;
    }
    return Progress.STEPS_DONE;
  }

  /** {@return what it sends} */
  public List<Token> tokens() {
    return tokens;
  }

  /** {@return when it sent each token so far, in the channel's unit} */
  public List<Long> sendTimes() {
    return List.copyOf(sendTimes);
  }
}
