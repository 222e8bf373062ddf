package io.cassink.worker;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The metrics of the sink tasks that run in this worker. */
@Path("/cassink/metrics")
public final class MetricsResource {
  private final SinkMetrics metrics;

  MetricsResource(SinkMetrics metrics) {
    this.metrics = metrics;
  }

  /** All metrics; an empty list where no task runs here. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<SinkMetrics.Group> all() {
    return metrics.read();
  }
}
