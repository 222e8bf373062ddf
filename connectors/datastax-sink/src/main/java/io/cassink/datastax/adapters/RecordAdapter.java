package io.cassink.datastax.adapters;

import com.datastax.oss.common.sink.AbstractSinkRecord;
import com.datastax.oss.common.sink.AbstractSinkRecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/** A Connect record as the engine sees it. */
public final class RecordAdapter implements AbstractSinkRecord {
  private final SinkRecord record;

  public RecordAdapter(SinkRecord record) {
    this.record = record;
  }

  @Override
  public Iterable<AbstractSinkRecordHeader> headers() {
    List<AbstractSinkRecordHeader> headers = new ArrayList<>(record.headers().size());
    for (Header header : record.headers()) {
      headers.add(new HeaderAdapter(header));
    }
    return headers;
  }

  @Override
  public Object key() {
    return StructAdapter.adapt(record.key());
  }

  @Override
  public Object value() {
    return StructAdapter.adapt(record.value());
  }

  /** Milliseconds since the epoch, or null. */
  @Override
  public Long timestamp() {
    return record.timestamp();
  }

  /** The topic after all transforms: it chooses the mapping. */
  @Override
  public String topic() {
    return record.topic();
  }

  /** Where the record lies in Kafka, whatever a transform made of its topic. */
  public TopicPartition partition() {
    return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
  }

  /** The record's offset in {@link #partition()}. */
  public long offset() {
    return record.originalKafkaOffset();
  }

  /** {@code topic-partition@offset}; never the content, for logs outlive the data's protection. */
  @Override
  public String toString() {
    return partition() + "@" + offset();
  }
}
