package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaQueries;
import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaQueriesFactory;
import java.util.concurrent.CompletableFuture;

/**
 * Begins each reading of the schema. The driver 4.19 takes a reading that cannot begin, because the
 * control connection was lost a moment before, for one that goes on, and lets all later ones wait
 * for it: its session would hear of no change of a table any more. Here such a reading has failed,
 * as one whose queries fail; the driver reads again when it is connected again.
 */
record SchemaReading(SchemaQueriesFactory queries) implements SchemaQueriesFactory {
  /** Builds sessions that read the schema in this way. */
  static CqlSessionBuilder sessions() {
    return new CqlSessionBuilder() {
      @Override
      protected DriverContext buildContext(
          DriverConfigLoader options, ProgrammaticArguments arguments) {
        return new DefaultDriverContext(options, arguments) {
          @Override
          protected SchemaQueriesFactory buildSchemaQueriesFactory() {
            return new SchemaReading(super.buildSchemaQueriesFactory());
          }
        };
      }
    };
  }

  @Override
  public SchemaQueries newInstance() {
    try {
      return queries.newInstance();
    } catch (RuntimeException e) {
      return () -> CompletableFuture.failedFuture(e);
    }
  }
}
