package io.cassink.sink.rows;

import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.metrics.TaskMetrics;
import java.util.List;

/** How the records of a topic become rows. */
public record TopicPlan(RecordReader reader, List<RowPlan> tables) {
  public TopicPlan {
    tables = List.copyOf(tables);
  }

  public void showIn(TaskMetrics metrics, String topic) {
    for (RowPlan plan : tables) {
      metrics.table(topic, plan.settings().qualifiedName(), plan.counts());
    }
  }
}
