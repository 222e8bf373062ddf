package io.cassink.sink.simulate.generate;

import java.util.List;
import java.util.Map;

/**
 * A record of the log, and what it is meant to do.
 *
 * @param millis its time; negative for none
 * @param availableAt nanoseconds of the virtual clock from which a consumer can read it
 * @param key the values of the key's columns
 * @param spelling which of several ways of writing the key is taken
 * @param values what it says of the other columns: {@link #NULL} for an explicit null; columns that
 *     it does not name are left out
 * @param deletes whether it has no value at all
 * @param writeTime microseconds that it says itself, or null
 * @param timeToLive seconds that it says itself, or null
 * @param fault why it can never be written, or null
 */
public record RecordSpec(
    int partition,
    long offset,
    long millis,
    long availableAt,
    List<Object> key,
    int spelling,
    Map<String, Object> values,
    boolean deletes,
    Long writeTime,
    Long timeToLive,
    Fault fault) {
  public static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  /** Why a record is a bad one. */
  public enum Fault {
    /** A value that its column's type does not take. */
    UNREADABLE,
    NO_KEY,
    NO_TIME,
    /** The server refuses an element of a collection, or a value, for its size. */
    REFUSED
  }

  RecordSpec at(long newOffset) {
    return new RecordSpec(
        partition,
        newOffset,
        millis,
        availableAt,
        key,
        spelling,
        values,
        deletes,
        writeTime,
        timeToLive,
        fault);
  }

  @Override
  public String toString() {
    return partition
        + "@"
        + offset
        + " t="
        + millis
        + (writeTime == null ? "" : " w=" + writeTime)
        + (timeToLive == null ? "" : " ttl=" + timeToLive)
        + " "
        + key
        + (spelling == 0 ? "" : "/" + spelling)
        + (fault != null ? " BAD " + fault : deletes ? " DELETE" : " " + shown());
  }

  private String shown() {
    String text = values.toString();
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }
}
