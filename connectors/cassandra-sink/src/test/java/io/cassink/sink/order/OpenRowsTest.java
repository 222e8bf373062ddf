package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenRowsTest {
  private final OpenRows rows = new OpenRows(Capacity.LEAST);
  private long offset;

  /** A row with one record of the millisecond. */
  private int add(long row, long milliseconds, long writeTime) {
    int id = rows.add(row, rows.milliseconds().open(milliseconds, offset), offset);
    rows.use(id, writeTime, offset++);
    return id;
  }

  @Test
  void aRowThatHasRunOverIsFoundInEachMillisecondThatItHasReached() {
    int id = add(1, 5, 7_000);
    rows.reach(id, 7);
    assertThat(rows.findRunOver(1, 4)).isNegative();
    assertThat(rows.findRunOver(1, 5)).isEqualTo(id);
    assertThat(rows.findRunOver(1, 6)).isEqualTo(id);
    assertThat(rows.findRunOver(1, 7)).isEqualTo(id);
    assertThat(rows.findRunOver(1, 8)).isNegative();
    assertThat(rows.findRunOver(2, 6)).isNegative();
  }

  /** Write times must rise, so the next one follows the highest of them. */
  @Test
  void ofSeveralThatHaveRunOverTheOneWithTheHighestWriteTimeIsFound() {
    int first = add(1, 5, 7_003);
    int second = add(1, 4, 7_002);
    int third = add(1, 3, 7_001);
    int fourth = add(2, 5, 7_003);
    int fifth = add(2, 4, 7_002);
    for (int id : new int[] {third, second, first, fourth, fifth}) {
      rows.reach(id, 7);
    }
    assertThat(rows.findRunOver(1, 7)).isEqualTo(first);
    assertThat(rows.findRunOver(2, 7)).isEqualTo(fourth);
    rows.use(third, 7_005, offset++);
    assertThat(rows.findRunOver(1, 7)).isEqualTo(third);
    rows.use(second, 7_006, offset++);
    assertThat(rows.findRunOver(1, 7)).isEqualTo(second);
  }

  @Test
  void manyRowsThatHaveRunOverAreAllFound() {
    for (int row = 0; row < 1_000; row++) {
      rows.reach(add(row, 5, 6_000), 6);
    }
    for (int row = 0; row < 1_000; row++) {
      assertThat(rows.findRunOver(row, 6)).isEqualTo(rows.find(row, 5)).isNotNegative();
    }
    assertThat(rows.findRunOver(1_000, 6)).isNegative();
  }

  @Test
  void aNumberThatIsFreeIsTakenAgain() {
    int first = add(1, 5, 5_000);
    int second = add(2, 5, 5_000);
    rows.remove(first);
    assertThat(add(3, 5, 5_000)).isEqualTo(first);
    assertThat(add(4, 5, 5_000)).isNotEqualTo(second);
  }

  /** What a shorter copy forgot would be counted anew, from a write time that was given already. */
  @Test
  void aShorterCopyKeepsAllThatIsCounted() {
    int kept = add(1, 5, 7_400);
    for (int row = 2; row < 1_000; row++) {
      add(row, 9, 9_000);
    }
    int other = rows.find(777, 9);
    rows.reach(kept, 7);
    rows.milliseconds().raiseFloor(rows.millisecond(other), 9_123);
    for (int row = 2; row < 1_000; row++) {
      if (row != 777) {
        rows.remove(rows.find(row, 9));
      }
    }
    OpenRows copy = rows.compacted();
    assertThat(copy.bytes()).isLessThan(rows.bytes());
    assertThat(copy.size()).isEqualTo(2);
    int first = copy.find(1, 5);
    assertThat(copy.last(first)).isEqualTo(7_400);
    assertThat(copy.end(first)).isEqualTo(7);
    assertThat(copy.findRunOver(1, 6)).isEqualTo(first);
    assertThat(copy.milliseconds().firstOffset(copy.millisecond(first))).isZero();
    assertThat(copy.milliseconds().floor(copy.millisecond(first)))
        .isEqualTo(OpenMilliseconds.NO_FLOOR);
    int second = copy.find(777, 9);
    assertThat(copy.last(second)).isEqualTo(9_000);
    assertThat(copy.end(second)).isEqualTo(9);
    assertThat(copy.milliseconds().firstOffset(copy.millisecond(second))).isEqualTo(1);
    assertThat(copy.milliseconds().floor(copy.millisecond(second))).isEqualTo(9_123);
    assertThat(copy.byRecency().oldest()).isEqualTo(first);
    assertThat(copy.byRecency().offset(second)).isEqualTo(776);
    assertThat(copy.compacted()).isSameAs(copy);
  }
}
