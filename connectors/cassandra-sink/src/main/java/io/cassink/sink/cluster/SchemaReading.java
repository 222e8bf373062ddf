package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaQueries;
import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaQueriesFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Begins each reading of the schema, and lets another one follow where it fails.
 *
 * <p>The driver 4.19 takes a reading that cannot begin, because the control connection was lost a
 * moment before, for one that goes on, and lets all later ones wait for it: its session would hear
 * of no change of a table any more. Here such a reading has failed. And after a change whose
 * reading has failed, it reads again only at the next change.
 *
 * @param later carries out a reading after a pause
 */
record SchemaReading(SchemaQueriesFactory queries, Runnable later) implements SchemaQueriesFactory {
  /** So long a server that cannot answer now is left alone, in seconds. */
  private static final long PAUSE = 5;

  /** Builds sessions that read the schema in this way. */
  static CqlSessionBuilder sessions() {
    return new CqlSessionBuilder() {
      @Override
      protected DriverContext buildContext(
          DriverConfigLoader options, ProgrammaticArguments arguments) {
        return new Context(options, arguments);
      }
    };
  }

  private static final class Context extends DefaultDriverContext {
    Context(DriverConfigLoader options, ProgrammaticArguments arguments) {
      super(options, arguments);
    }

    @Override
    protected SchemaQueriesFactory buildSchemaQueriesFactory() {
      return new SchemaReading(super.buildSchemaQueriesFactory(), this::readLater);
    }

    /** Of a session that is closed meanwhile, nothing is read. */
    private void readLater() {
      getNettyOptions()
          .adminEventExecutorGroup()
          .schedule(
              () -> getMetadataManager().refreshSchema(null, false, true), PAUSE, TimeUnit.SECONDS);
    }
  }

  @Override
  public SchemaQueries newInstance() {
    try {
      SchemaQueries begun = queries.newInstance();
      return () ->
          begun
              .execute()
              .whenComplete(
                  (rows, error) -> {
                    if (error != null) {
                      later.run();
                    }
                  });
    } catch (RuntimeException e) {
      // The driver reads again when it is connected again.
      return () -> CompletableFuture.failedFuture(e);
    }
  }
}
