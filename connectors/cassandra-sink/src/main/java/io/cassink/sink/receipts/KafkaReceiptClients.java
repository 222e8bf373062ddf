package io.cassink.sink.receipts;

import io.cassink.sink.config.ReceiptSettings;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's own client library, with settings that receipts depend on. */
public final class KafkaReceiptClients implements ReceiptClients {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaReceiptClients.class);
  private static final String NAME = "cassink-receipts";

  /** Milliseconds: what Kafka's producer has by default. */
  private static final long LINGER = 5;

  private static final long REQUEST_TIMEOUT = 30_000;

  private static final int DESCRIBE_TIMEOUT = 5_000;

  /**
   * Bytes, eight times what Kafka's producer has by default: at full speed a batch fills within the
   * linger time, and each request costs the worker and the brokers the same however much it has.
   */
  private static final int BATCH_SIZE = 128 << 10;

  private final ReceiptSettings settings;
  private final String connector;
  private final String task;
  private final int deadline;

  /**
   * @param deadline how long a client waits for its brokers
   */
  public KafkaReceiptClients(
      ReceiptSettings settings, String connector, String task, Duration deadline) {
    this.settings = settings;
    this.connector = connector;
    this.task = task;
    this.deadline = (int) Math.min(deadline.toMillis(), Integer.MAX_VALUE);
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    return producer(producerConfig());
  }

  @Override
  public Producer<byte[], byte[]> transactional(TopicPartition partition) {
    Map<String, Object> config = producerConfig();
    config.merge(ProducerConfig.CLIENT_ID_CONFIG, "-" + partition, (id, of) -> id + "" + of);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NAME + "." + connector + "." + partition);
    return producer(config);
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    return made(
        () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** What Kafka says of a login that it cannot read shows parts of it, so its cause is left out. */
  private static <T> T made(Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (String.valueOf(cause.getMessage()).contains("JAAS")) {
          throw new KafkaException(
              ReceiptSettings.PRODUCER_PREFIX
                  + SaslConfigs.SASL_JAAS_CONFIG
                  + " is not of the form: MODULE required NAME=\"VALUE\";");
        }
      }
      throw e;
    }
  }

  Map<String, Object> producerConfig() {
    Map<String, Object> config = common();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) deadline);
    long linger = number(config, ProducerConfig.LINGER_MS_CONFIG, LINGER);
    long request = number(config, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT);
    config.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_SIZE);
    // A producer takes no deadline below what one request may take.
    config.putIfAbsent(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) Math.min(Integer.MAX_VALUE, Math.max(deadline, linger + request)));
    return config;
  }

  private static long number(Map<String, Object> config, String key, long byDefault) {
    Object given = config.get(key);
    return given == null ? byDefault : Long.parseLong(given.toString().strip());
  }

  private Map<String, Object> common() {
    Map<String, Object> config = new HashMap<>();
    settings.client().forEach((key, value) -> config.put(key, value.value()));
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, NAME + "-" + connector + "-" + task);
    return config;
  }

  @Override
  public String group() {
    return NAME + "." + connector;
  }

  @Override
  public long progress(TopicPartition partition) {
    try (Admin admin = admin()) {
      return Progress.of(
          partition,
          group(),
          Duration.ofMillis(deadline),
          () -> committed(admin, partition),
          KafkaReceiptClients::pause);
    }
  }

  private Admin admin() {
    Map<String, Object> config = common();
    config.keySet().retainAll(AdminClientConfig.configNames());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.max(deadline, 60_000));
    return made(() -> Admin.create(config));
  }

  @Override
  public OptionalInt partitions(String topic) {
    try (Admin admin = admin()) {
      int partitions =
          admin
              .describeTopics(
                  List.of(topic), new DescribeTopicsOptions().timeoutMs(DESCRIBE_TIMEOUT))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .size();
      return OptionalInt.of(partitions);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      LOG.debug("how many partitions {} has is not known", topic, e);
      return OptionalInt.empty();
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, TopicPartition partition) {
    try {
      return admin
          .listConsumerGroupOffsets(
              Map.of(
                  group(), new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
              new ListConsumerGroupOffsetsOptions().requireStable(true))
          .partitionsToOffsetAndMetadata(group())
          .get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new KafkaException(e.getCause());
    }
  }

  private static void pause(Duration time) {
    try {
      Timing.SYSTEM.poll(new LinkedBlockingQueue<>(), time.toNanos());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
