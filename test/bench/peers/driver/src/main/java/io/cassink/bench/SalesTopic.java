package io.cassink.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A whole topic of item sales, read into memory. */
final class SalesTopic {
  private SalesTopic() {}

  static List<Sale> read(String broker, String topic) throws IOException {
    Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    ObjectMapper json = new ObjectMapper();
    List<Sale> sales = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          sales.add(sale(json.readTree(record.value()), record.timestamp() * 1000));
        }
      }
    }
    return sales;
  }

  private static Sale sale(JsonNode event, long writeTime) {
    return new Sale(
        event.get("item_id").asText(),
        event.get("item_name").asText(),
        event.get("item_sold").asText(),
        event.get("store_id").asText(),
        event.get("timestamp_ms").asLong(),
        writeTime);
  }
}
