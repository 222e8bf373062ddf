package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.schema.ClusteringOrder;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.internal.core.metadata.schema.DefaultColumnMetadata;
import com.datastax.oss.driver.internal.core.metadata.schema.DefaultKeyspaceMetadata;
import com.datastax.oss.driver.internal.core.metadata.schema.DefaultTableMetadata;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the driver would know of the cluster: its tables, and no node. */
final class VirtualSchema implements Metadata {
  private final String clusterName;
  private final Map<CqlIdentifier, KeyspaceMetadata> keyspaces = new HashMap<>();

  VirtualSchema(String clusterName, List<ColumnDefinitions> tables) {
    this.clusterName = clusterName;
    Map<String, Map<CqlIdentifier, TableMetadata>> byKeyspace = new HashMap<>();
    for (ColumnDefinitions table : tables) {
      byKeyspace
          .computeIfAbsent(table.keyspace(), unused -> new HashMap<>())
          .put(CqlIdentifier.fromInternal(table.table()), metadata(table));
    }
    byKeyspace.forEach(
        (name, ofKeyspace) -> {
          CqlIdentifier id = CqlIdentifier.fromInternal(name);
          keyspaces.put(
              id,
              new DefaultKeyspaceMetadata(
                  id,
                  true,
                  false,
                  Map.of("class", "SimpleStrategy", "replication_factor", "1"),
                  Map.of(),
                  ofKeyspace,
                  Map.of(),
                  Map.of(),
                  Map.of()));
        });
  }

  private static TableMetadata metadata(ColumnDefinitions table) {
    CqlIdentifier keyspace = CqlIdentifier.fromInternal(table.keyspace());
    CqlIdentifier name = CqlIdentifier.fromInternal(table.table());
    List<ColumnMetadata> partitionKey = new ArrayList<>();
    Map<ColumnMetadata, ClusteringOrder> clustering = new LinkedHashMap<>();
    Map<CqlIdentifier, ColumnMetadata> columns = new LinkedHashMap<>();
    for (ColumnDefinitions.Column column : table.columns()) {
      ColumnMetadata made =
          new DefaultColumnMetadata(
              keyspace,
              name,
              CqlIdentifier.fromInternal(column.name()),
              column.type(),
              column.role() == Role.STATIC);
      columns.put(made.getName(), made);
      if (column.role() == Role.PARTITION_KEY) {
        partitionKey.add(made);
      } else if (column.role() == Role.CLUSTERING) {
        clustering.put(made, ClusteringOrder.ASC);
      }
    }
    return new DefaultTableMetadata(
        keyspace,
        name,
        new UUID(0, table.qualifiedName().hashCode()),
        false,
        false,
        partitionKey,
        clustering,
        columns,
        Map.of(),
        Map.of());
  }

  @Override
  public Map<UUID, Node> getNodes() {
    return Map.of();
  }

  @Override
  public Map<CqlIdentifier, KeyspaceMetadata> getKeyspaces() {
    return keyspaces;
  }

  @Override
  public Optional<TokenMap> getTokenMap() {
    return Optional.empty();
  }

  @Override
  public Optional<String> getClusterName() {
    return Optional.of(clusterName);
  }
}
