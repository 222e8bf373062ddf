package io.cassink.datastax.support;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.CqlVectorType;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.internal.core.context.InternalDriverContext;
import com.datastax.oss.driver.internal.core.metadata.schema.parsing.DataTypeCqlNameParser;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads CQL type names, with user-defined types, as the server's schema tables write them. */
public final class CqlTypes {
  private static final CqlIdentifier KEYSPACE = CqlIdentifier.fromInternal("ks");
  private static final Pattern VECTOR = Pattern.compile("vector<(.+), *(\\d+)>");

  private final InternalDriverContext context = DriverContextStub.with(Engine.REGISTRY);
  private final Map<CqlIdentifier, UserDefinedType> userTypes = new LinkedHashMap<>();

  /** Adds a user-defined type: field names in order, and the CQL type of each. */
  public CqlTypes define(String name, Map<String, String> fields) {
    UserDefinedTypeBuilder builder = new UserDefinedTypeBuilder("ks", name);
    fields.forEach(
        (field, type) -> builder.withField(CqlIdentifier.fromInternal(field), parse(type)));
    UserDefinedType type = builder.frozen().build();
    type.attach(context);
    userTypes.put(CqlIdentifier.fromInternal(name), type);
    return this;
  }

  public DataType parse(String name) {
    Matcher vector = VECTOR.matcher(name);
    if (vector.matches()) {
      return new CqlVectorType(parse(vector.group(1)), Integer.parseInt(vector.group(2)));
    }
    return new DataTypeCqlNameParser().parse(KEYSPACE, name, userTypes, context);
  }
}
