package io.cassink.sink.receipts;

import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowJson;
import io.cassink.sink.rows.RowPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A message for each row that is written: {@code receipts.mode=record}. Used by one thread. Headers
 * that many messages have are made once.
 */
final class RecordMessages implements Messages {
  private final String topic;

  /** As many as tables, and more after a table has changed. */
  private final Map<RowPlan, Table> tables = new IdentityHashMap<>();

  private final Map<Row.Outcome, Header> kinds = new EnumMap<>(Row.Outcome.class);

  private record Utf8Header(String key, byte[] value) implements Header {
    Utf8Header(String key, String value) {
      this(key, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What rows of one plan have in common. */
  private record Table(RowJson json, Header name) {
    Table(RowPlan plan) {
      this(new RowJson(plan), new Utf8Header("cassink.table", plan.settings().qualifiedName()));
    }
  }

  /** What records of one partition have in common. */
  private record Origin(Header topic, Header partition) {
    Origin(TopicPartition of) {
      this(
          new Utf8Header("cassink.topic", of.topic()),
          new Utf8Header("cassink.partition", Integer.toString(of.partition())));
    }
  }

  RecordMessages(String topic) {
    this.topic = topic;
    for (Row.Outcome outcome : Row.Outcome.values()) {
      kinds.put(outcome, new Utf8Header("cassink.kind", outcome.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> of(Batch batch, long from, List<Account> accounts) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(accounts.size());
    Origin origin = new Origin(batch.partition);
    for (Account account : accounts) {
      for (Row row : account.rows) {
        if (row.outcome() != null) {
          messages.add(message(origin, account, row));
        }
      }
    }
    return messages;
  }

  private ProducerRecord<byte[], byte[]> message(Origin origin, Account account, Row row) {
    Row sent = row.asSent();
    Table table = tables.computeIfAbsent(sent.plan, Table::new);
    RowJson.Text text = table.json.of(sent);
    Long timestamp = account.timestamp() < 0 ? null : account.timestamp();
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, null, timestamp, text.key(), text.value());
    Headers headers = message.headers();
    headers.add(table.name);
    headers.add(origin.topic);
    headers.add(origin.partition);
    headers.add(new Utf8Header("cassink.offset", Long.toString(account.offset)));
    headers.add(kinds.get(row.outcome()));
    if (sent.plan.takesWriteTime()) {
      headers.add(new Utf8Header("cassink.write.time", Long.toString(sent.writeTime)));
    }
    if (row.expires >= 0) {
      headers.add(new Utf8Header("cassink.expires", Long.toString(row.expires)));
    }
    return message;
  }
}
