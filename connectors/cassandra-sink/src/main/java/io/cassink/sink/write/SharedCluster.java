package io.cassink.sink.write;

import io.cassink.sink.config.ConnectionSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One session for all tasks of a connector in a worker; the last to leave closes it. Tasks of
 * another configuration have another one, so an update never goes on with the old session.
 */
public final class SharedCluster implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Map<Key, Shared> OPEN = new HashMap<>();

  /** The configuration holds secrets, so it is compared and never shown. */
  private record Key(String connector, Map<String, String> configuration) {
    @Override
    public String toString() {
      return connector;
    }
  }

  private static final class Shared {
    private final Cluster cluster;
    private int users;

    Shared(Cluster cluster) {
      this.cluster = cluster;
    }
  }

  private final Key key;
  private final Shared shared;
  private boolean closed;

  private SharedCluster(Key key, Shared shared) {
    this.key = key;
    this.shared = shared;
  }

  /**
   * Joins the session of the tasks of the same configuration, or opens it.
   *
   * @param configuration as the worker gave it
   */
  public static SharedCluster join(
      String connector, Map<String, String> configuration, ConnectionSettings settings)
      throws ClusterUnreachableException {
    synchronized (OPEN) {
      Key key = new Key(connector, Map.copyOf(configuration));
      Shared shared = OPEN.get(key);
      if (shared == null) {
        shared = new Shared(Cluster.connect(settings, "cassink " + connector, TIMEOUT));
        OPEN.put(key, shared);
      }
      shared.users++;
      return new SharedCluster(key, shared);
    }
  }

  public Cluster cluster() {
    return shared.cluster;
  }

  /** How many tasks share it. */
  public int users() {
    synchronized (OPEN) {
      return shared.users;
    }
  }

  @Override
  public void close() {
    boolean last;
    synchronized (OPEN) {
      last = !closed && --shared.users == 0;
      closed = true;
      if (last) {
        OPEN.remove(key);
      }
    }
    if (last) {
      shared.cluster.close();
    }
  }
}
