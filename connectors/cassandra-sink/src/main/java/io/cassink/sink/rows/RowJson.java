package io.cassink.sink.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.cassink.sink.codec.ColumnJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a plan as JSON objects of their columns by name. A column that is left as it is is
 * absent, and a null is null. Used by one thread.
 */
public final class RowJson {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().rootValueSeparator((String) null).build();

  private final SerializableString[] names;
  private final ColumnJson[] columns;
  private final int keys;
  private final ByteArrayBuilder bytes = new ByteArrayBuilder();

  /** Of one row after the other: to make one takes as long as to write a short row. */
  private JsonGenerator json;

  /**
   * A row, in UTF-8.
   *
   * @param key the columns of the primary key
   * @param value all columns that the row sets, those of the key first; null for a DELETE
   */
  public record Text(byte[] key, byte[] value) {}

  /**
   * @param plan of columns, not of a custom query
   */
  public RowJson(RowPlan plan) {
    List<RowPlan.Binding> bindings = plan.bindings();
    this.keys = plan.keys();
    this.names = new SerializableString[bindings.size()];
    this.columns = new ColumnJson[bindings.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = new SerializedString(bindings.get(i).name());
      columns[i] = ColumnJson.of(bindings.get(i).type());
    }
  }

  public Text of(Row row) {
    try {
      return written(row);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
  }

  private Text written(Row row) throws IOException {
    if (json == null) {
      json = JSON.createGenerator(bytes);
    }
    JsonGenerator writing = json;
    // What fails within a row leaves a generator that cannot be used for the next one.
    json = null;
    bytes.reset();
    writing.writeStartObject();
    columns(row, 0, keys, writing);
    byte[] key = null;
    if (!row.isDelete()) {
      writing.flush();
      key = closed(bytes.toByteArray());
      columns(row, keys, row.values.length, writing);
    }
    writing.writeEndObject();
    writing.flush();
    byte[] whole = bytes.toByteArray();
    json = writing;
    return key == null ? new Text(whole, null) : new Text(key, whole);
  }

  /** The value begins with what the key is, but for its last character. */
  private static byte[] closed(byte[] open) {
    byte[] closed = Arrays.copyOf(open, open.length + 1);
    closed[open.length] = '}';
    return closed;
  }

  private void columns(Row row, int from, int until, JsonGenerator writing) throws IOException {
    for (int i = from; i < until; i++) {
      ByteBuffer value = row.values[i];
      if (value == Row.UNSET) {
        continue;
      }
      writing.writeFieldName(names[i]);
      if (value == null) {
        writing.writeNull();
      } else {
        columns[i].write(value, writing);
      }
    }
  }
}
