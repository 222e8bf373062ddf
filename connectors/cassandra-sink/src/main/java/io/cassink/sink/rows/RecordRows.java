package io.cassink.sink.rows;

import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.codec.FieldValues;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.order.PartitionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes of a record its rows, with their write times and times to live. */
public final class RecordRows {
  /**
   * A hundred years: longer than any log lasts, for a replay must win over all that was written,
   * even where an earlier record wins over what a later one once set.
   */
  static final long GENERATION = 36_525L * 24 * 60 * 60 * 1_000_000;

  /** Later times are microseconds that were sent as milliseconds. */
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
   * The record's rows. The record is told to the order even where it is bad: a replay must count it
   * again.
   *
   * @throws ConversionException naming the table and column
   */
  public List<Row> of(
      SinkRecord record, long offset, TopicPlan topic, PartitionOrder order, long now)
      throws ConversionException {
    long time = timeOf(record);
    boolean hasTime = time >= 0 && time < LATEST;
    if (hasTime || !needsTime) {
      order.begin(offset, Math.max(0, time));
    }
    FieldValues values = topic.reader().read(record);
    List<Row> rows = new ArrayList<>(topic.tables().size());
    for (RowPlan plan : topic.tables()) {
      try {
        Row row = plan.row(values, record.value() == null);
        Long mapped = plan.mappedWriteTime(values);
        if (mapped == null && needsTime && !hasTime) {
          throw new ConversionException(noTime(time));
        }
        long seconds = row.kind == StatementKind.INSERT ? plan.timeToLive(values) : -1;
        rows.add(finished(row, mapped, seconds, hasTime ? time : now, order, now));
      } catch (ConversionException e) {
        throw e.at(plan.settings().qualifiedName());
      }
    }
    return rows;
  }

  private Row finished(
      Row row, Long mapped, long seconds, long time, PartitionOrder order, long now)
      throws ConversionException {
    Row result = row;
    if (seconds > 0) {
      long left = seconds - Math.floorDiv(now - time, 1_000L);
      if (left <= 0) {
        result = row.plan.expired(row, coversTable.test(row.plan));
      } else {
        row.timeToLive = (int) Math.min(left, TableSettings.LONGEST_TTL);
      }
    } else {
      row.timeToLive = (int) seconds;
    }
    if (result.kind == StatementKind.DELETE && !coversTable.test(row.plan)) {
      throw new ConversionException(
          "the table has got columns that the mapping has not, so this record cannot delete its"
              + " row; map them, or set deletesEnabled=false");
    }
    result.writeTime = (mapped == null ? order.writeTime(row.tieHash()) : mapped) + shift;
    return result;
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
