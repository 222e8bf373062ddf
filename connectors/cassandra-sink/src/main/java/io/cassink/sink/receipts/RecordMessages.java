package io.cassink.sink.receipts;

import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowJson;
import io.cassink.sink.rows.RowPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/** A message for each row that is written: {@code receipts.mode=record}. */
final class RecordMessages implements Messages {
  private final String topic;

  /** As many as tables, and more after a table has changed. */
  private final Map<RowPlan, RowJson> texts = new IdentityHashMap<>();

  RecordMessages(String topic) {
    this.topic = topic;
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> of(Batch batch, long from, List<Account> accounts) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(accounts.size());
    for (Account account : accounts) {
      for (Row row : account.rows) {
        if (row.outcome() != null) {
          messages.add(message(batch.partition, account, row));
        }
      }
    }
    return messages;
  }

  private ProducerRecord<byte[], byte[]> message(TopicPartition origin, Account account, Row row) {
    Row sent = row.asSent();
    RowJson text = texts.computeIfAbsent(sent.plan, RowJson::new);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic,
            null,
            account.timestamp < 0 ? null : account.timestamp,
            text.key(sent),
            text.value(sent));
    Headers headers = message.headers();
    headers.add("cassink.table", utf8(sent.plan.settings().qualifiedName()));
    headers.add("cassink.topic", utf8(origin.topic()));
    headers.add("cassink.partition", utf8(Integer.toString(origin.partition())));
    headers.add("cassink.offset", utf8(Long.toString(account.offset)));
    headers.add("cassink.kind", utf8(row.outcome().name().toLowerCase(Locale.ROOT)));
    if (sent.plan.takesWriteTime()) {
      headers.add("cassink.write.time", utf8(Long.toString(sent.writeTime)));
    }
    if (row.expires >= 0) {
      headers.add("cassink.expires", utf8(Long.toString(row.expires)));
    }
    return message;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
