package io.cassink.sink.cluster;

import io.cassink.sink.config.SetupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the tasks of a worker that write one table agree on order, epoch and generation. Otherwise
 * the rows of the one with the higher write times would win for ever.
 */
public final class TableClaims implements AutoCloseable {
  private static final Map<String, Claim> CLAIMS = new HashMap<>();

  private static final class Claim {
    private final String order;
    private int holders;

    Claim(String order) {
      this.order = order;
    }
  }

  private final List<String> held = new ArrayList<>();

  /**
   * @param cluster of {@link Cluster#identity}
   * @param order a text of order, epoch and generation
   * @throws SetupException where another task writes the table in another order
   */
  public void claim(String cluster, String table, String order) throws SetupException {
    synchronized (CLAIMS) {
      String key = cluster + " " + table;
      Claim claim = CLAIMS.computeIfAbsent(key, unused -> new Claim(order));
      if (!claim.order.equals(order)) {
        throw new SetupException(
            "order",
            table
                + " is being written with "
                + claim.order
                + " by another task, and would be"
                + " written with "
                + order
                + " by this one; the higher write times would win for"
                + " ever: give both the same order, order.epoch and generation",
            null);
      }
      claim.holders++;
      held.add(key);
    }
  }

  @Override
  public void close() {
    synchronized (CLAIMS) {
      for (String key : held) {
        Claim claim = CLAIMS.get(key);
        if (--claim.holders == 0) {
          CLAIMS.remove(key);
        }
      }
      held.clear();
    }
  }
}
