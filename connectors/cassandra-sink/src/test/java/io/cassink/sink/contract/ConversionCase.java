package io.cassink.sink.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/** One case of schemas/contract/sink-conversions.json; the file's {@code about} explains it. */
@JsonPropertyOrder({"type", "codec", "converter", "value", "bytes", "refused"})
@JsonInclude(Include.NON_NULL)
record ConversionCase(
    String type,
    Map<String, String> codec,
    String converter,
    String value,
    String bytes,
    String refused) {

  Map<String, String> codecSettings() {
    return codec == null ? Map.of() : codec;
  }

  ConversionCase bound(String hexBytes) {
    return new ConversionCase(type, codec, converter, value, hexBytes, null);
  }

  ConversionCase refusedBy(Exception e) {
    return new ConversionCase(type, codec, converter, value, null, e.getMessage());
  }

  @Override
  public String toString() {
    return type + codecSettings() + (converter == null ? "" : " " + converter) + " <- " + value;
  }
}
