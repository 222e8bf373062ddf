package io.cassink.sink.config;

import io.cassink.sink.mapping.Mapping;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How the records of one topic are written to one table.
 *
 * @param keyPrefix of the keys of these settings, with its last dot
 * @param keyspace literally, no case folding
 * @param table literally, no case folding
 * @param mapping none: columns are matched with fields of the same name
 * @param consistencyLevel a name of the driver's
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
    Optional<String> query,
    MissingFields missingFields) {
  /** Cassandra's longest time to live: 20 years of 365 days, in seconds. */
  public static final long LONGEST_TTL = 630_720_000;

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

  /** The same with another consistency level. */
  TableSettings withConsistencyLevel(String level) {
    return new TableSettings(
        keyPrefix,
        keyspace,
        table,
        mapping,
        level,
        ttl,
        ttlTimeUnit,
        timestampTimeUnit,
        nullToUnset,
        deletesEnabled,
        query,
        missingFields);
  }

  /** What a mapped field means that a record does not have at all. */
  public enum MissingFields {
    /** Its column is not touched. */
    UNSET,
    /** The record is bad. */
    ERROR
  }
}
