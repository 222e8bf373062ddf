package io.cassink.transforms.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * One case of schemas/contract/transforms.json; the fields are explained in the file's {@code
 * about}.
 */
@JsonInclude(Include.NON_NULL)
@JsonPropertyOrder({
  "type",
  "config",
  "key",
  "value",
  "matches",
  "keyResult",
  "valueResult",
  "refused"
})
record TransformCase(
    String type,
    Map<String, String> config,
    String key,
    String value,
    Boolean matches,
    String keyResult,
    String valueResult,
    String refused) {

  TransformCase transformed(String newKey, String newValue) {
    return new TransformCase(type, config, key, value, null, newKey, newValue, null);
  }

  TransformCase matched(boolean matched) {
    return new TransformCase(type, config, key, value, matched, null, null, null);
  }

  TransformCase refused(String message) {
    return new TransformCase(type, config, key, value, null, null, null, message);
  }

  /** What the case is, without its outcome. */
  String input() {
    return type + config + " " + key + " " + value;
  }
}
