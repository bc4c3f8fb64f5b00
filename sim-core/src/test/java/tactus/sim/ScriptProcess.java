package tactus.sim;

import java.util.ArrayList;
import java.util.List;

/** Does a list of operations a number of times; checks that values arrive as they were sent. */
final class ScriptProcess extends Process {

  /** One operation; the argument is a time. */
  record Op(Kind kind, int channel, long argument) {}

  enum Kind {
    RECEIVE,
    SEND,
    WORK
  }

  private final List<Channel> channels = new ArrayList<>();
  private final List<Op> script;
  private final long rounds;
  private final long[] counts;
  private int at;
  private long round = -1;

  ScriptProcess(String name, List<Op> script, List<Channel> ends, List<Boolean> out, long rounds) {
    super(name);
    for (int i = 0; i < ends.size(); i++) {
      channels.add(out.get(i) ? sendTo(ends.get(i)) : receiveFrom(ends.get(i)));
    }
    this.script = List.copyOf(script);
    this.rounds = rounds;
    this.counts = new long[ends.size()];
    this.at = script.size();
  }

  @Override
  protected Progress advance(long steps) {
    for (long step = 0; step < steps; step++) {
      if (at == script.size()) {
        if (round + 1 >= rounds) {
          return Progress.ENDED;
        }
        if (!mayBeginRound()) {
          return Progress.ROUND_DONE;
        }
        round++;
        at = 0;
      }
      if (script.isEmpty()) {
        continue;
      }
      Op op = script.get(at);
      switch (op.kind()) {
        case RECEIVE -> {
          Channel in = channels.get(op.channel());
          if (lacksToken(in)) {
            return Progress.BLOCKED;
          }
          if (in.headBits() != counts[op.channel()]++) {
            throw new IllegalStateException(name() + " received a wrong token from " + in);
          }
          setTime(in.receive(time()));
        }
        case SEND -> {
          Channel out = channels.get(op.channel());
          if (lacksRoom(out)) {
            return Progress.BLOCKED;
          }
          long stamp = time() + op.argument();
          setTime(out.sendBits(time(), stamp, counts[op.channel()]++));
        }
        case WORK -> setTime(time() + op.argument());
      }
      at++;
    }
    return Progress.STEPS_DONE;
  }

  @Override
  protected void skipped(long roundsSkipped) {
    round += roundsSkipped;
    for (Op op : script) {
      if (op.kind() != Kind.WORK) {
        counts[op.channel()] += roundsSkipped;
      }
    }
  }
}
