package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.PrepareRequest;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metrics.Metrics;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.cassink.sink.cluster.OfflineStatement;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The driver's session as the sink uses it. All that the sink does to bind values happens on the
 * driver's own prepared and bound statements; what goes over the wire is handed to the network.
 */
public final class VirtualSession implements CqlSession {
  private final VirtualCassandra cassandra;
  private final Network network;

  /** Decides when and with what outcome a request is carried out. */
  public interface Network {
    /** Completed with null, or with the driver's error. */
    CompletionStage<AsyncResultSet> send(VirtualSession from, List<BoundWrite> writes);

    /** Thrown by what must be answered at once; does nothing where the cluster can be reached. */
    void checkReachable();
  }

  public VirtualSession(VirtualCassandra cassandra, Network network) {
    this.cassandra = cassandra;
    this.network = network;
  }

  /**
   * Carries a request out.
   *
   * @return why the server refuses it, or null
   */
  public RuntimeException apply(List<BoundWrite> writes, long nowMillis) {
    try {
      cassandra.apply(writes, nowMillis);
      return null;
    } catch (RefusedException e) {
      return new InvalidQueryException(null, e.getMessage());
    }
  }

  @Override
  public <RequestT extends Request, ResultT> ResultT execute(
      RequestT request, GenericType<ResultT> resultType) {
    if (request instanceof PrepareRequest prepare) {
      if (resultType.equals(PrepareRequest.SYNC)) {
        return cast(prepared(prepare));
      }
      return cast(prepareLater(prepare));
    }
    if (request instanceof BatchStatement batch) {
      List<BoundWrite> writes = new ArrayList<>();
      batch.forEach(statement -> writes.add(write((BoundStatement) statement)));
      return cast(network.send(this, writes));
    }
    return cast(network.send(this, List.of(write((BoundStatement) request))));
  }

  @SuppressWarnings("unchecked")
  private static <ResultT> ResultT cast(Object result) {
    return (ResultT) result;
  }

  private CompletionStage<PreparedStatement> prepareLater(PrepareRequest request) {
    try {
      return CompletableFuture.completedFuture(prepared(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private BoundWrite write(BoundStatement statement) {
    long time = statement.getQueryTimestamp();
    return new BoundWrite(
        ((Prepared) statement.getPreparedStatement()).write,
        statement.getValues(),
        time == Statement.NO_DEFAULT_TIMESTAMP ? null : time);
  }

  private PreparedStatement prepared(PrepareRequest request) {
    network.checkReachable();
    try {
      return new Prepared(request, cassandra.parse(request.getQuery()));
    } catch (RefusedException e) {
      throw new InvalidQueryException(null, e.getMessage());
    }
  }

  /** The driver's own, which remembers what was parsed. */
  private static final class Prepared extends OfflineStatement {
    private final WriteStatement write;

    Prepared(PrepareRequest request, WriteStatement write) {
      super(
          request.getQuery(),
          definitions(write),
          keyIndices(write),
          request.areBoundStatementsIdempotent());
      this.write = write;
    }

    private static List<ColumnDefinition> definitions(WriteStatement write) {
      List<ColumnDefinition> all = new ArrayList<>();
      for (WriteStatement.Variable variable : write.variables()) {
        all.add(new VariableDefinition(write.table(), variable));
      }
      return all;
    }

    /** As a server says them: where each column of the partition key is a variable. */
    private static List<Integer> keyIndices(WriteStatement write) {
      List<Integer> indices = new ArrayList<>();
      for (Column column : write.table().of(Role.PARTITION_KEY)) {
        for (int i = 0; i < write.variables().size(); i++) {
          if (write.bindsKey(column, i)) {
            indices.add(i);
          }
        }
      }
      return indices;
    }
  }

  @Override
  public String getName() {
    return "simulated";
  }

  @Override
  public Metadata getMetadata() {
    return cassandra.metadata();
  }

  @Override
  public boolean isSchemaMetadataEnabled() {
    return true;
  }

  @Override
  public CompletionStage<Metadata> setSchemaMetadataEnabled(Boolean newValue) {
    return refreshSchemaAsync();
  }

  @Override
  public CompletionStage<Metadata> refreshSchemaAsync() {
    try {
      network.checkReachable();
      return CompletableFuture.completedFuture(getMetadata());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Boolean> checkSchemaAgreementAsync() {
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public DriverContext getContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CqlIdentifier> getKeyspace() {
    return Optional.empty();
  }

  @Override
  public Optional<Metrics> getMetrics() {
    return Optional.empty();
  }

  @Override
  public CompletionStage<Void> closeFuture() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> closeAsync() {
    return closeFuture();
  }

  @Override
  public CompletionStage<Void> forceCloseAsync() {
    return closeFuture();
  }
}
