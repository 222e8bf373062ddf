package io.cassink.datastax.codecs;

import com.datastax.oss.common.sink.AbstractStruct;
import com.datastax.oss.common.sink.record.StructDataMetadata;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import com.datastax.oss.dsbulk.codecs.api.ConvertingCodec;
import com.datastax.oss.dsbulk.codecs.api.ConvertingCodecFactory;

/** Turns a Struct into a value of a user-defined type that has exactly the Struct's fields. */
final class StructToUserDefinedTypeCodec extends ConvertingCodec<AbstractStruct, UdtValue> {
  private final ConvertingCodecFactory codecFactory;
  private final UserDefinedType type;

  StructToUserDefinedTypeCodec(ConvertingCodecFactory codecFactory, UserDefinedType type) {
    super(codecFactory.getCodecRegistry().codecFor(type), AbstractStruct.class);
    this.codecFactory = codecFactory;
    this.type = type;
  }

  /**
   * @throws IllegalArgumentException if the Struct's fields are not those of the type
   * @throws RuntimeException of the field's codec, if a value does not fit its field
   */
  @Override
  public UdtValue externalToInternal(AbstractStruct struct) {
    if (struct == null) {
      return null;
    }
    int expected = type.getFieldNames().size();
    int found = struct.schema().fields().size();
    if (found != expected) {
      throw new IllegalArgumentException(
          "type " + type.getName() + " has " + expected + " fields, the Struct has " + found);
    }
    StructDataMetadata metadata = new StructDataMetadata(struct.schema());
    UdtValue value = type.newValue();
    for (int i = 0; i < expected; i++) {
      value = withField(value, i, struct, metadata);
    }
    return value;
  }

  /** The engine only writes. */
  @Override
  public AbstractStruct internalToExternal(UdtValue value) {
    throw new UnsupportedOperationException("a user-defined type is never read into a Struct");
  }

  private UdtValue withField(
      UdtValue value, int index, AbstractStruct struct, StructDataMetadata metadata) {
    CqlIdentifier name = type.getFieldNames().get(index);
    DataType fieldType = type.getFieldTypes().get(index);
    String field = name.asInternal();
    if (struct.schema().field(field) == null) {
      throw new IllegalArgumentException(
          "field " + name + " of type " + type.getName() + " is not in the Struct");
    }
    @SuppressWarnings("unchecked") // The schema says what get() returns.
    GenericType<Object> externalType =
        (GenericType<Object>) metadata.getFieldType(field, fieldType);
    ConvertingCodec<Object, Object> codec =
        codecFactory.createConvertingCodec(fieldType, externalType, false);
    return value.set(
        name, codec.externalToInternal(struct.get(field)), codec.getInternalJavaType());
  }
}
