package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.datastax.oss.driver.internal.core.cql.DefaultColumnDefinitions;
import com.datastax.oss.driver.internal.core.cql.DefaultPreparedStatement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The driver's own prepared statement, which no server has prepared. */
public class OfflineStatement extends DefaultPreparedStatement {
  /**
   * @param keyIndices which variables are the columns of the partition key, in the key's order;
   *     empty where not all of them are variables
   * @param idempotent whether the driver may send what is bound a second time
   */
  public OfflineStatement(
      String query,
      List<ColumnDefinition> variables,
      List<Integer> keyIndices,
      boolean idempotent) {
    super(
        ByteBuffer.allocate(16),
        query,
        DefaultColumnDefinitions.valueOf(variables),
        keyIndices,
        null,
        DefaultColumnDefinitions.valueOf(List.of()),
        null,
        Map.of(),
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        idempotent,
        null,
        null,
        Integer.MIN_VALUE,
        ConsistencyLevel.LOCAL_ONE,
        null,
        false,
        CodecRegistry.DEFAULT,
        DefaultProtocolVersion.V5);
  }
}
