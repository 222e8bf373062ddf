package io.cassink.sink.codec;

import static com.datastax.oss.driver.api.core.type.DataTypes.DECIMAL;
import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.UUID;
import static com.datastax.oss.driver.api.core.type.DataTypes.frozenListOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.tupleOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerOrderTest {
  private static ByteBuffer bytes(DataType type, Object value) throws Exception {
    return new ColumnCodecs(ConversionSettings.defaults(), true).of(type).encode(value, true);
  }

  private static int compare(DataType type, Object left, Object right) throws Exception {
    return ServerOrder.of(type).compare(bytes(type, left), bytes(type, right));
  }

  private static void assertRises(DataType type, Object... values) throws Exception {
    for (int i = 1; i < values.length; i++) {
      assertThat(compare(type, values[i - 1], values[i])).as("%s", values[i]).isNegative();
      assertThat(compare(type, values[i], values[i - 1])).as("%s", values[i]).isPositive();
    }
  }

  @Test
  void numbersAreOrderedByValueAndTextsByBytes() throws Exception {
    assertRises(INT, -2, -1, 0, 256);
    assertRises(DECIMAL, "-10", "-9.5", "0.00", "1e-3", "10");
    assertThat(compare(DECIMAL, "1.0", "1.00")).isZero();
    assertRises(TEXT, "", "B", "a", "aa", "\u00e9", "\uffee", "\ud83d\ude00");
  }

  @Test
  void uuidsAreOrderedByVersionAndThoseOfTimesByTime() throws Exception {
    assertRises(
        UUID,
        "f0000000-0000-1001-8000-000000000000",
        "00000000-0000-1002-8000-000000000000",
        "00000000-0000-4000-8000-000000000000",
        "f0000000-0000-4000-8000-000000000000");
  }

  @Test
  void partsDecideInTheirOrderAndNullsComeFirst() throws Exception {
    assertRises(frozenListOf(INT), List.of(), List.of(1), List.of(1, 0), List.of(2));
    DataType tuple = tupleOf(INT, DECIMAL);
    assertRises(tuple, Arrays.asList(null, 5), Arrays.asList(1, null), Arrays.asList(1, 0));
    assertRises(vectorOf(TEXT, 2), List.of("a", "b"), List.of("a", "c"), List.of("b", "a"));
    assertThat(compare(tuple, Arrays.asList(1, "2.0"), Arrays.asList(1, "2.00"))).isZero();
  }

  /** A type that has got a field since: its older values are shorter. */
  @Test
  void aFieldThatIsNotThereIsANull() throws Exception {
    DataType tuple = tupleOf(INT, INT);
    ByteBuffer whole = bytes(tuple, Arrays.asList(7, null));
    ByteBuffer older = bytes(tupleOf(INT), List.of(7));
    assertThat(older.remaining()).isLessThan(whole.remaining());
    assertThat(ServerOrder.of(tuple).compare(older, whole)).isZero();
    assertThat(ClusteringForm.of(tuple).apply(older))
        .isEqualTo(ClusteringForm.of(tuple).apply(whole));
  }

  @Test
  void longPartsOfVectorsAreReadAsTheyAreWritten() throws Exception {
    for (int length : List.of(0, 127, 128, 16_383, 16_384, 2_097_152)) {
      String text = "x".repeat(length);
      ByteBuffer vector = bytes(vectorOf(TEXT, 2), List.of(text, "y"));
      assertThat(Parts.ofVector(vectorOf(TEXT, 2), vector).get(1)).isEqualTo(bytes(TEXT, "y"));
    }
  }
}
