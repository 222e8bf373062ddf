package io.cassink.sink.simulate.worker;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.SetType;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.RecordSpec.Fault;
import io.cassink.sink.simulate.generate.Scenario;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/** Writes records as converters would hand them to a task: as JSON texts, or as maps. */
final class SinkRecords {
  private SinkRecords() {}

  static SinkRecord of(Scenario scenario, RecordSpec record) {
    Map<String, Object> key = new LinkedHashMap<>();
    List<Column> columns = scenario.tables().get(0).keys();
    for (int i = 0; i < columns.size(); i++) {
      boolean missing = record.fault() == Fault.NO_KEY && i == 0;
      key.put(
          columns.get(i).name(),
          missing ? null : spelled(columns.get(i), record.key().get(i), record.spelling()));
    }
    Map<String, Object> value = record.deletes() ? null : value(scenario, record);
    return new SinkRecord(
        Scenario.TOPIC,
        record.partition(),
        null,
        scenario.jsonText() ? json(key) : key,
        null,
        value == null ? null : scenario.jsonText() ? json(value) : value,
        record.offset(),
        record.millis() < 0 ? null : record.millis(),
        TimestampType.CREATE_TIME);
  }

  private static Map<String, Object> value(Scenario scenario, RecordSpec record) {
    Map<String, Object> value = new LinkedHashMap<>();
    record
        .values()
        .forEach((name, said) -> value.put(name, said == RecordSpec.NULL ? null : plain(said)));
    if (record.writeTime() != null) {
      value.put("time", record.writeTime());
    }
    if (scenario.padding() > 0) {
      value.put("padding", "x".repeat(scenario.padding()));
    }
    if (record.timeToLive() != null) {
      value.put("ttl", record.timeToLive());
    }
    return value;
  }

  /** The same value of a key, written in one of several ways. */
  private static Object spelled(Column column, Object value, int spelling) {
    DataType type = column.type();
    if (type.equals(DataTypes.DECIMAL)) {
      return ((BigDecimal) value).setScale(spelling).toPlainString();
    }
    if (type instanceof SetType) {
      List<Object> elements = new ArrayList<>((Collection<?>) value);
      elements.sort((left, right) -> ((Integer) left).compareTo((Integer) right));
      if (spelling % 2 == 1) {
        Collections.reverse(elements);
      }
      return elements;
    }
    return spelling == 3 ? value.toString() : value;
  }

  private static Object plain(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Collection<?> elements) {
      return new ArrayList<>(elements);
    }
    return value;
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> "\"" + entry.getKey() + "\":" + json(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> elements) {
      return elements.stream().map(SinkRecords::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
  }
}
