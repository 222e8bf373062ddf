import { Ajv, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import type Core from "ajv/dist/core.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { InputError } from "../../errors.js";
import { problemsWith } from "../documents/schema-check.js";

/** A topic's event schema: checks events, and is the schema itself for whoever looks at its fields. */
export interface EventSchema {
  readonly schema: unknown;
  /** What is wrong with an event; empty when nothing is. */
  readonly check: (event: unknown) => readonly string[];
}

/** By the `$schema` of a draft, without its scheme and trailing `#`. A schema without `$schema` is of the latest. */
const drafts: Readonly<Record<string, () => Core.default>> = {
  "json-schema.org/draft/2020-12/schema": () => new Ajv2020(options),
  "json-schema.org/draft/2019-09/schema": () => new Ajv2019(options),
  "json-schema.org/draft-07/schema": () => new Ajv(options),
};
const latest = "https://json-schema.org/draft/2020-12/schema";

/** As the JSON Schema specification has it, unknown keywords and formats mean nothing. */
const options: Options = { allErrors: true, verbose: true, strict: false, logger: false };

/**
 * Reads a JSON Schema of events; its `$schema` chooses the draft, and `format` is checked.
 * @throws InputError for text that is no JSON Schema of a known draft
 */
export function readEventSchema(text: string, file: string): EventSchema {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    throw wrong(file, `it is not JSON: ${(error as Error).message}`, undefined);
  }
  if (
    typeof schema !== "boolean" &&
    (typeof schema !== "object" || schema === null || Array.isArray(schema))
  ) {
    throw wrong(file, "it is neither an object nor true or false", undefined);
  }
  const named = (schema as { readonly $schema?: unknown }).$schema ?? latest;
  const declared = typeof named === "string" ? named : "";
  const draft = drafts[declared.replace(/^https?:\/\//, "").replace(/#$/, "")];
  if (draft === undefined) {
    const known = Object.keys(drafts).map((name) => `https://${name}`);
    throw wrong(file, `"$schema" is ${JSON.stringify(named)}`, `one of ${known.join(", ")}`);
  }
  const ajv = draft();
  // ajv-formats is CommonJS, and its types know its default export only as a property.
  (addFormats as unknown as (ajv: Core.default) => void)(ajv);
  try {
    const problems = problemsWith(ajv.compile(schema));
    return { schema, check: (event) => problems(event).map(({ message }) => message) };
  } catch (error) {
    throw wrong(file, (error as Error).message, undefined);
  }
}

function wrong(file: string, why: string, hint: string | undefined): InputError {
  return new InputError(`the event schema cannot be used: ${why}`, {
    where: file,
    ...(hint === undefined ? {} : { hint }),
  });
}
