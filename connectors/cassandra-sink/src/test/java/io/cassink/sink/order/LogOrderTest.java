package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogOrderTest {
  @Test
  void aWriteTimeIsTheEpochPlusTheOffsetAndNothingIsHeld() {
    LogOrder order = new LogOrder(1_000);
    order.begin(42, 5);
    assertThat(order.writeTime(1)).isEqualTo(1_042);
    assertThat(order.writeTime(1)).isEqualTo(1_042);
    assertThat(order.writeTimeWithoutHold(1)).isEqualTo(1_042);
    assertThat(order.replayFrom(43)).isEqualTo(43);
    assertThat(order.bytes()).isZero();
  }
}
