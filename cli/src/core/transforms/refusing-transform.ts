import { InputError } from "../../errors.js";
import type { SinkRecord } from "../records/connect-value.js";
import { RecordRefusal, UnpredictableValue } from "../refusal.js";
import { castRefusals } from "./cast.js";
import { extractFieldRefusals } from "./extract-field.js";
import { conditionalTransform } from "./transform-chain.js";
import type { Settings, Transform, TransformSettings } from "./transform.js";
import { valueToKey } from "./value-to-key.js";

/** What a chain of transforms does with a record: passes or drops it, refuses it, or that is not known here. */
export type Passage =
  | { readonly kind: "passes" }
  | { readonly kind: "refused"; readonly transform: string; readonly cause: string }
  | { readonly kind: "unknown" };

/**
 * Follows records through a connector's transforms until one of these refuses it. Unlike `verify`, which must know what
 * every transform makes of a record, this takes a chain with any transforms: one that is not modelled leaves unknown only
 * the records that reach it. It knows three more, for it is enough to know what they refuse.
 */
export function passageThrough(chain: readonly TransformSettings[]): (record: SinkRecord) => Passage {
  const steps = chain.map((settings) => ({ name: settings.name, apply: knownTransform(settings) }));
  return (record) => {
    let current: SinkRecord | undefined = record;
    for (const { name, apply } of steps) {
      if (apply === undefined) return { kind: "unknown" };
      try {
        current = apply(current);
      } catch (error) {
        if (error instanceof UnpredictableValue) return { kind: "unknown" };
        if (!(error instanceof RecordRefusal)) throw error;
        return { kind: "refused", transform: name, cause: error.message };
      }
      if (current?.doubt !== undefined) return { kind: "unknown" };
      if (current === undefined) break;
    }
    return { kind: "passes" };
  };
}

/** Undefined for one that is not modelled, or is set up wrongly. */
function knownTransform(settings: TransformSettings): Transform | undefined {
  try {
    return conditionalTransform(settings, refusals(settings));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function refusals(settings: Settings): Transform | undefined {
  switch (settings.get("type")) {
    case "org.apache.kafka.connect.transforms.Cast$Key":
      return castRefusals("key", settings);
    case "org.apache.kafka.connect.transforms.Cast$Value":
      return castRefusals("value", settings);
    case "org.apache.kafka.connect.transforms.ExtractField$Key":
      return extractFieldRefusals("key", settings);
    case "org.apache.kafka.connect.transforms.ExtractField$Value":
      return extractFieldRefusals("value", settings);
    case "org.apache.kafka.connect.transforms.ValueToKey":
      return valueToKey(settings);
    default:
      return undefined;
  }
}
