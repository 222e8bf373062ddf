package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.listOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.cluster.TableLayout.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
  private static Row row(Plans.Compiled compiled, String key, Object value, long writeTime)
      throws Exception {
    return compiled.row(Plans.progress().add(Plans.record(key, value)), writeTime, -1);
  }

  private static Plans.Compiled table() throws Exception {
    return Plans.compile(
        Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER),
        Plans.settings("mapping", "id=key, a=value.a"));
  }

  /** Of equal ones the server keeps the larger value, so it must see both. */
  @Test
  void onlyALaterWriteTimeSupersedes() throws Exception {
    Plans.Compiled table = table();
    Row row = row(table, "k", Map.of("a", "x"), 7);
    assertThat(row(table, "k", Map.of("a", "y"), 8).supersedes(row)).isTrue();
    assertThat(row(table, "k", Map.of("a", "y"), 7).supersedes(row)).isFalse();
    assertThat(row(table, "k", Map.of("a", "y"), 6).supersedes(row)).isFalse();
    assertThat(row(table, "m", Map.of("a", "y"), 8).supersedes(row)).isFalse();
  }

  @Test
  void itsBytesAreThoseOfItsValuesAndRoughlyWhatTheServerAddsToEachCell() throws Exception {
    Row row = row(table(), "key", Map.of("a", "12345"), 7);
    assertThat(row.bytes).isEqualTo(40 + (3 + 20) + (5 + 20));
    assertThat(row.heldBytes()).isEqualTo(row.bytes + 200 + 2 * 48);
    Plans.Compiled lists =
        Plans.compile(
            Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", listOf(INT, false), Kind.OTHER),
            Plans.settings("mapping", "id=key, a=value.a"));
    // Three elements: their number, and a length and four bytes for each.
    Row list = row(lists, "key", Map.of("a", List.of(1, 2, 3)), 7);
    assertThat(list.bytes).isEqualTo(40 + (3 + 20) + (4 + 3 * 8 + 20) + 3 * 20);
  }

  private static Plans.Compiled composite(String keys, Object... layout) throws Exception {
    return Plans.compile(Plans.layout(layout), Plans.settings("mapping", keys + ", a=value.a"));
  }

  private static byte[] routingKey(Plans.Compiled compiled) throws Exception {
    Row row = compiled.row(Plans.record(Map.of("p", "ab", "q", 258L, "c", "z"), Map.of("a", "x")));
    ByteBuffer key = compiled.plan().routingKey(row);
    byte[] bytes = new byte[key.remaining()];
    key.duplicate().get(bytes);
    assertThat(compiled.plan().routingKey(row)).as("asked again").isEqualTo(key);
    return bytes;
  }

  /** By it the driver finds the replicas, and rows are put into batches. */
  @Test
  void itsRoutingKeyIsThePartitionKeyAsTheServerHashesIt() throws Exception {
    Object[] one = {
      "p", TEXT, Kind.PARTITION_KEY, "c", TEXT, Kind.CLUSTERING, "a", TEXT, Kind.OTHER
    };
    assertThat(routingKey(composite("p=key.p, c=key.c", one))).containsExactly('a', 'b');
    Object[] two = {
      "p",
      TEXT,
      Kind.PARTITION_KEY,
      "q",
      INT,
      Kind.PARTITION_KEY,
      "c",
      TEXT,
      Kind.CLUSTERING,
      "a",
      TEXT,
      Kind.OTHER
    };
    assertThat(routingKey(composite("p=key.p, q=key.q, c=key.c", two)))
        .containsExactly(0, 2, 'a', 'b', 0, 0, 4, 0, 0, 1, 2, 0);
  }

  /** A server refuses an empty partition key, but not an empty part of one. */
  @Test
  void aPartOfAPartitionKeyMayBeEmpty() throws Exception {
    Plans.Compiled two =
        composite(
            "p=key.p, q=key.q",
            "p",
            TEXT,
            Kind.PARTITION_KEY,
            "q",
            TEXT,
            Kind.PARTITION_KEY,
            "a",
            TEXT,
            Kind.OTHER);
    Row row = two.row(Plans.record(Map.of("p", "", "q", "z"), Map.of("a", "x")));
    assertThat(row.values[0].remaining()).isZero();
  }
}
