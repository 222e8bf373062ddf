import { InputError } from "../../errors.js";
import { type ConnectValue, isMap } from "../records/connect-value.js";
import { JsonProblem, type JsonSyntax, parseJson } from "../records/json.js";
import { jsonText } from "../records/json-text.js";
import { schemaSamples } from "./schema-samples.js";

/** A record that a table shall take. */
export interface Sample {
  /** `orders-0@17`, `events.ndjson:3` */
  readonly at: string;
  /** Undefined where samples are of values alone. */
  readonly key?: Uint8Array | null;
  readonly text: string;
  /** Numbers with all of their digits. */
  readonly value: ConnectValue;
}

const exactly: JsonSyntax = { integers: "exact", fractions: "decimal", failOnTrailingTokens: true };

/** @throws InputError for what is no JSON object */
export function sampleOf(text: string, at: string, key?: Uint8Array | null): Sample {
  let value: ConnectValue | undefined;
  try {
    value = parseJson(text, exactly);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new InputError(`the sample is no JSON: ${error.message}`, {
      where: at,
      hint: "samples are JSON objects, one a line; or give a JSON Schema",
    });
  }
  if (!isMap(value)) {
    throw new InputError("the sample is no JSON object", {
      where: at,
      hint: "columns come from the fields of objects",
    });
  }
  return { at, text, value, ...(key === undefined ? {} : { key }) };
}

/** The samples of a file: JSON objects one a line, a list of them, one alone, or those that a JSON Schema allows. */
export function samplesInFile(
  text: string,
  file: string,
): { readonly isSchema: boolean; readonly samples: readonly Sample[] } {
  const whole = wholeJson(text);
  if (isSchema(whole)) {
    if (!("properties" in whole)) {
      throw new InputError("the schema's root names no properties", {
        where: file,
        hint: "give a schema whose root has them, without $ref, allOf or anyOf there, or samples of events",
      });
    }
    const made = schemaSamples(whole).map((value, index) =>
      sampleOf(JSON.stringify(value), `${file}, example ${index + 1}`),
    );
    return { isSchema: true, samples: made };
  }
  if (Array.isArray(whole)) {
    const items = parseJson(text, exactly) as readonly ConnectValue[];
    return {
      isSchema: false,
      samples: items.map((item, index) => sampleOf(jsonText(item), `${file}, element ${index + 1}`)),
    };
  }
  if (whole !== undefined) return { isSchema: false, samples: [sampleOf(text, file)] };
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return {
    isSchema: false,
    samples: lines.flatMap((line, index) =>
      line.trim() === "" ? [] : [sampleOf(line, `${file}:${index + 1}`)],
    ),
  };
}

function wholeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isSchema(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { $schema, type, properties } = value as Readonly<Record<string, unknown>>;
  return typeof $schema === "string" || (typeof properties === "object" && type === "object");
}
