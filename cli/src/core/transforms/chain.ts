import { InputError } from "../../errors.js";
import { addAbsentFields } from "./add-absent-fields.js";
import { flatten } from "./flatten.js";
import { insertField } from "./insert-field.js";
import { predicateOf } from "./predicates.js";
import { replaceField } from "./replace-field.js";
import { timestampConverter } from "./timestamp-converter.js";
import {
  notModelled,
  settingsUnder,
  type Side,
  type Transform,
  type TransformSettings,
} from "./transform.js";

const sided: Readonly<Record<string, (side: Side, settings: TransformSettings) => Transform>> = {
  Flatten: flatten,
  InsertField: insertField,
  ReplaceField: replaceField,
  TimestampConverter: timestampConverter,
  AddAbsentFields: addAbsentFields,
};

/**
 * The transforms of a connector's config, one after another, each under its predicate: undefined is a record
 * that Filter drops.
 * @throws InputError naming the key of a transform or predicate that is not modelled, or is set up wrongly
 */
export function transformChain(config: Readonly<Record<string, string>>): Transform {
  const names = (config["transforms"] ?? "").split(",").map((name) => name.trim());
  const transforms = names.filter((name) => name !== "").map((name) => conditional(config, name));
  return (record) => {
    let current: ReturnType<Transform> = record;
    for (const transform of transforms) {
      if (current === undefined) return undefined;
      current = transform(current);
    }
    return current;
  };
}

function conditional(config: Readonly<Record<string, string>>, name: string): Transform {
  const settings = settingsUnder(config, `transforms.${name}.`);
  const transform = create(settings, name);
  const predicate = predicateOf(config, settings);
  if (predicate === undefined) return transform;
  return (record) => (predicate(record) ? transform(record) : record);
}

function create(settings: TransformSettings, name: string): Transform {
  const type = settings.get("type");
  if (type === undefined) {
    throw new InputError(`the transform "${name}" has no type`, { where: `${settings.prefix}type` });
  }
  const simple = type.replace(/^(org\.apache\.kafka\.connect|io\.cassink)\.transforms\./, "");
  if (simple === "Filter") return () => undefined;
  const match = /^(\w+)\$(Key|Value)$/.exec(simple);
  const make = match !== null && Object.hasOwn(sided, match[1] ?? "") ? sided[match[1] ?? ""] : undefined;
  if (make === undefined) throw notModelled(settings, "type", `the transform ${type}`);
  return make(match?.[2] === "Key" ? "key" : "value", settings);
}
