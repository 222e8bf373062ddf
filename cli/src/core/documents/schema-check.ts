import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { whatIsKnown } from "../suggestion.js";
import type { KeyPath } from "./source-document.js";

export interface SchemaProblem {
  /** Path of the wrong key, or of the object in which a key is missing. */
  readonly path: KeyPath;
  readonly message: string;
  readonly hint?: string;
}

/** `hidden`: no message shows a value of the file, which may be a secret. */
type Values = "shown" | "hidden";

/** Compiles a JSON Schema of this project. The returned check turns ajv's errors into messages about the YAML file. */
export function schemaChecker(
  schema: object,
  values: Values = "shown",
): (value: unknown) => readonly SchemaProblem[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  return problemsWith(ajv.compile(schema), values);
}

/** A check whose problems are in words. */
export function problemsWith(
  validate: ValidateFunction,
  values: Values = "shown",
): (value: unknown) => readonly SchemaProblem[] {
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) =>
      problemOf(error, pathOf(error.instancePath, value), values),
    );
  };
}

/** The path of a JSON pointer: `/topics/0/name` to `["topics", 0, "name"]`. A number is an index only in a list. */
function pathOf(pointer: string, value: unknown): KeyPath {
  const path: (string | number)[] = [];
  let current = value;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(current) ? Number(key) : key);
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return path;
}

function problemOf(error: ErrorObject, path: KeyPath, values: Values): SchemaProblem {
  const isHidden = values === "hidden";
  const parameters = error.params as Readonly<Record<string, unknown>>;
  const name = pathText(path);
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(parameters["additionalProperty"]);
      const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object);
      return {
        path: [...path, key],
        message: `unknown key ${key}${inside(path)}`,
        hint: whatIsKnown(key, known),
      };
    }
    case "required": {
      const key = String(parameters["missingProperty"]);
      return { path, message: `key ${key} is missing${inside(path)}` };
    }
    case "type":
      return {
        path,
        message: `${name} must be ${typeNames(parameters["type"])}${isHidden ? "" : `, and is ${kindOf(error.data)}`}`,
      };
    case "enum": {
      const allowed = (parameters["allowedValues"] as readonly unknown[]).map(String);
      const mustBe = `${name} must be one of ${allowed.join(", ")}`;
      if (isHidden) return { path, message: mustBe };
      return {
        path,
        message: `${mustBe}, and is ${String(error.data)}`,
        hint: whatIsKnown(String(error.data), allowed),
      };
    }
    case "pattern":
      return {
        path,
        message: isHidden
          ? `${name} does not match ${String(parameters["pattern"])}`
          : `${name} is ${JSON.stringify(error.data)}, which does not match ${String(parameters["pattern"])}`,
      };
    default:
      return { path, message: `${name} ${error.message ?? "is wrong"}` };
  }
}

/** `topics[0].name`. */
function pathText(path: KeyPath): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text === "" ? "the file" : text.replace(/^\./, "");
}

function inside(path: KeyPath): string {
  return path.length === 0 ? "" : ` in ${pathText(path)}`;
}

const words: Readonly<Record<string, string>> = {
  object: "a map of keys",
  array: "a list",
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "empty",
};

function typeNames(type: unknown): string {
  return (Array.isArray(type) ? type : [type])
    .map((name) => words[String(name)] ?? String(name))
    .join(" or ");
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map of keys" : JSON.stringify(value);
}
