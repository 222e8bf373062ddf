package io.cassink.datastax.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * One case of schemas/contract/conversions.json; the fields are explained in the file's {@code
 * about}. Of the outcome either {@code refused} is there, or {@code cql} and {@code bytes}, which
 * are null where the engine sees a null.
 */
@JsonPropertyOrder({"type", "codec", "converter", "value", "cql", "bytes", "refused"})
record Conversion(
    String type,
    @JsonInclude(Include.NON_NULL) Map<String, String> codec,
    @JsonInclude(Include.NON_NULL) String converter,
    String value,
    @JsonInclude(Include.NON_NULL) String cql,
    @JsonInclude(Include.NON_NULL) String bytes,
    @JsonInclude(Include.NON_NULL) String refused) {

  Map<String, String> codecSettings() {
    return codec == null ? Map.of() : codec;
  }

  /** The same case with the outcome of a bound value, or of a null. */
  Conversion bound(String cqlLiteral, String hexBytes) {
    return new Conversion(type, codec, converter, value, cqlLiteral, hexBytes, null);
  }

  /** The same case, refused by the engine. */
  Conversion refused(String message) {
    return new Conversion(type, codec, converter, value, null, null, message);
  }

  @Override
  public String toString() {
    return type + codecSettings() + (converter == null ? "" : " " + converter) + " <- " + value;
  }
}
