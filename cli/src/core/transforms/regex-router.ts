import { InputError } from "../../errors.js";
import { replacementOfWhole } from "../java/regular-expression.js";
import type { Settings, Transform, TransformSettings } from "./transform.js";

/** Transforms of Kafka and Cassink that leave a record's topic as it is. */
const keepTopics: readonly string[] = [
  ...[
    "AddAbsentFields",
    "Cast",
    "DropHeaders",
    "ExtractField",
    "Filter",
    "Flatten",
    "HeaderFrom",
    "HoistField",
  ],
  ...["InsertField", "InsertHeader", "MaskField", "ReplaceField", "SetSchemaMetadata", "TimestampConverter"],
  "ValueToKey",
];

/** Models org.apache.kafka.connect.transforms.RegexRouter: gives records of topics that match another topic. */
export function regexRouter(settings: Settings): Transform {
  const rename = renaming(settings);
  return (record) => ({ ...record, topic: rename(record.topic) });
}

function renaming(settings: Settings): (topic: string) => string {
  const setting = (name: "regex" | "replacement"): string => {
    const value = settings.get(name);
    if (value !== undefined) return value;
    throw new InputError(`RegexRouter has no ${name}`, { where: `${settings.prefix}${name}` });
  };
  return replacementOfWhole(setting("regex"), setting("replacement"), `${settings.prefix}regex`);
}

/**
 * The topic under which the records of a topic reach the sink, which is the one that its settings name; undefined where
 * that is not certain: a router has a predicate, or a transform is not known to leave topics as they are.
 */
export function topicRoute(chain: readonly TransformSettings[]): (topic: string) => string | undefined {
  return (topic) => {
    let current = topic;
    for (const settings of chain) {
      const name = simpleName(settings);
      if (keepTopics.includes(name)) continue;
      if (name !== "RegexRouter" || settings.predicate !== undefined) return undefined;
      try {
        current = renaming(settings)(current);
      } catch (error) {
        if (error instanceof InputError) return undefined;
        throw error;
      }
    }
    return current;
  };
}

const simpleName = (settings: Settings): string =>
  (settings.get("type") ?? "")
    .replace(/^(org\.apache\.kafka\.connect|io\.cassink)\.transforms\./, "")
    .replace(/\$.*/, "");
