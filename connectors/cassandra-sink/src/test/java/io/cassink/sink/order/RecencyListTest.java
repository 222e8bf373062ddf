package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecencyListTest {
  private final RecencyList list = new RecencyList(16);
  private final List<Integer> expected = new ArrayList<>();

  @Test
  void keepsTheNumbersInTheOrderOfTheirLastUse() {
    Random random = new Random(1);
    long[] offsets = new long[40];
    int capacity = 16;
    for (int offset = 0; offset < 3_000; offset++) {
      Integer number = random.nextInt(capacity);
      offsets[number] = offset;
      if (!expected.contains(number)) {
        list.add(number, offset);
        expected.add(number);
      } else if (random.nextInt(3) == 0) {
        list.remove(number);
        expected.remove(number);
      } else {
        list.use(number, offset);
        expected.remove(number);
        expected.add(number);
      }
      if (offset == 1_000) {
        capacity = 40;
        list.grow(capacity);
      }
      check(offsets);
    }
  }

  private void check(long[] offsets) {
    List<Integer> fromOldest = new ArrayList<>();
    for (int id = list.oldest(); id >= 0; id = list.newerThan(id)) {
      fromOldest.add(id);
      assertThat(list.offset(id)).isEqualTo(offsets[id]);
    }
    assertThat(fromOldest).isEqualTo(expected);
    List<Integer> fromNewest = new ArrayList<>();
    for (int id = list.newest(); id >= 0; id = list.olderThan(id)) {
      fromNewest.add(0, id);
    }
    assertThat(fromNewest).isEqualTo(expected);
  }
}
