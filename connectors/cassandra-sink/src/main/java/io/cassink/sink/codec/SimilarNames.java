package io.cassink.sink.codec;

import com.fasterxml.jackson.core.JsonParser;
import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import io.cassink.sink.mapping.RecordPart;
import io.cassink.sink.mapping.Source;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Finds the field that was meant where a record lacks one. Used for messages alone. */
public final class SimilarNames {
  private SimilarNames() {}

  /** The field, as a mapping names it, whose first name differs from the source's only in case. */
  public static Optional<String> of(SinkRecord record, Source source) {
    if (source instanceof Source.SameName same) {
      return of(RecordPart.VALUE, record.value(), same.name())
          .or(() -> of(RecordPart.KEY, record.key(), same.name()));
    }
    if (source instanceof Source.Field field && field.part() != RecordPart.HEADER) {
      Object part = field.part() == RecordPart.KEY ? record.key() : record.value();
      return of(field.part(), part, firstName(field.path()));
    }
    return Optional.empty();
  }

  private static String firstName(FieldPath path) {
    return ((Step.Name) path.steps().get(0)).name();
  }

  private static Optional<String> of(RecordPart part, Object content, String name) {
    return names(content)
        .filter(other -> other.equalsIgnoreCase(name) && !other.equals(name))
        .findFirst()
        .map(other -> part.word() + "." + other);
  }

  private static Stream<String> names(Object content) {
    Object fields =
        content instanceof String || Values.isBytes(content) ? parsed(content) : content;
    if (fields instanceof Struct struct) {
      return struct.schema().fields().stream().map(Field::name);
    }
    Collection<?> names = fields instanceof Map<?, ?> map ? map.keySet() : List.of();
    return names.stream().filter(String.class::isInstance).map(String.class::cast);
  }

  private static Object parsed(Object text) {
    try (JsonParser parser = JsonText.parser(text)) {
      return JsonText.read(parser, parser.nextToken());
    } catch (IOException | ConversionException | RuntimeException e) {
      return null;
    }
  }
}
