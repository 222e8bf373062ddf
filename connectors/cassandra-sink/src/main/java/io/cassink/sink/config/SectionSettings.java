package io.cassink.sink.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.cassink.sink.codec.ConversionSettings;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The settings of a topic's sections, by the last part of their keys. They are not in {@link
 * Settings#definition}, because their full names contain those of topics and tables. {@link
 * SectionReader} and {@link CodecReader} read by them; the reference and the JSON Schema are
 * generated from them.
 */
public final class SectionSettings {
  private static final String[] UNITS =
      Arrays.stream(TimeUnit.values()).map(Enum::name).toArray(String[]::new);

  private static final String FORMAT =
      " A pattern, the name of a constant of java.time.format.DateTimeFormatter, or"
          + " UNITS_SINCE_EPOCH.";

  private SectionSettings() {}

  /** The settings after {@code topic.TOPIC.KEYSPACE.TABLE.}. */
  public static ConfigDef ofTable() {
    return new SettingGroups()
        .group("Table")
        .add(
            "mapping",
            STRING,
            "",
            HIGH,
            "Which column takes which field: column=value.field, column=key, ... Without it, each"
                + " column takes the field of its name, of the value or else of the key.")
        .words(
            "consistencyLevel",
            "LOCAL_ONE",
            HIGH,
            "How many replicas must have a write before it counts.",
            "ANY",
            "ONE",
            "TWO",
            "THREE",
            "QUORUM",
            "ALL",
            "LOCAL_QUORUM",
            "EACH_QUORUM",
            "LOCAL_ONE")
        .add(
            "ttl",
            LONG,
            -1L,
            atLeast(-1),
            MEDIUM,
            "Time to live, from the record's time on; -1 is for ever. A mapped __ttl comes first.")
        .words("ttlTimeUnit", "SECONDS", LOW, "Unit of ttl and of a mapped __ttl.", UNITS)
        .words("timestampTimeUnit", "MICROSECONDS", MEDIUM, "Unit of a mapped __timestamp.", UNITS)
        .add(
            "nullToUnset",
            BOOLEAN,
            true,
            MEDIUM,
            "A null leaves its column as it is; with false it empties the column.")
        .add(
            "deletesEnabled",
            BOOLEAN,
            true,
            MEDIUM,
            "Where every column is mapped, a record whose value is null, or which has a null for"
                + " each column, deletes the row.")
        .words(
            "missingFields",
            "unset",
            MEDIUM,
            "A field that a record does not have leaves its column as it is, and is null in a"
                + " user-defined type (unset), or makes the record a bad one (error).",
            "unset",
            "error")
        .add(
            "query",
            STRING,
            "",
            LOW,
            "An INSERT, UPDATE, DELETE or BATCH of your own that writes this table; its bind"
                + " variables are the mapping's names. Needs deletesEnabled=false.")
        .definition();
  }

  /** The settings after {@code topic.TOPIC.codec.}. */
  public static ConfigDef ofCodec() {
    ConversionSettings defaults = ConversionSettings.defaults();
    return new SettingGroups()
        .group("Codec")
        .add(
            "locale",
            STRING,
            defaults.locale().toString(),
            MEDIUM,
            "Of numbers and of names of months and days.")
        .add("timeZone", STRING, defaults.zone().toString(), MEDIUM, "Of times that name none.")
        .add(
            "timestamp",
            STRING,
            defaults.timestamp().toString(),
            MEDIUM,
            "How texts are timestamps." + FORMAT)
        .add("date", STRING, defaults.date().toString(), MEDIUM, "How texts are dates." + FORMAT)
        .add("time", STRING, defaults.time().toString(), MEDIUM, "How texts are times." + FORMAT)
        .words("unit", defaults.unit().name(), MEDIUM, "Unit of numbers that are times.", UNITS)
        .definition();
  }
}
