package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClosedHoldsTest {
  private final ClosedHolds holds = new ClosedHolds();

  private record Hold(long firstOffset, long closedAt) {}

  @Test
  void aHoldEndsWhenTheRecordThatClosedItIsWritten() {
    holds.add(40, 1_042);
    holds.completed(1_042);
    assertThat(holds.firstOffset()).isEqualTo(40);
    holds.completed(1_043);
    assertThat(holds.firstOffset()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theEarliestOfTheHoldsThatAreLeftCounts() {
    holds.add(50, 100);
    holds.add(40, 110);
    holds.add(60, 120);
    assertThat(holds.firstOffset()).isEqualTo(40);
    holds.completed(101);
    assertThat(holds.firstOffset()).isEqualTo(40);
    holds.completed(111);
    assertThat(holds.firstOffset()).isEqualTo(60);
  }

  /**
   * While the last thousands of records are in flight, and their places begin again at the front.
   */
  @Test
  void noneOfManyHoldsIsLost() {
    Random random = new Random(1);
    List<Hold> all = new ArrayList<>();
    long offset = 1_000;
    long completed = 0;
    for (int round = 0; round < 20; round++) {
      int more = round % 4 == 3 ? 0 : 300;
      for (int i = 0; i < more; i++) {
        offset += random.nextInt(3);
        Hold hold = new Hold(offset - random.nextInt(900), offset);
        holds.add(hold.firstOffset(), hold.closedAt());
        all.add(hold);
        if (random.nextInt(3) == 0) {
          completed = Math.max(completed, offset - random.nextInt(round % 4 == 2 ? 5 : 500));
          check(all, completed);
        }
      }
      if (more == 0) {
        completed = offset + 1;
        check(all, completed);
        assertThat(holds.bytes()).as("bytes of none").isEqualTo(new ClosedHolds().bytes());
      }
    }
  }

  private void check(List<Hold> all, long completed) {
    holds.completed(completed);
    all.removeIf(hold -> hold.closedAt() < completed);
    long first = all.stream().mapToLong(Hold::firstOffset).min().orElse(Long.MAX_VALUE);
    assertThat(holds.firstOffset()).isEqualTo(first);
  }

  @Test
  void holdsThatWrapAroundTheirArrayAreKeptWhenItGrows() {
    for (int i = 0; i < 64; i++) {
      holds.add(i, 1_000 + i);
    }
    holds.completed(1_040);
    for (int i = 64; i < 300; i++) {
      holds.add(i, 1_000 + i);
    }
    for (int i = 40; i < 300; i++) {
      holds.completed(1_000 + i);
      assertThat(holds.firstOffset()).isEqualTo(i);
    }
    assertThat(holds.bytes()).isGreaterThan(new ClosedHolds().bytes());
    holds.completed(1_300);
    assertThat(holds.firstOffset()).isEqualTo(Long.MAX_VALUE);
    assertThat(holds.bytes()).isEqualTo(new ClosedHolds().bytes());
    holds.add(500, 2_000);
    assertThat(holds.firstOffset()).isEqualTo(500);
  }
}
