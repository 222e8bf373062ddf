package io.cassink.datastax.support;

import com.datastax.oss.driver.api.core.CqlSession;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A session that never connected: it has a context, no metrics, and counts how often it closes. */
public final class SessionStub {
  private final AtomicInteger closed = new AtomicInteger();

  public int closed() {
    return closed.get();
  }

  public CqlSession session() {
    return (CqlSession)
        Proxy.newProxyInstance(
            SessionStub.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getContext" -> DriverContextStub.with(Engine.REGISTRY);
                  case "getMetrics" -> Optional.empty();
                  case "close" -> {
                    closed.incrementAndGet();
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }
}
