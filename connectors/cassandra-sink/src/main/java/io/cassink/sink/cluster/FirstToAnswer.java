package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Asks contact points side by side and takes the session of the first that answers. The driver asks
 * one after the other: four that accept connections and say nothing take it over 20 s.
 */
final class FirstToAnswer {
  private record Answer(CqlSession session, Throwable error) {}

  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<CompletionStage<CqlSession>> asked;

  FirstToAnswer(List<CompletionStage<CqlSession>> asked) {
    this.asked = asked;
    asked.forEach(
        stage -> stage.whenComplete((session, error) -> answers.add(new Answer(session, error))));
  }

  /**
   * @param deadline for all of them together; sessions that are made later are closed
   * @throws ClusterUnreachableException where none answers in time
   * @throws SetupException where all that answer refuse
   */
  CqlSession within(Duration deadline, ConnectionSettings settings)
      throws ClusterUnreachableException, SetupException {
    long end = Timing.SYSTEM.nanoTime() + deadline.toNanos();
    List<Throwable> errors = new ArrayList<>();
    CqlSession first = null;
    try {
      while (first == null && errors.size() < asked.size()) {
        Answer answer = Timing.SYSTEM.poll(answers, end - Timing.SYSTEM.nanoTime());
        if (answer == null) {
          break;
        }
        first = answer.session();
        if (answer.error() != null) {
          errors.add(answer.error());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeAllBut(first);
    if (first == null) {
      throw failure(settings, errors, deadline);
    }
    return first;
  }

  private void closeAllBut(CqlSession first) {
    asked.forEach(
        stage ->
            stage.thenAccept(
                session -> {
                  if (session != first) {
                    session.forceCloseAsync();
                  }
                }));
  }

  private ClusterUnreachableException failure(
      ConnectionSettings settings, List<Throwable> errors, Duration deadline)
      throws SetupException {
    List<Map.Entry<Node, Throwable>> ofNodes = new ArrayList<>();
    for (Throwable error : errors) {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      if (cause instanceof AllNodesFailedException all) {
        all.getAllErrors().forEach((node, of) -> ofNodes.add(Map.entry(node, of.get(0))));
      } else if (cause instanceof RuntimeException of) {
        return ConnectFailures.ofDriver(of);
      }
    }
    return ofNodes.isEmpty()
        ? ConnectFailures.ofSilence(settings, deadline)
        : ConnectFailures.ofNodes(settings, AllNodesFailedException.fromErrors(ofNodes));
  }
}
