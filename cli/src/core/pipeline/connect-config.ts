import { InputError } from "../../errors.js";
import type { Pipeline } from "./pipeline.js";
import type { SourceDocument } from "../documents/source-document.js";

type KeyedValues = Readonly<Record<string, unknown>>;

/** True for the two forms that Connect's tools accept: `{name, config}` and a flat map with `connector.class`. */
export function isConnectConfig(value: unknown): value is KeyedValues {
  if (!hasKeys(value)) return false;
  return "connector.class" in value || (hasKeys(value["config"]) && !("connector" in value));
}

/**
 * A plain Connect config as a pipeline without topics and tables. It can be validated, deployed, described, deleted and
 * verified, but no topic or table can be created from it.
 * @throws InputError for a config without a name, or with a value that is not a string, number or boolean
 */
export function pipelineOfConfig(value: KeyedValues, file: string, source?: SourceDocument): Pipeline {
  const wrapped = hasKeys(value["config"]) && !("connector.class" in value);
  const given = wrapped ? (value["config"] as KeyedValues) : value;
  const path = wrapped ? ["config"] : [];
  const where = (key: string): string => source?.where([...path, key]) ?? file;
  const config = Object.fromEntries(
    Object.entries(given).map(([key, setting]) => {
      if (typeof setting !== "string" && typeof setting !== "number" && typeof setting !== "boolean") {
        throw new InputError(`the value of ${key} is ${setting === null ? "empty" : "no text"}`, {
          where: where(key),
          hint: "a Connect config is flat: every value is a text, a number, true or false",
        });
      }
      return [key, source?.scalarText([...path, key]) ?? String(setting)];
    }),
  );
  const name = wrapped ? value["name"] : config["name"];
  if (typeof name !== "string" || name === "") {
    throw new InputError("this connector config has no name", {
      where: file,
      hint: 'add the key "name": it is the connector\'s name in Connect',
    });
  }
  return { name, description: "", file, topics: [], tables: [], connector: { name, config } };
}

function hasKeys(value: unknown): value is KeyedValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
