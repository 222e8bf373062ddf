package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.listOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.mapOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.setOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static final UserDefinedType UDT =
      new UserDefinedTypeBuilder("ks", "u").withField("a", INT).withField("b", TEXT).build();

  @Test
  void whatIsNotFrozenHasACellForEachElement() {
    assertThat(Cells.areSeveral(TEXT)).isFalse();
    assertThat(Cells.areSeveral(listOf(INT, false))).isTrue();
    assertThat(Cells.areSeveral(listOf(INT, true))).isFalse();
    assertThat(Cells.areSeveral(setOf(INT, false))).isTrue();
    assertThat(Cells.areSeveral(setOf(INT, true))).isFalse();
    assertThat(Cells.areSeveral(mapOf(INT, INT, false))).isTrue();
    assertThat(Cells.areSeveral(mapOf(INT, INT, true))).isFalse();
    assertThat(Cells.areSeveral(UDT.copy(false))).isTrue();
    assertThat(Cells.areSeveral(UDT.copy(true))).isFalse();
  }

  @Test
  void aCollectionSaysItsCellsAndATypeOfFieldsHasOneForEach() {
    ByteBuffer three = ByteBuffer.allocate(8).putInt(4, 3).position(4);
    assertThat(Cells.count(listOf(INT, false), three)).isEqualTo(3);
    assertThat(Cells.count(UDT, three)).isEqualTo(2);
  }
}
