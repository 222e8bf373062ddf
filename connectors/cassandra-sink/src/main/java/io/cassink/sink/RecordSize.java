package io.cassink.sink;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Roughly how many bytes of the heap a record keeps: its values, as the converter has made them,
 * and the bytes that they were made of, which the worker keeps inside the record for its reporter.
 * A JSON text of 300,000 Latin letters takes 600,000: a byte a letter for each of the two.
 */
final class RecordSize {
  /** The worker's and Kafka's objects around the values. */
  private static final int OF_RECORD = 500;

  private static final int OF_HEADER = 100;

  /** An object, its reference, and the bytes that a number or a word was made of. */
  private static final int OF_OBJECT = 32;

  private static final int OF_TEXT = 56;
  private static final int OF_CONTAINER = 64;
  private static final int OF_ENTRY = 48;

  /** So many letters of a text are looked at. */
  private static final int SAMPLE = 16;

  private RecordSize() {}

  static long of(SinkRecord record) {
    long bytes = OF_RECORD + of(record.key()) + of(record.value());
    for (Header header : record.headers()) {
      bytes += OF_HEADER + of(header.value());
    }
    return bytes;
  }

  private static long of(Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String text) {
      return OF_TEXT + (long) text.length() * bytesOfLetter(text);
    }
    if (value instanceof byte[] bytes) {
      // Most often the very array that was read.
      return OF_OBJECT + bytes.length;
    }
    if (value instanceof Struct struct) {
      long bytes = OF_CONTAINER;
      for (Field field : struct.schema().fields()) {
        bytes += 4 + of(struct.getWithoutDefault(field.name()));
      }
      return bytes;
    }
    if (value instanceof Map<?, ?> map) {
      long bytes = OF_CONTAINER;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += OF_ENTRY + of(entry.getKey()) + of(entry.getValue());
      }
      return bytes;
    }
    if (value instanceof List<?> list) {
      long bytes = OF_CONTAINER;
      for (Object element : list) {
        bytes += 4 + of(element);
      }
      return bytes;
    }
    return value instanceof ByteBuffer buffer ? OF_CONTAINER + 2L * buffer.capacity() : OF_OBJECT;
  }

  /** 1 in the heap and 1 in UTF-8 for Latin letters; 2 and 3 in a text that has others. */
  private static int bytesOfLetter(String text) {
    int step = Math.max(1, text.length() / SAMPLE);
    for (int i = 0; i < text.length(); i += step) {
      if (text.charAt(i) > 0xFF) {
        return 5;
      }
    }
    return 2;
  }
}
