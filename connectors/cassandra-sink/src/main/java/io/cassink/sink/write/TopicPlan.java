package io.cassink.sink.write;

import io.cassink.sink.codec.RecordReader;
import java.util.List;

/** How the records of a topic become rows. */
record TopicPlan(RecordReader reader, List<RowPlan> tables) {
  TopicPlan {
    tables = List.copyOf(tables);
  }
}
