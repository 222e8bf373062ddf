package io.cassink.sink.cluster;

import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One session for all tasks of a connector in a worker; the last task to leave closes it.
 *
 * <p>A task that starts joins the session of the others only if it would be opened in the same way:
 * by the same configuration, whose secrets the worker has just looked up, and the same content of
 * the files that it names. So whoever restarts tasks after a rotation of passwords or certificates
 * gets sessions with the new ones, while tasks that go on keep theirs. Nor does it join a session
 * that has lost all nodes: a new one asks anew for the addresses of the contact points.
 */
public final class SharedCluster implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Map<Key, Shared> OPEN = new HashMap<>();

  /** How many tasks of each connector are joined, to whichever session. */
  private static final Map<String, Integer> USERS = new HashMap<>();

  /** Opens a session. */
  @FunctionalInterface
  interface Opener {
    Cluster open(ConnectionSettings settings, String name, Duration timeout)
        throws ClusterUnreachableException, SetupException;
  }

  /** The configuration holds secrets, so it is compared but never printed. */
  private record Key(String connector, Map<String, String> configuration, String files) {
    @Override
    public String toString() {
      return connector;
    }
  }

  private static final class Shared {
    private volatile Cluster cluster;
    private int users;

    /**
     * Tasks of the same configuration wait for the first one to connect; other connectors do not.
     */
    synchronized Cluster connected(ConnectionSettings settings, String name, Opener opener)
        throws ClusterUnreachableException, SetupException {
      if (cluster == null) {
        cluster = opener.open(settings, name, TIMEOUT);
      }
      cluster.checkDatacenter(settings);
      return cluster;
    }

    boolean isLost() {
      Cluster made = cluster;
      return made != null && !made.isConnected();
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
    return join(connector, configuration, settings, Cluster::connect);
  }

  static SharedCluster join(
      String connector,
      Map<String, String> configuration,
      ConnectionSettings settings,
      Opener opener)
      throws ClusterUnreachableException, SetupException {
    Map<String, String> same = new HashMap<>(configuration);
    same.remove(Settings.TASK);
    Key key = new Key(connector, same, SettingFiles.digest(settings));
    SharedCluster joined;
    synchronized (OPEN) {
      Shared shared =
          OPEN.compute(key, (unused, open) -> open == null || open.isLost() ? new Shared() : open);
      shared.users++;
      USERS.merge(connector, 1, Integer::sum);
      joined = new SharedCluster(key, shared);
    }
    try {
      joined.cluster = joined.shared.connected(settings, "cassink " + connector, opener);
      return joined;
    } catch (ClusterUnreachableException | SetupException | RuntimeException | Error e) {
      joined.close();
      throw e;
    }
  }

  public Cluster cluster() {
    return cluster;
  }

  /** How many tasks of the connector are in this worker. */
  public int users() {
    synchronized (OPEN) {
      return USERS.getOrDefault(key.connector(), 0);
    }
  }

  @Override
  public void close() {
    boolean last;
    synchronized (OPEN) {
      if (closed) {
        return;
      }
      closed = true;
      USERS.computeIfPresent(key.connector(), (unused, users) -> users == 1 ? null : users - 1);
      last = --shared.users == 0;
      if (last) {
        OPEN.remove(key, shared);
      }
    }
    if (last) {
      shared.close();
    }
  }
}
