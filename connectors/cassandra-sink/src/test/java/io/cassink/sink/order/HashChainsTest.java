package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HashChainsTest {
  private static final int MOST = 500;

  /** Several numbers share each hash. */
  private final HashChains chains = new HashChains(64, HashChainsTest::hashOf);

  private static int hashOf(int number) {
    return number % 50 * 7;
  }

  private TreeSet<Integer> found(int hash) {
    TreeSet<Integer> found = new TreeSet<>();
    for (int number = chains.first(hash); number >= 0; number = chains.next(number)) {
      assertThat(found.add(number)).isTrue();
    }
    return found;
  }

  @Test
  void findsEachNumberThatIsThereAndNoOther() {
    Random random = new Random(1);
    TreeSet<Integer> there = new TreeSet<>();
    int capacity = 64;
    for (int i = 0; i < 5_000; i++) {
      int number = random.nextInt(capacity);
      if (there.remove(number)) {
        chains.remove(number);
      } else {
        there.add(number);
        chains.add(number);
      }
      if (i % 400 == 399 && capacity < MOST) {
        capacity = Math.min(MOST, capacity * 3 / 2);
        chains.grow(capacity);
      }
      assertThat(chains.size()).isEqualTo(there.size());
      int hash = hashOf(number);
      assertThat(found(hash).contains(number)).isEqualTo(there.contains(number));
    }
    TreeSet<Integer> all = new TreeSet<>();
    for (int hash = 0; hash < 256; hash++) {
      all.addAll(found(hash));
    }
    assertThat(all).isEqualTo(there);
  }

  /** Where all rows had one chain, a partition of 10,000 rows would stand still. */
  @Test
  void rowsAndMillisecondsAreSpread() {
    TreeSet<Integer> ofRows = new TreeSet<>();
    TreeSet<Integer> ofTimes = new TreeSet<>();
    for (int i = 0; i < 1_024; i++) {
      ofRows.add(HashChains.hash(i * 0x9e3779b97f4a7c15L, 5) & 1_023);
      ofTimes.add(HashChains.hash(0, 1_700_000_000_000L + i) & 1_023);
    }
    assertThat(ofRows).hasSizeGreaterThan(500);
    assertThat(ofTimes).hasSizeGreaterThan(500);
  }
}
