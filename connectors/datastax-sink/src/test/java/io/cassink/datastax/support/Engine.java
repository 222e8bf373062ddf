package io.cassink.datastax.support;

import com.datastax.oss.common.sink.AbstractSinkRecord;
import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import com.datastax.oss.common.sink.metadata.InnerDataAndMetadata;
import com.datastax.oss.common.sink.metadata.MetadataCreator;
import com.datastax.oss.common.sink.state.LifeCycleManager;
import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import com.datastax.oss.driver.internal.core.type.codec.registry.DefaultCodecRegistry;
import com.datastax.oss.dsbulk.codecs.api.ConvertingCodecFactory;
import io.cassink.datastax.adapters.RecordAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** The engine's own way from a record's field to the bytes that it binds, without a session. */
public final class Engine {
  /** The engine's registry: the driver's codecs and the vector codec. */
  public static final DefaultCodecRegistry REGISTRY = registry();

  private final ConvertingCodecFactory factory;

  /**
   * @param codecSettings the part of {@code topic.T.codec.*} after the last dot, and its value
   */
  public Engine(Map<String, String> codecSettings) {
    Map<String, String> settings = new HashMap<>();
    settings.put("name", "test");
    settings.put("topic.t.ks.tab.mapping", "c=value.f");
    codecSettings.forEach((name, value) -> settings.put("topic.t.codec." + name, value));
    factory =
        new CassandraSinkConfig(settings).getTopicConfigs().get("t").createCodecFactory(REGISTRY);
  }

  /**
   * Converts a field of the record's value.
   *
   * @param field the field's name, or {@code __self} for the whole value
   * @return the bytes bound, or null where the engine sees a null
   * @throws RuntimeException if the engine refuses the record
   */
  public ByteBuffer bind(SinkRecord record, String field, DataType type) {
    AbstractSinkRecord adapted = new RecordAdapter(record);
    try {
      InnerDataAndMetadata value = MetadataCreator.makeMeta(adapted.value());
      @SuppressWarnings("unchecked")
      GenericType<Object> external =
          (GenericType<Object>) value.getInnerMetadata().getFieldType(field, type);
      TypeCodec<Object> codec = factory.createConvertingCodec(type, external, true);
      ByteBuffer bytes =
          codec.encode(value.getInnerData().getFieldValue(field), DefaultProtocolVersion.V4);
      return isNull(bytes, type) ? null : bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine's rule: nothing encoded is a null, but for text. */
  private static boolean isNull(ByteBuffer bytes, DataType type) {
    return bytes == null
        || (!bytes.hasRemaining() && !type.equals(DataTypes.TEXT) && !type.equals(DataTypes.ASCII));
  }

  private static DefaultCodecRegistry registry() {
    try {
      var field = LifeCycleManager.class.getDeclaredField("CODEC_REGISTRY");
      field.setAccessible(true);
      return (DefaultCodecRegistry) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
