package io.cassink.datastax.codecs;

import com.datastax.oss.common.sink.AbstractStruct;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import com.datastax.oss.dsbulk.codecs.api.ConvertingCodec;
import com.datastax.oss.dsbulk.codecs.api.ConvertingCodecFactory;
import com.datastax.oss.dsbulk.codecs.api.ConvertingCodecProvider;
import java.util.Optional;

/** Gives the engine the codec from Struct to user-defined type, found by ServiceLoader. */
public final class StructCodecProvider implements ConvertingCodecProvider {
  private static final GenericType<?> STRUCT = GenericType.of(AbstractStruct.class);

  @Override
  public Optional<ConvertingCodec<?, ?>> maybeProvide(
      DataType cqlType,
      GenericType<?> externalJavaType,
      ConvertingCodecFactory codecFactory,
      boolean rootCodec) {
    return cqlType instanceof UserDefinedType userDefinedType && STRUCT.equals(externalJavaType)
        ? Optional.of(new StructToUserDefinedTypeCodec(codecFactory, userDefinedType))
        : Optional.empty();
  }
}
