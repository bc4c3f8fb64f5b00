package tactus.sim;

import java.util.List;
import java.util.function.Function;

/**
 * Finds rounds that repeat, and jumps over their repetitions.
 *
 * <p>After a round every channel is empty, so all that decides what comes is the local time of each
 * process and, of each bounded channel, the responses its producer has not used, as far as they lie
 * in the producer's future. Let process p have moved by D(p) between two such states. The rounds
 * between them repeat, each time D(p) later, if for each channel from p to q one of these holds:
 *
 * <ul>
 *   <li>D(p) = D(q), and the responses are the same relative to p's time: every maximum of times in
 *       the rounds that follow has both sides moved by the same amount, by induction over the
 *       receives and sends in any order in which they can be run;
 *   <li>D(p) &lt; D(q), the channel is unbounded, and q did not wait for a token of it in the
 *       rounds between: q's time won each of the maxima and will win them by more.
 * </ul>
 *
 * <p>Then the rest is added: times, responses and counters. In the second case a measured peak
 * would go on rising, so there is no jump.
 */
final class SteadyState {
  private final Process[] processes;
  private final Channel[] channels;
  private final int[] producers;
  private final int[] consumers;

  /** The state to compare with, and the round after which it was. */
  private long savedRound;

  private long nextSave = 1;
  private final long[] times;
  private final long[][] responses;
  private final long[] sent;
  private final long[] producerWaits;
  private final long[] consumerWaits;
  private final long[] peaks;

  SteadyState(
      Process[] processes,
      List<Channel> channels,
      Function<Channel, Process> producer,
      Function<Channel, Process> consumer) {
    this.processes = processes;
    this.channels = channels.toArray(new Channel[0]);
    producers = channels.stream().mapToInt(c -> producer.apply(c).index()).toArray();
    consumers = channels.stream().mapToInt(c -> consumer.apply(c).index()).toArray();
    times = new long[processes.length];
    responses = new long[this.channels.length][0];
    sent = new long[this.channels.length];
    producerWaits = new long[this.channels.length];
    consumerWaits = new long[this.channels.length];
    peaks = new long[this.channels.length];
  }

  /**
   * Looks at the state after a round; if it repeats, jumps as far as possible.
   *
   * @param round the rounds done
   * @param rounds the rounds to do
   * @return the rounds jumped over, 0 if there was no jump
   */
  long jump(long round, long rounds) {
    if (savedRound > 0 && repeats()) {
      long period = round - savedRound;
      long repetitions = (rounds - round) / period;
      if (repetitions > 0) {
        shift(repetitions, period);
      }
      return repetitions * period;
    }
    if (round >= nextSave) {
      save(round);
      nextSave = round + 1 + round / 2;
    }
    return 0;
  }

  private boolean repeats() {
    for (int i = 0; i < channels.length; i++) {
      Channel channel = channels[i];
      long producerShift = shiftOf(producers[i]);
      long consumerShift = shiftOf(consumers[i]);
      if (producerShift > consumerShift || !channel.isEmpty()) {
        return false;
      }
      if (producerShift < consumerShift
          && (channel.spec().isBounded()
              || channel.isMeasured()
              || channel.consumerWait() != consumerWaits[i])) {
        return false;
      }
      if (producerShift == consumerShift && !sameResponses(i)) {
        return false;
      }
    }
    return true;
  }

  private long shiftOf(int process) {
    return processes[process].time() - times[process];
  }

  private boolean sameResponses(int i) {
    Channel channel = channels[i];
    if (channel.peakOccupancy() != peaks[i] && !channel.spec().isBounded()) {
      return false;
    }
    long time = processes[producers[i]].time();
    long[] saved = responses[i];
    long n = channel.responsesThatMatter(0);
    for (int back = 1; back <= n; back++) {
      long before = back <= saved.length ? saved[back - 1] : 0;
      if (channel.responseAfter(time, back) != before) {
        return false;
      }
    }
    return true;
  }

  private void save(long round) {
    savedRound = round;
    for (int p = 0; p < processes.length; p++) {
      times[p] = processes[p].time();
    }
    for (int i = 0; i < channels.length; i++) {
      Channel channel = channels[i];
      sent[i] = channel.sent();
      producerWaits[i] = channel.producerWait();
      consumerWaits[i] = channel.consumerWait();
      peaks[i] = channel.peakOccupancy();
      int n = Math.toIntExact(channel.responsesThatMatter(0));
      if (responses[i].length != n) {
        responses[i] = new long[n];
      }
      long time = times[producers[i]];
      for (int back = 1; back <= n; back++) {
        responses[i][back - 1] = channel.responseAfter(time, back);
      }
    }
  }

  private void shift(long repetitions, long period) {
    long[] shifts = new long[processes.length];
    for (int p = 0; p < processes.length; p++) {
      shifts[p] = Math.multiplyExact(repetitions, shiftOf(p));
    }
    for (int i = 0; i < channels.length; i++) {
      Channel channel = channels[i];
      channel.shift(
          shifts[consumers[i]],
          repetitions * (channel.sent() - sent[i]),
          repetitions * (channel.producerWait() - producerWaits[i]),
          repetitions * (channel.consumerWait() - consumerWaits[i]));
    }
    for (int p = 0; p < processes.length; p++) {
      processes[p].shift(shifts[p], repetitions * period);
    }
  }
}
