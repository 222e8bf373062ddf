package io.cassink.sink.cluster;

import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One session for all tasks of a connector in a worker; the last task to leave closes it. Tasks of
 * a changed configuration have a new session.
 */
public final class SharedCluster implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Map<Key, Shared> OPEN = new HashMap<>();

  /** The configuration holds secrets, so it is compared but never printed. */
  private record Key(String connector, Map<String, String> configuration) {
    @Override
    public String toString() {
      return connector;
    }
  }

  private static final class Shared {
    private Cluster cluster;
    private int users;

    /**
     * Tasks of the same configuration wait for the first one to connect; other connectors do not.
     */
    synchronized Cluster connected(ConnectionSettings settings, String name)
        throws ClusterUnreachableException, SetupException {
      if (cluster == null) {
        cluster = Cluster.connect(settings, name, TIMEOUT);
      }
      cluster.checkDatacenter(settings);
      return cluster;
    }

    synchronized void close() {
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  private final Key key;
  private final Shared shared;
  private boolean closed;

  private Cluster cluster;

  private SharedCluster(Key key, Shared shared) {
    this.key = key;
    this.shared = shared;
  }

  /**
   * Joins the session of the tasks of the same configuration, or opens it.
   *
   * @param configuration of the task; its number is left out of the comparison
   */
  public static SharedCluster join(
      String connector, Map<String, String> configuration, ConnectionSettings settings)
      throws ClusterUnreachableException, SetupException {
    Map<String, String> same = new HashMap<>(configuration);
    same.remove(Settings.TASK);
    Key key = new Key(connector, same);
    SharedCluster joined;
    synchronized (OPEN) {
      Shared shared = OPEN.computeIfAbsent(key, unused -> new Shared());
      shared.users++;
      joined = new SharedCluster(key, shared);
    }
    try {
      joined.cluster = joined.shared.connected(settings, "cassink " + connector);
      return joined;
    } catch (ClusterUnreachableException | SetupException | RuntimeException | Error e) {
      joined.close();
      throw e;
    }
  }

  public Cluster cluster() {
    return cluster;
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
      shared.close();
    }
  }
}
