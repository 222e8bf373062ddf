package io.cassink.sink.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Equal hashes do no harm where they are rare: their rows share a count. */
class RowHashTest {
  private static final int KEYS = 4_096;

  private static ByteBuffer number(long number) {
    return ByteBuffer.allocate(8).putLong(0, number);
  }

  @Test
  void tablesAndKeysHaveHashesOfTheirOwn() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      assertThat(hashes.add(RowHash.of("ks.table_" + i))).isTrue();
      assertThat(hashes.add(RowHash.with(RowHash.of("ks.t"), number(i)))).isTrue();
      assertThat(hashes.add(RowHash.with(RowHash.of("ks.u"), number(i)))).isTrue();
      assertThat(hashes.add(RowHash.with(RowHash.of("ks.t"), number(i + 1L << 40)))).isTrue();
    }
  }

  @Test
  void theLengthCountsToo() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length < 40; length++) {
      assertThat(hashes.add(RowHash.with(1, ByteBuffer.allocate(length)))).isTrue();
    }
  }

  @Test
  void eachByteCounts() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 1; length < 20; length++) {
      for (int place = 0; place < length; place++) {
        ByteBuffer bytes = ByteBuffer.allocate(length).put(place, (byte) 0x80);
        assertThat(hashes.add(RowHash.with(1, bytes))).as("%s of %s", place, length).isTrue();
      }
    }
  }

  /** Tables of hashes use some of the bits. */
  @Test
  void bothHalvesAreSpread() {
    assertSpread(key -> RowHash.with(1, number(key)));
    assertSpread(key -> RowHash.with(1, number(key << 20)));
    assertSpread(key -> RowHash.with(1, number(key << 52)));
  }

  private static void assertSpread(LongUnaryOperator hash) {
    Set<Long> low = new HashSet<>();
    Set<Long> high = new HashSet<>();
    for (long key = 0; key < KEYS; key++) {
      low.add(hash.applyAsLong(key) & KEYS - 1);
      high.add(hash.applyAsLong(key) >>> 52);
    }
    // Of so many random numbers 63 % are different.
    assertThat(low.size()).isBetween(KEYS * 58 / 100, KEYS * 68 / 100);
    assertThat(high.size()).isBetween(KEYS * 58 / 100, KEYS * 68 / 100);
  }
}
