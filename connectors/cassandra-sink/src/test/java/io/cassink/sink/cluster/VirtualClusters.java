package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.CqlSession;

/** Lets a simulation put a session of its own where the driver's would be. */
public final class VirtualClusters {
  private VirtualClusters() {}

  public static Cluster of(CqlSession session) {
    return new Cluster(session);
  }

  public static ClusterUnreachableException unreachable() {
    return new ClusterUnreachableException("no node answers", new IllegalStateException());
  }
}
