import { type Field, fieldsOf, flagName, withPaths } from "../core/connections/fields.js";
import { type SecretSource, secretSourceText } from "../core/connections/secret-source.js";
import { type ConnectionSettings, type Leg, legs } from "../core/connections/settings.js";
import type { OptionDefinition } from "./definition.js";

/** Every setting of the connections as an option, which each command takes. Only the addresses are on its help page. */
export const connectionOptions: Readonly<Record<string, OptionDefinition>> = Object.fromEntries(
  legs.flatMap((leg) => fieldsOf(leg).map(([key, field]) => [keyOf(leg, key), optionOf(field)])),
);

function keyOf(leg: Leg, key: string): string {
  return `${leg}.${key}`;
}

function optionOf({ flag, variable, meaning, kind, parse, common }: Field): OptionDefinition {
  return {
    flags: flag,
    description: `${meaning} [${variable}]`,
    ...(kind === "switch" ? {} : { parse }),
    ...(kind === "path" ? { completes: ["file"] } : {}),
    ...(common === true ? {} : { hidden: true }),
  };
}

/** What the flags of a command line say of the connections. */
export function connectionFlags(values: Readonly<Record<string, unknown>>): ConnectionSettings {
  const settings = legs.flatMap((leg) => {
    const given = fieldsOf(leg).flatMap(([key]) => {
      const value = values[keyOf(leg, key)];
      return value === undefined ? [] : [[key, value] as const];
    });
    return given.length === 0 ? [] : [[leg, Object.fromEntries(given)] as const];
  });
  return Object.fromEntries(settings);
}

export function withAbsolutePaths(
  settings: ConnectionSettings,
  resolve: (path: string) => string,
): ConnectionSettings {
  const made = legs.map(
    (leg) => [leg, settings[leg] && withPaths<object>(leg, settings[leg], resolve)] as const,
  );
  return Object.fromEntries(made.filter(([, values]) => values !== undefined));
}

/** A flag as it would be typed again; a switch has no value. */
export type TypedFlag = readonly [flag: string, value?: string];

export function typedFlags(flags: ConnectionSettings): readonly TypedFlag[] {
  return legs.flatMap((leg) => {
    const values = { ...flags[leg] } as Readonly<Record<string, unknown>>;
    return fieldsOf(leg).flatMap(([key, field]) =>
      values[key] === undefined ? [] : [typedFlag(field, values[key])],
    );
  });
}

function typedFlag(field: Field, value: unknown): TypedFlag {
  const flag = flagName(field);
  switch (field.kind) {
    case "switch":
      return [flag];
    case "secret":
      return [flag, secretSourceText(value as SecretSource)];
    case "addresses":
      return [flag, (value as readonly string[]).join(",")];
    default:
      return [flag, value as string];
  }
}
