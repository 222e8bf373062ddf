package io.cassink.datastax.engine;

import com.datastax.oss.common.sink.AbstractSinkRecord;
import com.datastax.oss.common.sink.AbstractSinkTask;
import io.cassink.datastax.adapters.RecordAdapter;
import io.cassink.datastax.errors.ErrorPolicy;
import io.cassink.datastax.errors.FailedOffsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's part of a task: maps, batches and writes records, and reports those that failed. */
public final class EngineTask extends AbstractSinkTask {
  private static final Logger LOG = LoggerFactory.getLogger(EngineTask.class);

  /** What Cassandra shows for the connection in system_views.clients. */
  private static final String APPLICATION_NAME = "Cassink DataStax sink";

  private final String version;
  private final FailedOffsets failedOffsets;
  private ErrorPolicy errorPolicy;

  /**
   * @param version the plugin's version, told to Cassandra
   * @param failedOffsets where failed records are noted that must be delivered again
   */
  public EngineTask(String version, FailedOffsets failedOffsets) {
    this.version = version;
    this.failedOffsets = failedOffsets;
  }

  /**
   * Checks the settings and connects, or joins the session of the connector's other tasks.
   *
   * @param properties the connector's settings
   * @throws com.datastax.oss.common.sink.ConfigException if a setting is wrong
   */
  @Override
  public void start(Map<String, String> properties) {
    Map<String, String> masked = new MaskedSettings(properties);
    EngineStates.prepare(masked, this);
    super.start(masked);
    errorPolicy = ErrorPolicy.of(getInstanceState().getConfig());
  }

  @Override
  protected void beforeProcessingBatch() {
    failedOffsets.clear();
  }

  /**
   * Notes and logs a failed record, without its content.
   *
   * @param cql the statement that failed, or null if the record could not be read or mapped
   */
  @Override
  protected void handleFailure(
      AbstractSinkRecord abstractRecord, Throwable error, String cql, Runnable failCounter) {
    RecordAdapter record = (RecordAdapter) abstractRecord;
    if (errorPolicy.holdsBack(cql != null)) {
      failedOffsets.add(record.partition(), record.offset());
    }
    failCounter.run();
    if (cql == null) {
      LOG.warn("Record {} cannot be mapped: {}", record, error.getMessage());
    } else {
      LOG.warn("Record {} was not written: {}; statement: {}", record, error.getMessage(), cql);
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String applicationName() {
    return APPLICATION_NAME;
  }
}
