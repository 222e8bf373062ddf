package io.cassink.sink.rows;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;

/** The plans of all topics, for the tables as they are. */
public interface TopicPlans {
  /** Null where no table is known for the topic. */
  TopicPlan of(String topic);

  Set<String> topics();

  /**
   * Asked before a record counts as bad: servers may have changed a table a moment ago. Asks them
   * unless they were asked after {@code since}.
   *
   * @param since nanoseconds of the task's clock
   * @return whether there are other plans now
   */
  boolean haveChanged(long since);

  /**
   * Why a record that does not fit the plan is not to blame: it fits the table as it was before it
   * changed. Null where it is.
   */
  String changeThatRefuses(RowPlan plan, SinkRecord record);

  /** Plans of tables that do not change. */
  static TopicPlans fixed(Map<String, TopicPlan> plans) {
    return new TopicPlans() {
      @Override
      public TopicPlan of(String topic) {
        return plans.get(topic);
      }

      @Override
      public Set<String> topics() {
        return plans.keySet();
      }

      @Override
      public boolean haveChanged(long since) {
        return false;
      }

      @Override
      public String changeThatRefuses(RowPlan plan, SinkRecord record) {
        return null;
      }
    };
  }
}
