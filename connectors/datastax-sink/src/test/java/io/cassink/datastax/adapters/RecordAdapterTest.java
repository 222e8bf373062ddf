package io.cassink.datastax.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.common.sink.AbstractSchema;
import com.datastax.oss.common.sink.AbstractSinkRecordHeader;
import com.datastax.oss.common.sink.AbstractStruct;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordAdapterTest {
  private static SinkRecord record(Object key, Object value) {
    return new SinkRecord(
        "item_sales",
        2,
        null,
        key,
        null,
        value,
        41L,
        153000987L,
        TimestampType.CREATE_TIME,
        new ConnectHeaders().addInt("ttl", 1000000).add("bare", new SchemaAndValue(null, "text")));
  }

  @Test
  void passesPlainPartsOn() {
    Map<String, Object> value = Map.of("item_id", "plates-235");
    RecordAdapter adapter = new RecordAdapter(record("plates-235", value));
    assertThat(adapter.topic()).isEqualTo("item_sales");
    assertThat(adapter.timestamp()).isEqualTo(153000987L);
    assertThat(adapter.key()).isEqualTo("plates-235");
    assertThat(adapter.value()).isSameAs(value);
    assertThat(adapter.partition()).isEqualTo(new TopicPartition("item_sales", 2));
    assertThat(adapter.offset()).isEqualTo(41);
  }

  @Test
  void passesNullsOn() {
    SinkRecord bare = new SinkRecord("item_sales", 2, null, null, null, null, 41L);
    RecordAdapter adapter = new RecordAdapter(bare);
    assertThat(adapter.key()).isNull();
    assertThat(adapter.value()).isNull();
    assertThat(adapter.timestamp()).isNull();
    assertThat(adapter.headers()).isEmpty();
  }

  @Test
  void adaptsStructsOfKeyAndValue() {
    Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    Struct struct = new Struct(schema).put("id", 7L);
    RecordAdapter adapter = new RecordAdapter(record(struct, struct));
    assertThat(((AbstractStruct) adapter.key()).get("id")).isEqualTo(7L);
    assertThat(((AbstractStruct) adapter.value()).get("id")).isEqualTo(7L);
  }

  @Test
  void adaptsHeaders() {
    List<AbstractSinkRecordHeader> headers =
        List.copyOf((List<AbstractSinkRecordHeader>) new RecordAdapter(record(1, 1)).headers());
    AbstractSinkRecordHeader ttl = headers.get(0);
    assertThat(ttl.key()).isEqualTo("ttl");
    assertThat(ttl.value()).isEqualTo(1000000);
    assertThat(ttl.schema().type()).isEqualTo(AbstractSchema.Type.INT32);
    AbstractSinkRecordHeader bare = headers.get(1);
    assertThat(bare.value()).isEqualTo("text");
    assertThatThrownBy(bare::schema)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header bare has no schema");
  }

  @Test
  void itsTextSaysWhereAndNeverWhat() {
    assertThat(new RecordAdapter(record("key", "content"))).hasToString("item_sales-2@41");
  }
}
