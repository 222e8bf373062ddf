package io.cassink.sink.contract;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.detach.AttachmentPoint;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.internal.core.metadata.schema.parsing.DataTypeCqlNameParser;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The CQL types that a contract file names, its own user types too. */
final class ContractTypes {
  private static final CqlIdentifier KEYSPACE = CqlIdentifier.fromInternal("ks");

  private final Map<CqlIdentifier, UserDefinedType> userTypes = new LinkedHashMap<>();

  /**
   * @param userTypes by name; a type may hold those that come before it
   */
  ContractTypes(Map<String, Map<String, String>> userTypes) {
    userTypes.forEach(this::define);
  }

  private void define(String name, Map<String, String> fields) {
    UserDefinedTypeBuilder builder = new UserDefinedTypeBuilder("ks", name);
    fields.forEach(
        (field, type) -> builder.withField(CqlIdentifier.fromInternal(field), parse(type)));
    UserDefinedType type = builder.frozen().build();
    type.attach(AttachmentPoint.NONE);
    userTypes.put(CqlIdentifier.fromInternal(name), type);
  }

  DataType parse(String name) {
    return new DataTypeCqlNameParser().parse(KEYSPACE, name, userTypes, null);
  }
}
