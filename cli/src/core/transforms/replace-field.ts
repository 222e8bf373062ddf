import { InputError } from "../../errors.js";
import { carriedField, emptyMap } from "../records/connect-value.js";
import { listSetting, mapTransform, putOnce, type Side, type Transform, type Settings } from "./transform.js";

/**
 * Models org.apache.kafka.connect.transforms.ReplaceField: drops and renames fields. A field in both `exclude` and
 * `include` is dropped; `renames` are pairs `old:new`.
 */
export function replaceField(side: Side, settings: Settings): Transform {
  const exclude = new Set(listSetting(settings, "exclude"));
  const include = new Set(listSetting(settings, "include"));
  const renames = new Map(listSetting(settings, "renames").map((pair) => renaming(pair, settings)));
  return mapTransform(side, "ReplaceField", (map, _, doubt) => {
    const replaced = emptyMap();
    for (const name of Object.keys(map)) {
      if (exclude.has(name) || (include.size > 0 && !include.has(name))) continue;
      putOnce(replaced, renames.get(name) ?? name, carriedField(map, name) ?? null, doubt);
    }
    return replaced;
  });
}

function renaming(pair: string, settings: Settings): readonly [string, string] {
  const [from, to, ...more] = pair.split(":");
  if (from === undefined || to === undefined || to === "" || more.length > 0) {
    throw new InputError(`"${pair}" is no renaming: write old:new`, { where: `${settings.prefix}renames` });
  }
  return [from, to];
}
