package io.cassink.transforms;

import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A key or value that has fields: a Struct, or a Map from a converter without schemas. */
final class Container {
  private Container() {}

  /**
   * Makes sure that fields can be looked up.
   *
   * @param task what cannot be done otherwise, to begin the message with
   * @throws DataException if {@code root} is neither Struct nor Map; names topic, partition, offset
   */
  static void require(Object root, ConnectRecord<?> record, String task) {
    if (!(root instanceof Struct) && !(root instanceof Map)) {
      throw new DataException(
          task
              + " in "
              + position(record)
              + ": found "
              + root.getClass().getSimpleName()
              + ", neither Struct nor Map. Set a converter that reads fields, such as"
              + " org.apache.kafka.connect.json.JsonConverter");
    }
  }

  private static String position(ConnectRecord<?> record) {
    String partition = record.topic() + "-" + record.kafkaPartition();
    return record instanceof SinkRecord sinkRecord
        ? partition + "@" + sinkRecord.kafkaOffset()
        : partition;
  }
}
