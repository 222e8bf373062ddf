import { digitOf } from "../java/digits.js";
import { isNumber } from "../java/number.js";
import { parseDouble } from "../java/parse-double.js";
import { Unpredicted, carriedField, emptyMap, known, type ConnectValue } from "../records/connect-value.js";
import { RecordRefusal, UnpredictableValue } from "../refusal.js";
import { kindOf, listSetting, mapTransform, type Settings, type Side, type Transform } from "./transform.js";

const bitsOf: Readonly<Record<string, bigint>> = { int8: 8n, int16: 16n, int32: 32n, int64: 64n };

/**
 * Which values org.apache.kafka.connect.transforms.Cast refuses, where they have no schema. What it makes of the others is
 * not modelled: they are carried on as not known.
 */
export function castRefusals(side: Side, settings: Settings): Transform {
  const spec = listSetting(settings, "spec").map((item) => item.split(":").map((part) => part.trim()));
  const whole = spec.find(([, type]) => type === undefined)?.[0];
  if (whole !== undefined) {
    return (record) =>
      record[side] === null ? record : { ...record, [side]: cast(known(record[side]), whole) };
  }
  return mapTransform(side, "Cast", (map) => {
    const changed = Object.assign(emptyMap(), map);
    for (const [field = "", type = ""] of spec) changed[field] = cast(carriedField(map, field) ?? null, type);
    return changed;
  });
}

/** @throws RecordRefusal for a value of which Cast cannot make the type */
function cast(value: ConnectValue, type: string): ConnectValue {
  if (value === null) return null;
  const result = new Unpredicted(new UnpredictableValue("not modelled", "what Cast makes of a value"));
  if (value instanceof Unpredicted || typeof value === "boolean" || isNumber(value)) return result;
  if (typeof value === "string") {
    if (isRefusedText(value, type)) throw new RecordRefusal(`Cast makes no ${type} of "${value}"`);
    return result;
  }
  if (value instanceof Uint8Array && type === "string") return result;
  throw new RecordRefusal(`Cast makes no ${type} of ${kindOf(value)}`);
}

function isRefusedText(text: string, type: string): boolean {
  const bits = Object.hasOwn(bitsOf, type) ? bitsOf[type] : undefined;
  if (bits !== undefined) {
    const whole = parseInteger(text);
    return whole === undefined || BigInt.asIntN(Number(bits), whole) !== whole;
  }
  return /^float(32|64)$/.test(type) && parseDouble(text) === undefined;
}

/** Integer.parseInt and its kin: a sign and digits of any script, without blanks. */
function parseInteger(text: string): bigint | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  const digits = text.slice(sign.length).split("").map(digitOf);
  if (digits.length === 0 || digits.includes(undefined)) return undefined;
  return BigInt(digits.join("")) * (sign === "-" ? -1n : 1n);
}
