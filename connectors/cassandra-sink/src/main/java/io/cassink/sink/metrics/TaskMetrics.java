package io.cassink.sink.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All metrics of a task. Changed by the task's thread alone. Whoever counts keeps the object that
 * it counts in, so that no record needs a look-up.
 */
public final class TaskMetrics implements AutoCloseable {
  private final RequestMetrics requests;
  private final OffsetMetrics offsets;
  private final ReceiptMetrics receipts;
  private final Map<String, RecordCounts> topics = new HashMap<>();
  private final List<RecordCounts> records = new CopyOnWriteArrayList<>();
  private final List<RowCounts> rows = new CopyOnWriteArrayList<>();
  private final List<MeasureGroup> groups = new ArrayList<>();
  private final List<MetricExport> exports = new ArrayList<>();

  /**
   * @param highestLatency longer ones count as this one
   * @param nanoTime the clock that waiting dead letters and receipts are measured by
   */
  public TaskMetrics(Duration highestLatency, LongSupplier nanoTime) {
    this.offsets = new OffsetMetrics(nanoTime);
    this.receipts = new ReceiptMetrics(nanoTime);
    this.requests = new RequestMetrics(highestLatency);
    show(MeasureGroup.of("task-metrics", taskMeasures()));
    requests.groupsOfCauses().forEach(this::show);
  }

  /** Shows all groups in the export, those of now and those to come. */
  public void showIn(MetricExport export) {
    exports.add(export);
    groups.forEach(export::add);
  }

  public RequestMetrics requests() {
    return requests;
  }

  public OffsetMetrics offsets() {
    return offsets;
  }

  public ReceiptMetrics receipts() {
    return receipts;
  }

  /** The counts of a topic, by its name in Kafka, before any transform. */
  public RecordCounts topic(String topic) {
    return topics.computeIfAbsent(
        topic,
        name -> {
          RecordCounts counts = new RecordCounts();
          records.add(counts);
          show(MeasureGroup.of("topic-metrics", counts.measures(), "topic", name));
          return counts;
        });
  }

  /**
   * Shows what became of the rows of one topic in one table.
   *
   * @param topic by its name after all transforms
   * @param table {@code keyspace.table}
   */
  public void table(String topic, String table, RowCounts counts) {
    rows.add(counts);
    show(MeasureGroup.of("table-metrics", counts.measures(), "topic", topic, "table", table));
  }

  /** All groups that are shown so far. */
  List<MeasureGroup> groups() {
    return groups;
  }

  private void show(MeasureGroup group) {
    groups.add(group);
    exports.forEach(export -> export.add(group));
  }

  /** The sums over all topics and tables, and the measures of the task as a whole. */
  private List<Measure> taskMeasures() {
    List<Measure> measures = new ArrayList<>();
    measures.addAll(sums(new RecordCounts().measures(), records, RecordCounts::measures));
    measures.addAll(sums(new RowCounts().measures(), rows, RowCounts::measures));
    measures.addAll(requests.measures());
    measures.addAll(offsets.measures());
    measures.addAll(receipts.measures());
    return measures;
  }

  private static <T> List<Measure> sums(
      List<Measure> like, List<T> parts, Function<T, List<Measure>> measuresOf) {
    List<Measure> sums = new ArrayList<>();
    for (int i = 0; i < like.size(); i++) {
      int index = i;
      sums.add(
          new Measure(
              like.get(i).name(),
              like.get(i).unit(),
              like.get(i).meaning(),
              () ->
                  parts.stream()
                      .mapToLong(
                          part -> measuresOf.apply(part).get(index).value().get().longValue())
                      .sum()));
    }
    return sums;
  }

  @Override
  public void close() {
    exports.forEach(MetricExport::close);
  }
}
