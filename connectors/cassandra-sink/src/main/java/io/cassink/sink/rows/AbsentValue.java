package io.cassink.sink.rows;

import io.cassink.sink.codec.FieldValues;
import io.cassink.sink.codec.SimilarNames;
import io.cassink.sink.mapping.RecordPart;
import io.cassink.sink.mapping.Source;
import org.apache.kafka.connect.sink.SinkRecord;

/** Says why a record has no value for a column that needs one. */
final class AbsentValue {
  private AbsentValue() {}

  static String reason(RowPlan.Binding binding, FieldValues fields, SinkRecord record) {
    boolean isKey = binding.kind().isOfPrimaryKey();
    String start = isKey ? "is of the primary key and would be null: " : "";
    if (isOfValue(binding.source()) && record.value() == null) {
      return start
          + "the record's value is null; only a key that comes from the record's key lets"
          + " such a record delete its row";
    }
    if (!fields.isAbsent(binding.slot())) {
      return start
          + (fields.value(binding.slot()) == null ? "the field is null" : "an empty text is null");
    }
    return start
        + "the record has no such field"
        + SimilarNames.of(record, binding.source())
            .map(
                name ->
                    "; it has " + name + ", which differs only in case: write it into the mapping")
            .orElse("");
  }

  private static boolean isOfValue(Source source) {
    return (source instanceof Source.Whole whole && whole.part() == RecordPart.VALUE)
        || (source instanceof Source.Field field && field.part() == RecordPart.VALUE)
        || source instanceof Source.SameName;
  }
}
