package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenMillisecondsTest {
  private final OpenMilliseconds milliseconds = new OpenMilliseconds(4);

  private int open(long time, long firstOffset) {
    int number = milliseconds.open(time, firstOffset);
    milliseconds.addRow(number);
    return number;
  }

  @Test
  void aMillisecondKeepsItsNumberUntilItsLastRowHasLeftIt() {
    int number = open(5, 10);
    assertThat(open(6, 11)).isNotEqualTo(number);
    assertThat(open(5, 12)).isEqualTo(number);
    assertThat(milliseconds.firstOffset(number)).isEqualTo(10);
    assertThat(milliseconds.removeRow(number)).isFalse();
    assertThat(open(5, 13)).isEqualTo(number);
    assertThat(milliseconds.removeRow(number)).isFalse();
    assertThat(milliseconds.removeRow(number)).isTrue();
    int again = open(5, 14);
    assertThat(milliseconds.firstOffset(again)).isEqualTo(14);
  }

  @Test
  void aNumberThatIsFreeIsTakenAgainAndKnowsNothingOfBefore() {
    int first = open(5, 10);
    int second = open(6, 11);
    milliseconds.raiseFloor(first, 5_007);
    milliseconds.raiseFloor(second, 6_001);
    milliseconds.removeRow(first);
    assertThat(open(7, 12)).isEqualTo(first);
    assertThat(milliseconds.time(first)).isEqualTo(7);
    assertThat(milliseconds.firstOffset(first)).isEqualTo(12);
    assertThat(milliseconds.floor(first)).isEqualTo(OpenMilliseconds.NO_FLOOR);
    assertThat(milliseconds.floor(second)).isEqualTo(6_001);
    assertThat(open(5, 13)).isNotEqualTo(first);
  }

  @Test
  void aFloorIsTheHighestWriteTimeThatWasGivenUp() {
    int first = open(0, 10);
    int second = open(6, 11);
    assertThat(milliseconds.floor(second)).isEqualTo(OpenMilliseconds.NO_FLOOR);
    milliseconds.raiseFloor(second, 6_005);
    milliseconds.raiseFloor(second, 6_003);
    assertThat(milliseconds.floor(second)).isEqualTo(6_005);
    assertThat(milliseconds.floor(first)).isEqualTo(OpenMilliseconds.NO_FLOOR);
    for (int i = 10; i < 200; i++) {
      int number = open(i, i);
      assertThat(milliseconds.floor(number)).isEqualTo(OpenMilliseconds.NO_FLOOR);
    }
    assertThat(milliseconds.floor(second)).isEqualTo(6_005);
  }

  @Test
  void aMillisecondBeginsAtTheEarlierOfTwoOffsets() {
    int number = open(5, 10);
    milliseconds.beginsAt(number, 12);
    assertThat(milliseconds.firstOffset(number)).isEqualTo(10);
    milliseconds.beginsAt(number, 7);
    assertThat(milliseconds.firstOffset(number)).isEqualTo(7);
  }
}
