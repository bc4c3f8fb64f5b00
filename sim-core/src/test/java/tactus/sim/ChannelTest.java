package tactus.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChannelTest {

  @Test
  void token_beforeItsStamp_isNotThere() {
    Channel channel = new Channel(new ChannelSpec("c", 4, 3, 1, 1));

    assertThat(channel.send(10, 0, 1.5)).isEqualTo(10);

    assertThat(channel.hasToken(12)).isFalse();
    assertThat(channel.hasToken(13)).isTrue();
    assertThat(channel.headStamp()).isEqualTo(13);
    assertThat(channel.headValue()).isEqualTo(1.5);
  }

  @Test
  void send_withALaterStamp_keepsIt() {
    Channel channel = new Channel(ChannelSpec.of("c", 4));
    channel.send(10, 17);
    assertThat(channel.hasToken(16)).isFalse();
    assertThat(channel.hasToken(17)).isTrue();
  }

  @Test
  void receive_ofALaterToken_waitsAndCountsIt() {
    Channel channel = new Channel(ChannelSpec.of("c", 4));
    channel.send(10, 17);

    assertThat(channel.awaitToken(12)).isEqualTo(17);
    assertThat(channel.receive(17)).isEqualTo(17);

    assertThat(channel.consumerWait()).isEqualTo(5);
  }

  @Test
  void send_whenFull_waitsForTheResponseButTheStampOverlaps() {
    Channel channel = new Channel(new ChannelSpec("c", 2, 1, 4, 0));
    channel.send(0, 20);
    channel.send(0, 20);
    assertThat(channel.hasRoom()).isFalse();

    channel.receive(25);

    // The slot is free at 25 + 4; a result asked for at 3 + 20 has overlapped with the wait.
    assertThat(channel.hasRoom(28)).isFalse();
    assertThat(channel.hasRoom(29)).isTrue();
    assertThat(channel.awaitRoom(3)).isEqualTo(29);
    assertThat(channel.send(29, 23)).isEqualTo(29);
    channel.receive(25);
    assertThat(channel.headStamp()).isEqualTo(30);
    assertThat(channel.producerWait()).isEqualTo(26);
  }

  @Test
  void awaitRoom_askedTwice_usesOneResponse() {
    Channel channel = new Channel(ChannelSpec.of("c", 1));
    channel.send(0, 0);
    channel.receive(5);
    long first = channel.awaitRoom(0);
    assertThat(channel.awaitRoom(first)).isEqualTo(first).isEqualTo(6);
    assertThat(channel.send(first, 0)).isEqualTo(6);
    assertThat(channel.producerWait()).isEqualTo(6);
  }

  @Test
  void peakOccupancy_countsResultsStillInThePipeline() {
    Channel channel = new Channel(ChannelSpec.unbounded("c"));
    // One token a cycle, each 11 cycles in the pipeline: 12 slots with the response's cycle.
    for (int i = 0; i < 50; i++) {
      channel.send(i, i + 11L);
    }
    long time = 0;
    for (int i = 0; i < 50; i++) {
      time = channel.receive(time);
    }
    assertThat(channel.peakOccupancy()).isEqualTo(12);
  }

  @Test
  void values_throughGrowingRings_arriveInOrder() {
    Channel channel = new Channel(new ChannelSpec("c", ChannelSpec.UNBOUNDED, 1, 1, 3));
    long received = 0;
    for (int i = 0; i < 1000; i++) {
      int tail = channel.tail();
      for (int k = 0; k < 3; k++) {
        channel.values()[tail + k] = 3.0 * i + k;
      }
      channel.send(i, i);
      if (i % 3 == 0) {
        for (int k = 0; k < 3; k++) {
          assertThat(channel.values()[channel.head() + k]).isEqualTo(3.0 * received + k);
        }
        channel.receive(i);
        received++;
      }
    }
    assertThat(channel.size()).isEqualTo(1000 - received);
  }

  @Test
  void spec_outOfRange_throwsNamingTheChannel() {
    assertThatThrownBy(() -> ChannelSpec.of("c", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity (0 tokens) of channel c must be at least 1");
    assertThatThrownBy(() -> new ChannelSpec("c", 1, 0, 1, 0))
        .hasMessage("sendLatency (0) of channel c must be at least 1");
    assertThatThrownBy(() -> new ChannelSpec("c", 1, 1, 0, 0))
        .hasMessage("responseLatency (0) of channel c must be at least 1");
  }

  @Test
  void bind_ofASecondConsumer_throws() {
    Channel channel = new Channel(ChannelSpec.of("c", 1));
    channel.bindConsumer("a", null);
    assertThatThrownBy(() -> channel.bindConsumer("b", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channel c must have one consumer, but has a and b");
  }
}
