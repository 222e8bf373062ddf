package io.cassink.datastax.adapters;

import com.datastax.oss.common.sink.AbstractSchema;
import com.datastax.oss.common.sink.AbstractSinkRecordHeader;
import org.apache.kafka.connect.header.Header;

/** A Connect header as the engine sees it. */
final class HeaderAdapter implements AbstractSinkRecordHeader {
  private final Header header;

  HeaderAdapter(Header header) {
    this.header = header;
  }

  @Override
  public String key() {
    return header.key();
  }

  /** The value itself, not adapted: the engine takes Structs of keys and values only. */
  @Override
  public Object value() {
    return header.value();
  }

  /**
   * @throws IllegalArgumentException if the header has no schema; the record then fails
   */
  @Override
  public AbstractSchema schema() {
    if (header.schema() == null) {
      throw new IllegalArgumentException(
          "header " + header.key() + " has no schema, so its type is unknown");
    }
    return SchemaAdapter.of(header.schema());
  }
}
