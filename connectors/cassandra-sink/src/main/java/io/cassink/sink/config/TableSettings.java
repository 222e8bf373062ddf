package io.cassink.sink.config;

import io.cassink.sink.mapping.CustomQuery;
import io.cassink.sink.mapping.Mapping;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How the records of one topic are written to one table.
 *
 * @param keyPrefix of these settings' keys, such as {@code topic.t.ks.table.}
 * @param keyspace case-sensitive
 * @param table case-sensitive
 * @param mapping empty where columns take the fields of the same name
 * @param consistencyLevel by the driver's name
 * @param ttl of every row, in ttlTimeUnit; negative for none
 * @param ttlTimeUnit of ttl and of a mapped {@code __ttl}
 * @param timestampTimeUnit of a mapped {@code __timestamp}
 * @param nullToUnset true: a null leaves its column as it is
 * @param deletesEnabled true: nulls in all columns delete the row
 * @param query to run instead of an INSERT
 * @param missingFields what an absent field means
 */
public record TableSettings(
    String keyPrefix,
    String keyspace,
    String table,
    Optional<Mapping> mapping,
    String consistencyLevel,
    long ttl,
    TimeUnit ttlTimeUnit,
    TimeUnit timestampTimeUnit,
    boolean nullToUnset,
    boolean deletesEnabled,
    Optional<CustomQuery> query,
    MissingFields missingFields) {
  /** Cassandra's longest time to live: 20 years of 365 days, in seconds. */
  public static final long LONGEST_TTL = 630_720_000;

  /** The message for a longer one. */
  public static final String TTL_TOO_LONG = "is longer than 20 years, which is Cassandra's limit";

  /** {@code keyspace.table}, as settings write it. */
  public String qualifiedName() {
    return keyspace + "." + table;
  }

  /**
   * @param setting the last part of its key, such as {@code mapping}
   */
  public SettingProblem problem(String setting, String message) {
    return new SettingProblem(keyPrefix + setting, message);
  }

  /** What to do when a record does not have a mapped field. */
  public enum MissingFields {
    /** The column is left as it is. */
    UNSET,
    /** The record is bad. */
    ERROR
  }
}
