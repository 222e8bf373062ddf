package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of order=time, weakened in its source: the simulation must find every one. */
class PlantedFaultsTest {
  private static final int ROUNDS = 10;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          held as of the delivered record | CLOCKS_AHEAD | TimeOrder.java | Math.min(open, closed.firstOffset()) | open
          a count ends after 100 later records | TWO_CLOCKS | TimeOrder.java | GAP = 1_000 | GAP = 100
          a count ends after 1000 offsets | HOUR_AHEAD | RowIndexes.java | DISTANCE = 10_000 | DISTANCE = 1_000
          the distance is counted from the first record | HOUR_AHEAD | OpenRows.java | byRecency.use(id, offset); | byRecency.use(id, byRecency.offset(id));
          no floor for rows that are forgotten | STANDING_CLOCK | RowIndexes.java | open.milliseconds().raiseFloor(millisecond, last); | ;
          a row that runs over is not counted on | HOT_KEY | RowIndexes.java | id = open.findRunOver(row, milliseconds); | id = -1;
          the first of the milliseconds run over ends alone | HOT_KEY_WITH_PAUSES | OpenRows.java | if (end(recent) < before) | if (time(recent) < before)
          what is run over into is held for no longer | DESCENDING_HOT_KEYS | OpenMilliseconds.java | firstOffsets[number] = Math.min(firstOffsets[number], offset) | firstOffsets[number] = firstOffsets[number]
          """)
  void isFound(String fault, LogShape shape, String file, String from, String to) throws Exception {
    assertThat(new PlantedFault(file, from, to).wrongRounds(shape, ROUNDS)).as(fault).isPositive();
  }
}
