package io.cassink.sink.receipts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** One message for the whole of a batch: {@code receipts.mode=range}. */
final class RangeMessages implements Messages {
  private static final JsonFactory JSON = new JsonFactory();

  private final String topic;
  private final String configHash;

  RangeMessages(String topic, String configHash) {
    this.topic = topic;
    this.configHash = configHash;
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> of(Batch batch, long from, List<Account> accounts) {
    Counts all = Counts.NONE;
    long maxTimestamp = -1;
    for (Account account : accounts) {
      all = all.plus(account.counts);
      maxTimestamp = Math.max(maxTimestamp, account.timestamp());
    }
    Counts counts = all;
    long latest = maxTimestamp;
    byte[] key = object(json -> origin(batch.partition, json));
    byte[] value =
        object(
            json -> {
              origin(batch.partition, json);
              json.writeNumberField("from", from);
              json.writeNumberField("to", batch.to());
              json.writeNumberField("written", counts.written());
              json.writeNumberField("deleted", counts.deleted());
              json.writeNumberField("superseded", counts.superseded());
              json.writeNumberField("refused", counts.refused());
              json.writeNumberField("deadLettered", counts.deadLettered());
              if (latest < 0) {
                json.writeNullField("maxTimestamp");
              } else {
                json.writeNumberField("maxTimestamp", latest);
              }
              json.writeStringField("configHash", configHash);
            });
    return List.of(new ProducerRecord<>(topic, key, value));
  }

  private static void origin(TopicPartition partition, JsonGenerator json) throws IOException {
    json.writeStringField("topic", partition.topic());
    json.writeNumberField("partition", partition.partition());
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
    return bytes.toByteArray();
  }
}
