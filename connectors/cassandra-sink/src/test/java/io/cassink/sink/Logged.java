package io.cassink.sink;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a logger logs while this is open, whatever its level was; nothing of it is printed. */
public final class Logged implements AutoCloseable {
  private final Logger logger;
  private final Level before;
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  public Logged(String name, Level level) {
    logger = (Logger) LoggerFactory.getLogger(name);
    before = logger.getLevel();
    logger.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(logger::detachAppender);
    logger.setAdditive(false);
    events.start();
    logger.setLevel(level);
    logger.addAppender(events);
  }

  public List<ILoggingEvent> events() {
    return List.copyOf(events.list);
  }

  /** {@code LEVEL message} of each event. */
  public List<String> lines() {
    return events().stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setLevel(before);
    logger.setAdditive(true);
    others.forEach(logger::addAppender);
  }
}
