package io.cassink.datastax.support;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Remembers the offsets that a task rewinds to, and lets it ask for nothing else. */
public final class RecordingContext {
  private final Map<TopicPartition, Long> rewinds = new HashMap<>();

  public Map<TopicPartition, Long> rewinds() {
    return rewinds;
  }

  public SinkTaskContext context() {
    return (SinkTaskContext)
        Proxy.newProxyInstance(
            RecordingContext.class.getClassLoader(),
            new Class<?>[] {SinkTaskContext.class},
            (proxy, method, arguments) -> {
              if (!"offset".equals(method.getName()) || arguments.length != 2) {
                throw new UnsupportedOperationException(method.toString());
              }
              rewinds.put((TopicPartition) arguments[0], (Long) arguments[1]);
              return null;
            });
  }
}
