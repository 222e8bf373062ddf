package io.cassink.sink.cluster;

import io.cassink.sink.config.SetupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the tasks of a worker that write one table agree on order, epoch and generation. Otherwise
 * the rows of the one with the higher write times would win for ever.
 *
 * <p>Another connector that disagrees is a mistake. Another task of the same connector that does is
 * one of its earlier configuration: the worker starts new tasks beside one that does not stop
 * within 5 s, for example because it waits for a dead letter. So the new task waits for it to go.
 */
public final class TableClaims implements AutoCloseable {
  private static final Map<String, List<TableClaims>> HOLDERS = new HashMap<>();

  private final String connector;
  private final String order;
  private final List<String> held = new ArrayList<>();

  /**
   * @param order a text of order, epoch and generation
   */
  public TableClaims(String connector, String order) {
    this.connector = connector;
    this.order = order;
  }

  /**
   * @param cluster of {@link Cluster#identity}
   * @throws SetupException where another connector writes the table in another order
   * @throws TableTakenException where a task of this connector does
   */
  public void claim(String cluster, String table) throws SetupException, TableTakenException {
    synchronized (HOLDERS) {
      String key = cluster + " " + table;
      List<TableClaims> others =
          HOLDERS.getOrDefault(key, List.of()).stream()
              .filter(holder -> !holder.order.equals(order))
              .toList();
      for (TableClaims other : others) {
        if (!other.connector.equals(connector)) {
          throw new SetupException(
              "order",
              disagreement(table, other)
                  + "; the higher write times would win for ever: give the connectors "
                  + other.connector
                  + " and "
                  + connector
                  + " the same order, order.epoch and generation",
              null);
        }
      }
      if (!others.isEmpty()) {
        throw new TableTakenException(
            disagreement(table, others.get(0))
                + "; it is a task of this connector's earlier configuration that has not stopped");
      }
      HOLDERS.computeIfAbsent(key, unused -> new ArrayList<>()).add(this);
      held.add(key);
    }
  }

  private String disagreement(String table, TableClaims other) {
    return table
        + " is being written with "
        + other.order
        + " by another task, and would be written with "
        + order
        + " by this one";
  }

  @Override
  public void close() {
    synchronized (HOLDERS) {
      for (String key : held) {
        List<TableClaims> holders = HOLDERS.get(key);
        holders.remove(this);
        if (holders.isEmpty()) {
          HOLDERS.remove(key);
        }
      }
      held.clear();
    }
  }
}
