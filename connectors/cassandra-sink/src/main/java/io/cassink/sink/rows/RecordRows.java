package io.cassink.sink.rows;

import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.codec.FieldValues;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.Ticket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
  private final Predicate<RowPlan> coversTable;

  /**
   * @param needsTime whether a record's own time decides its write time
   * @param coversTable whether a table has no other columns than those of a plan
   */
  public RecordRows(int generation, boolean needsTime, Predicate<RowPlan> coversTable) {
    this.shift = generation * GENERATION;
    this.needsTime = needsTime;
    this.coversTable = coversTable;
  }

  /**
   * The rows of the ticket's record. The order is told of the record even where it is bad, because
   * a replay counts it again.
   *
   * @param now milliseconds since 1970
   * @throws ConversionException naming the table and column
   */
  public List<Row> of(Ticket ticket, TopicPlan topic, PartitionOrder order, long now)
      throws ConversionException {
    SinkRecord record = ticket.record();
    long time = timeOf(record);
    boolean hasTime = time >= 0 && time < LATEST;
    if (hasTime || !needsTime) {
      order.begin(ticket.offset(), Math.max(0, time));
    }
    FieldValues fields = topic.reader().read(record);
    List<Row> rows = new ArrayList<>(topic.tables().size());
    for (RowPlan plan : topic.tables()) {
      try {
        ByteBuffer[] values = plan.values(fields, record.value() == null);
        Long mapped = plan.mappedWriteTime(fields);
        if (mapped == null && needsTime && !hasTime) {
          throw new ConversionException(noTime(time));
        }
        boolean canEnd = plan.kindOf(values) == StatementKind.INSERT;
        long seconds = canEnd ? plan.timeToLive(fields) : -1;
        if (seconds > 0) {
          seconds -= Math.floorDiv(now - (hasTime ? time : now), 1_000L);
          if (seconds <= 0) {
            values = plan.expired(values, coversTable.test(plan));
            seconds = plan.kindOf(values) == StatementKind.DELETE ? -1 : 1;
          }
        }
        if (plan.kindOf(values) == StatementKind.DELETE && !coversTable.test(plan)) {
          throw new ConversionException(
              "the table has got columns that the mapping has not, so this record cannot delete its"
                  + " row; map them, or set deletesEnabled=false");
        }
        rows.add(row(plan, values, mapped, seconds, ticket, order));
      } catch (ConversionException e) {
        throw e.at(plan.settings().qualifiedName());
      }
    }
    return rows;
  }

  /**
   * To the order, all rows of a partition with static columns are one row: they share the static
   * cells, which the latest of them is to set.
   */
  private Row row(
      RowPlan plan,
      ByteBuffer[] values,
      Long mapped,
      long seconds,
      Ticket ticket,
      PartitionOrder order) {
    long partition = plan.partitionHash(values);
    long hash = plan.rowHash(partition, values);
    long counted = plan.hasStatics() ? partition : hash;
    long time =
        mapped != null
            ? mapped
            : switch (plan.writeTimeNeed()) {
              case NONE -> 0;
              case RISING -> order.writeTimeWithoutHold(counted);
              case REPEATABLE -> order.writeTime(counted);
            };
    int timeToLive = (int) Math.min(seconds, TableSettings.LONGEST_TTL);
    return new Row(plan, values, partition, hash, time + shift, timeToLive, ticket);
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
