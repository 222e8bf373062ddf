package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.DriverException;
import io.cassink.sink.rows.RowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A cluster that answers requests when and how a test says. */
final class ScriptedRequests implements RequestSender {
  /** What was sent and not yet answered, the oldest first. */
  final List<Request> sent = new ArrayList<>();

  /** What was ever sent. */
  final List<Request> everSent = new ArrayList<>();

  final List<BiConsumer<Request, Throwable>> answers = new ArrayList<>();

  /** For each time that {@link #schemaFault} was asked. */
  final List<Long> refreshesWantedSince = new ArrayList<>();

  /** What {@link #schemaFault} says. */
  String schemaFault;

  /** Why {@link #schemaFault} cannot say it, or null. */
  DriverException schemaFailure;

  @Override
  public void send(Request request, BiConsumer<Request, Throwable> outcome) {
    sent.add(request);
    everSent.add(request);
    answers.add(outcome);
  }

  @Override
  public String schemaFault(RowPlan of, long since) {
    refreshesWantedSince.add(since);
    if (schemaFailure != null) {
      throw schemaFailure;
    }
    return schemaFault;
  }

  /** Answers the oldest request. */
  Request answer(Throwable error) {
    return answer(0, error);
  }

  /** Answers one of {@link #sent}. */
  Request answer(int index, Throwable error) {
    Request request = sent.remove(index);
    answers.remove(index).accept(request, error);
    return request;
  }
}
