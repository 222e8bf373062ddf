import { InputError } from "../../errors.js";
import { addAbsentFields } from "./add-absent-fields.js";
import { flatten } from "./flatten.js";
import { insertField } from "./insert-field.js";
import { predicateOf } from "./predicates.js";
import { regexRouter } from "./regex-router.js";
import { replaceField } from "./replace-field.js";
import { timestampConverter } from "./timestamp-converter.js";
import type { SinkRecord } from "../records/connect-value.js";
import { UnpredictableValue } from "../refusal.js";
import {
  notModelled,
  withDoubt,
  type Settings,
  type Side,
  type Transform,
  type TransformSettings,
} from "./transform.js";

/** The modelled transforms that have a `$Key` and a `$Value` class, by simple class name. */
const sided: Readonly<Record<string, (side: Side, settings: Settings) => Transform>> = {
  Flatten: flatten,
  InsertField: insertField,
  ReplaceField: replaceField,
  TimestampConverter: timestampConverter,
  AddAbsentFields: addAbsentFields,
};

/**
 * A connector's transforms one after another, each where its predicate is true, as Connect's TransformationChain. The
 * result is undefined for a record that Filter drops.
 * @throws InputError naming the key of a transform or predicate that is not modelled, or is set up wrongly
 */
export function transformChain(chain: readonly TransformSettings[]): Transform {
  const transforms = chain.map((settings) => conditionalTransform(settings));
  return (record) => {
    let current: SinkRecord | undefined = record;
    for (const transform of transforms) {
      const { doubt }: SinkRecord = current;
      current = transform(current);
      if (current !== undefined) continue;
      if (doubt === undefined) return undefined;
      // It is dropped, or has been refused before: a letter of it would be no surprise.
      throw new UnpredictableValue(doubt.reason, doubt.message, "none");
    }
    return current;
  };
}

const filter: Transform = () => undefined;

/**
 * One transform of a chain, applied where its predicate is true.
 * @param transform what it does with a record; by its class, where that is left out
 * @throws InputError as {@link transformChain}
 */
export function conditionalTransform(settings: TransformSettings, transform = create(settings)): Transform {
  const predicate = predicateOf(settings);
  if (predicate === undefined) return transform;
  return (record) => {
    try {
      return predicate(record) ? transform(record) : record;
    } catch (error) {
      // A record that a Filter may drop is either gone, or goes on as it is.
      if (!(error instanceof UnpredictableValue) || transform !== filter) throw error;
      return withDoubt(record, error);
    }
  };
}

function create(settings: Settings): Transform {
  const type = settings.get("type");
  if (type === undefined) {
    throw new InputError(`the transform "${settings.name}" has no type`, { where: `${settings.prefix}type` });
  }
  const simple = type.replace(/^(org\.apache\.kafka\.connect|io\.cassink)\.transforms\./, "");
  if (simple === "Filter") return filter;
  if (simple === "RegexRouter") return regexRouter(settings);
  const match = /^(\w+)\$(Key|Value)$/.exec(simple);
  const make = match !== null && Object.hasOwn(sided, match[1] ?? "") ? sided[match[1] ?? ""] : undefined;
  if (make === undefined) throw notModelled(settings, "type", `the transform ${type}`);
  return make(match?.[2] === "Key" ? "key" : "value", settings);
}
