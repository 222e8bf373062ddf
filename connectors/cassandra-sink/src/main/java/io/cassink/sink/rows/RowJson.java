package io.cassink.sink.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.cassink.sink.codec.ColumnJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rows of a plan as JSON objects of their columns by name. A column that is left as it is is
 * absent, and a null is null. Used by any thread.
 */
public final class RowJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final String[] names;
  private final ColumnJson[] columns;
  private final int keys;

  /**
   * @param plan of columns, not of a custom query
   */
  public RowJson(RowPlan plan) {
    List<RowPlan.Binding> bindings = plan.bindings();
    this.keys = plan.keys();
    this.names = new String[bindings.size()];
    this.columns = new ColumnJson[bindings.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = bindings.get(i).name();
      columns[i] = ColumnJson.of(bindings.get(i).type());
    }
  }

  /** The columns of the primary key, in UTF-8. */
  public byte[] key(Row row) {
    return object(row, keys);
  }

  /** All columns that the row sets, in UTF-8; null for a DELETE. */
  public byte[] value(Row row) {
    return row.isDelete() ? null : object(row, row.values.length);
  }

  private byte[] object(Row row, int until) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < until; i++) {
        ByteBuffer value = row.values[i];
        if (value == null) {
          json.writeNullField(names[i]);
        } else if (value != Row.UNSET) {
          json.writeFieldName(names[i]);
          columns[i].write(value, json);
        }
      }
      json.writeEndObject();
      json.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
  }
}
