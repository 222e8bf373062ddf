package io.cassink.datastax.support;

import com.codahale.metrics.MetricRegistry;
import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import com.datastax.oss.common.sink.state.InstanceState;
import com.datastax.oss.common.sink.state.LifeCycleManager;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** The state of a connector as its first task would leave it, but without a database. */
public final class SharedState {
  private SharedState() {}

  /**
   * Makes the engine find a state under the connector's name, so that its tasks start without
   * connecting. The state knows the topics of the settings but has no prepared statement.
   */
  public static void put(Map<String, String> settings, SessionStub session) {
    InstanceState state =
        new InstanceState(
            new CassandraSinkConfig(settings), session.session(), Map.of(), new MetricRegistry());
    states().put(settings.get("name"), state);
  }

  public static boolean isThere(String name) {
    return states().containsKey(name);
  }

  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, InstanceState> states() {
    try {
      var field = LifeCycleManager.class.getDeclaredField("INSTANCE_STATES");
      field.setAccessible(true);
      return (ConcurrentMap<String, InstanceState>) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
