package io.cassink.sink.codec;

import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import io.cassink.sink.mapping.RecordPart;
import io.cassink.sink.mapping.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads the mapped fields of a record, once for all tables of its topic. Compiled from the
 * mappings' sources; used by one thread.
 */
public final class RecordReader {
  private final PartReader key = new PartReader();
  private final PartReader value = new PartReader();
  private final List<HeaderSlot> headers = new ArrayList<>();
  private final List<int[]> sameNames = new ArrayList<>();
  private final Map<Source, Integer> slots = new LinkedHashMap<>();
  private final FieldValues values;
  private int size;

  private record HeaderSlot(int slot, FieldPath path) {}

  /** Sources may repeat; {@code now()} is ignored, because it is not read from the record. */
  public RecordReader(Iterable<Source> sources) {
    for (Source source : sources) {
      if (!(source instanceof Source.Now) && !slots.containsKey(source)) {
        slots.put(source, want(source));
      }
    }
    values = new FieldValues(size);
  }

  /** The slot of the source's value in {@link FieldValues}. */
  public int slotOf(Source source) {
    return slots.get(source);
  }

  /**
   * The values of the record; valid until the next record is read.
   *
   * @throws ConversionException where the key or value has no fields although some are mapped
   */
  public FieldValues read(SinkRecord record) throws ConversionException {
    values.clear();
    readPart(key, RecordPart.KEY, record);
    readPart(value, RecordPart.VALUE, record);
    for (HeaderSlot wanted : headers) {
      readHeader(wanted, record);
    }
    for (int[] pair : sameNames) {
      boolean lacking = values.isAbsent(pair[0]) || record.value() == null;
      if (lacking && values.value(pair[1]) != null) {
        values.set(pair[0], values.value(pair[1]), values.isJson(pair[1]));
      }
    }
    return values;
  }

  private int want(Source source) {
    int slot = size++;
    if (source instanceof Source.Whole whole) {
      part(whole.part()).wantWhole(slot);
    } else if (source instanceof Source.Field field) {
      if (field.part() == RecordPart.HEADER) {
        headers.add(new HeaderSlot(slot, field.path()));
      } else {
        part(field.part()).wantField(slot, field.path());
      }
    } else if (source instanceof Source.SameName same) {
      value.wantField(slot, FieldPath.named(same.name()));
      key.wantField(size, FieldPath.named(same.name()));
      sameNames.add(new int[] {slot, size++});
    }
    return slot;
  }

  private PartReader part(RecordPart part) {
    return part == RecordPart.KEY ? key : value;
  }

  private void readPart(PartReader reader, RecordPart part, SinkRecord record)
      throws ConversionException {
    try {
      if (part == RecordPart.VALUE) {
        reader.read(record.valueSchema(), record.value(), values);
      } else if (sameNames.isEmpty() || mayHaveFields(record.key())) {
        reader.read(record.keySchema(), record.key(), values);
      } else {
        reader.readWhole(record.keySchema(), record.key(), values);
      }
    } catch (ConversionException e) {
      throw e.at("the record's " + part.word());
    }
  }

  /** Without a mapping, a key that is a plain text or number must not make the record bad. */
  private static boolean mayHaveFields(Object key) {
    return key instanceof Map<?, ?>
        || key instanceof Struct
        || (key instanceof String text
            && JsonText.withoutMark(text).stripLeading().startsWith("{"));
  }

  private void readHeader(HeaderSlot wanted, SinkRecord record) {
    FieldPath path = wanted.path();
    Header header = path.literal() == null ? null : last(record, path.literal());
    List<Step> rest = List.of();
    if (header == null) {
      header = last(record, ((Step.Name) path.steps().get(0)).name());
      rest = path.steps().subList(1, path.steps().size());
    }
    if (header == null) {
      return;
    }
    Object found = NestedData.walk(header.value(), rest);
    if (found != NestedData.NOTHING) {
      Object plain = rest.isEmpty() ? NestedData.plain(header.schema(), found) : found;
      values.set(wanted.slot(), plain, header.value() instanceof Map<?, ?>);
    }
  }

  private static Header last(SinkRecord record, String name) {
    return record.headers().lastWithName(name);
  }
}
