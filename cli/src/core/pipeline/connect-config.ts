import { InputError } from "../../errors.js";
import type { Pipeline } from "./pipeline.js";
import type { SourceDocument } from "./source-document.js";

type Keyed = Readonly<Record<string, unknown>>;

/** True for the two forms that Connect's own tools take: `{name, config}` and a flat map with `connector.class`. */
export function isConnectConfig(value: unknown): value is Keyed {
  if (!isKeyed(value)) return false;
  return "connector.class" in value || (isKeyed(value["config"]) && !("connector" in value));
}

/**
 * A plain Connect config as a pipeline that has no topics and tables of its own: it can be validated, deployed,
 * looked at, deleted and verified, but there is nothing in it to make topics and tables from.
 * @throws InputError for a config without a name, or with values that are no text, number, boolean
 */
export function pipelineOfConfig(value: Keyed, file: string, source?: SourceDocument): Pipeline {
  const wrapped = isKeyed(value["config"]) && !("connector.class" in value);
  const given = wrapped ? (value["config"] as Keyed) : value;
  const path = wrapped ? ["config"] : [];
  const where = (key: string): string => source?.where([...path, key]) ?? file;
  const config = Object.fromEntries(
    Object.entries(given).map(([key, one]) => {
      if (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean") {
        throw new InputError(`the value of ${key} is ${one === null ? "empty" : "no text"}`, {
          where: where(key),
          hint: "a Connect config is flat: every value is a text, a number, true or false",
        });
      }
      return [key, source?.scalarText([...path, key]) ?? String(one)];
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

function isKeyed(value: unknown): value is Keyed {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
