import { InputError } from "../../errors.js";
import { millisecondsPerDay } from "../java/calendar.js";
import { floorModulo } from "../java/floor.js";
import { convertUnit, type TimeUnit } from "../java/time-unit.js";
import {
  carriedField,
  emptyMap,
  JavaDate,
  known,
  longValue,
  Unpredicted,
  type ConnectValue,
} from "../records/connect-value.js";
import { datePattern, type DatePattern } from "../java/simple-date-format.js";
import {
  kindOf,
  mapTransform,
  notModelled,
  withDoubt,
  type Doubt,
  type Settings,
  type Side,
  type Transform,
} from "./transform.js";
import { UnpredictableValue, RecordRefusal } from "../refusal.js";

/** What `unix.precision` may be. */
const precisions: Readonly<Record<string, TimeUnit>> = {
  seconds: "SECONDS",
  milliseconds: "MILLISECONDS",
  microseconds: "MICROSECONDS",
  nanoseconds: "NANOSECONDS",
};

/**
 * Models org.apache.kafka.connect.transforms.TimestampConverter for values without a schema: converts a field, or the
 * whole key or value where no field is named.
 */
export function timestampConverter(side: Side, settings: Settings): Transform {
  const field = settings.get("field") ?? "";
  const convert = conversion(settings);
  const convertIfKnown = (value: ConnectValue, doubt: Doubt): ConnectValue => {
    try {
      return convert(known(value));
    } catch (error) {
      if (error instanceof UnpredictableValue) return doubt(error);
      throw error;
    }
  };
  if (field === "") {
    return (record) => {
      const converted = convertIfKnown(record[side], (problem) => new Unpredicted(problem));
      const problem = converted instanceof Unpredicted ? converted.problem : undefined;
      return withDoubt({ ...record, [side]: converted }, problem);
    };
  }
  return mapTransform(side, "TimestampConverter", (map, _, doubt) =>
    Object.assign(emptyMap(), map, { [field]: convertIfKnown(carriedField(map, field) ?? null, doubt) }),
  );
}

/** The conversion that the settings describe; null stays null. */
function conversion(settings: Settings): (value: ConnectValue) => ConnectValue {
  const target = settings.get("target.type") ?? "";
  const precision = settings.get("unix.precision") ?? "milliseconds";
  const unit = Object.hasOwn(precisions, precision) ? precisions[precision] : undefined;
  if (unit === undefined) throw notModelled(settings, "unix.precision", `the precision "${precision}"`);
  const text = settings.get("format") ?? "";
  const pattern = text === "" ? undefined : datePattern(text);
  if (text !== "" && pattern === undefined) throw notModelled(settings, "format", `the pattern "${text}"`);
  const write = writer(target, pattern, unit, settings);
  return (value) => (value === null ? null : write(millisecondsOf(value, pattern, unit)));
}

/** Milliseconds since 1970-01-01T00:00Z of a date, a count in `unix.precision` or a text in `format`. */
function millisecondsOf(value: ConnectValue, pattern: DatePattern | undefined, unit: TimeUnit): bigint {
  if (value instanceof JavaDate) return value.milliseconds;
  if (typeof value === "number" || typeof value === "bigint") {
    return convertUnit(BigInt(value), unit, "MILLISECONDS");
  }
  if (typeof value !== "string") throw new RecordRefusal(`TimestampConverter does not take ${kindOf(value)}`);
  if (pattern === undefined) throw new RecordRefusal("TimestampConverter has no format for texts");
  const milliseconds = pattern.parse(value);
  if (milliseconds === "no date") {
    throw new RecordRefusal(`TimestampConverter's format does not fit "${value}"`);
  }
  if (milliseconds === "not known") {
    throw new UnpredictableValue(
      "not modelled",
      `how TimestampConverter reads "${value}" depends on the worker: its Java, its locale, or when it was started`,
    );
  }
  return milliseconds;
}

/** Writes milliseconds since 1970-01-01T00:00Z as the target type. */
function writer(
  target: string,
  pattern: DatePattern | undefined,
  unit: TimeUnit,
  settings: Settings,
): (milliseconds: bigint) => ConnectValue {
  switch (target) {
    case "string":
      if (pattern === undefined) {
        throw new InputError("TimestampConverter to a string wants a format", {
          where: `${settings.prefix}format`,
        });
      }
      return (milliseconds) => pattern.format(milliseconds);
    case "unix":
      return (milliseconds) => longValue(convertUnit(milliseconds, "MILLISECONDS", unit));
    case "Date":
      // Java counts in a long: a time less than a day after the least one becomes one far in the future.
      return (milliseconds) => new JavaDate(BigInt.asIntN(64, milliseconds - timeOfDay(milliseconds)));
    case "Time":
      return (milliseconds) => new JavaDate(timeOfDay(milliseconds));
    case "Timestamp":
      return (milliseconds) => new JavaDate(milliseconds);
    default:
      throw notModelled(settings, "target.type", `the target type "${target}"`);
  }
}

const timeOfDay = (milliseconds: bigint): bigint => floorModulo(milliseconds, millisecondsPerDay);
