package io.cassink.sink.rows;

import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.codec.FieldValues;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;

/** Turns a record into its rows, with their write times and times to live. */
public final class RecordRows {
  /**
   * Microseconds of a hundred years, which is longer than any topic's records span. So every write
   * of a raised generation wins over every write before it.
   */
  static final long GENERATION = 36_525L * 24 * 60 * 60 * 1_000_000;

  /** Milliseconds, in the year 5138. A later time must be microseconds sent as milliseconds. */
  static final long LATEST = 100_000_000_000_000L;

  private final long shift;
  private final boolean needsTime;

  /**
   * @param needsTime whether a record's own time decides its write time
   */
  public RecordRows(int generation, boolean needsTime) {
    this.shift = generation * GENERATION;
    this.needsTime = needsTime;
  }

  /**
   * What became of a record: a record that is bad for one of its tables is written to the others.
   *
   * @param plans of all tables
   * @param refusals why the record is bad for a table, by the table's index
   */
  public record Made(
      List<RowPlan> plans, List<Row> rows, Map<Integer, ConversionException> refusals) {
    /** Whether there is a row for each table. */
    public boolean isWhole() {
      return refusals.isEmpty();
    }

    /** The plans for which the record is bad. */
    public List<RowPlan> refusing() {
      return refusals.keySet().stream().map(plans::get).toList();
    }

    /**
     * @throws ConversionException naming each table for which the record is bad, with the column
     */
    public void throwRefusals() throws ConversionException {
      if (refusals.size() == 1) {
        throw refusals.values().iterator().next();
      }
      if (!refusals.isEmpty()) {
        throw new ConversionException(
            refusals.values().stream()
                .map(ConversionException::getMessage)
                .collect(Collectors.joining("; ")));
      }
    }
  }

  /**
   * The rows of the ticket's record. The order is told of the record even where it is bad, because
   * a replay counts it again.
   *
   * @param now milliseconds since 1970
   * @throws ConversionException where the record has no fields for any table
   */
  public Made of(Ticket ticket, TopicPlan topic, PartitionOrder order, long now)
      throws ConversionException {
    SinkRecord record = ticket.record();
    long time = timeOf(record);
    if (hasTime(time) || !needsTime) {
      order.begin(ticket.offset(), Math.max(0, time));
    }
    FieldValues fields = topic.reader().read(record);
    int tables = topic.tables().size();
    List<Row> rows = new ArrayList<>(tables);
    Map<Integer, ConversionException> refusals = Map.of();
    for (int table = 0; table < tables; table++) {
      RowPlan plan = topic.tables().get(table);
      try {
        rows.add(row(plan, fields, ticket, order, now));
      } catch (ConversionException e) {
        refusals = refusals.isEmpty() ? new TreeMap<>() : refusals;
        refusals.put(table, e.at(plan.settings().qualifiedName()));
      }
    }
    return new Made(topic.tables(), rows, refusals);
  }

  /**
   * Tries again the tables for which the record is bad, by other plans.
   *
   * @throws ConversionException where the record has no fields for any table
   */
  public Made complete(Made made, Ticket ticket, TopicPlan topic, PartitionOrder order, long now)
      throws ConversionException {
    FieldValues fields = topic.reader().read(ticket.record());
    List<Row> rows = new ArrayList<>(made.rows());
    Map<Integer, ConversionException> refusals = new TreeMap<>();
    for (int table : made.refusals().keySet()) {
      RowPlan plan = topic.tables().get(table);
      try {
        rows.add(row(plan, fields, ticket, order, now));
      } catch (ConversionException e) {
        refusals.put(table, e.at(plan.settings().qualifiedName()));
      }
    }
    return new Made(topic.tables(), rows, refusals);
  }

  private Row row(RowPlan plan, FieldValues fields, Ticket ticket, PartitionOrder order, long now)
      throws ConversionException {
    Timed timed = timed(plan, fields, ticket.record(), now);
    return row(plan, timed, writeTime(plan, timed, order), ticket);
  }

  /**
   * The row of a record for a table that has changed since its row was made, with that row's write
   * time.
   *
   * @throws ConversionException naming the table and column
   */
  Row again(Row row, TopicPlan topic, long now) throws ConversionException {
    RowPlan plan =
        topic.tables().stream()
            .filter(candidate -> candidate.settings() == row.plan.settings())
            .findFirst()
            .orElseThrow();
    try {
      SinkRecord record = row.ticket.record();
      Timed timed = timed(plan, topic.reader().read(record), record, now);
      return row(plan, timed, row.writeTime, row.ticket);
    } catch (ConversionException e) {
      throw e.at(plan.settings().qualifiedName());
    }
  }

  /**
   * @param mapped the write time that the record sets, or null
   * @param seconds to live; negative for none
   * @param expires milliseconds since 1970, or negative
   * @param isExpired whether that is over
   */
  private record Timed(
      RowPlan.Content content,
      long partitionHash,
      long hash,
      Long mapped,
      long seconds,
      long expires,
      boolean isExpired) {}

  private Timed timed(RowPlan plan, FieldValues fields, SinkRecord record, long now)
      throws ConversionException {
    long time = timeOf(record);
    RowPlan.Content content = plan.content(fields, record);
    Long mapped = plan.mappedWriteTime(fields);
    if (mapped == null && needsTime && !hasTime(time)) {
      throw new ConversionException(noTime(time));
    }
    boolean canEnd = content.kind() == StatementKind.INSERT;
    long seconds = canEnd ? plan.timeToLive(fields) : -1;
    long expires = -1;
    boolean isExpired = false;
    if (seconds > 0) {
      expires = (hasTime(time) ? time : now) + 1_000 * seconds;
      seconds -= Math.floorDiv(now - (hasTime(time) ? time : now), 1_000L);
      isExpired = seconds <= 0;
      if (isExpired) {
        content = plan.expired(content.values());
        seconds = content.kind() == StatementKind.DELETE ? -1 : 1;
      }
    }
    long partitionHash = plan.partitionHash(content.values());
    long hash = plan.rowHash(partitionHash, content.values());
    return new Timed(content, partitionHash, hash, mapped, seconds, expires, isExpired);
  }

  /**
   * To the order, all rows of a partition with static columns are one row: they share the static
   * cells, which the latest of them is to set.
   */
  private long writeTime(RowPlan plan, Timed timed, PartitionOrder order) {
    long counted = plan.hasStatics() ? timed.partitionHash() : timed.hash();
    long time =
        timed.mapped() != null
            ? timed.mapped()
            : switch (plan.writeTimeNeed()) {
              case NONE -> 0;
              case RISING -> order.writeTimeWithoutHold(counted);
              case REPEATABLE -> order.writeTime(counted);
            };
    return time + shift;
  }

  private static Row row(RowPlan plan, Timed timed, long writeTime, Ticket ticket) {
    return new Row(
        plan,
        timed.content().kind(),
        timed.content().values(),
        timed.partitionHash(),
        timed.hash(),
        writeTime,
        (int) Math.min(timed.seconds(), TableSettings.LONGEST_TTL),
        timed.expires(),
        timed.isExpired(),
        ticket);
  }

  private static boolean hasTime(long time) {
    return time >= 0 && time < LATEST;
  }

  private static long timeOf(SinkRecord record) {
    return record.timestamp() == null ? -1 : record.timestamp();
  }

  private static String noTime(long time) {
    return time < 0
        ? "the record has no time; map __timestamp or use order=log"
        : "the record's time is beyond the year 5000: microseconds instead of milliseconds?";
  }
}
