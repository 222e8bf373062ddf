import { converterConfig, converterOf } from "#cli/core/records/converters.js";

/** JsonConverter as most sinks have it, with schemas.enable=false. */
export const schemalessJson = converterOf(
  converterConfig("value", {
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
  }),
);
