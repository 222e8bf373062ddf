import type { ConnectorConfig } from "../connect/connector-config.js";
import { shownValue } from "../connect/secret-keys.js";
import { nearest, whatIsKnown } from "../suggestion.js";
import { type ConfigFinding, errorInConfig, warningInConfig } from "./finding.js";

/** The settings of one class by their names, with the type that its ConfigDef gives each: `boolean`, `int`, `list`, … */
export type ClassSettings = Readonly<Record<string, string>>;

/** schemas/connectors/connect.catalogue.json: what Kafka's own classes define, written by `npm run docs:catalogue`. */
export interface ConnectCatalogue {
  /** Keys that Connect itself reads from a sink connector's config. */
  readonly connector: ClassSettings;
  /** By full class names. */
  readonly converters: Readonly<Record<string, ClassSettings>>;
  readonly transforms: Readonly<Record<string, ClassSettings>>;
  readonly predicates: Readonly<Record<string, ClassSettings>>;
  readonly clients: Readonly<Record<"consumer" | "producer" | "admin", ClassSettings>>;
}

/** A part of a config whose keys Connect passes on to one class, without their prefix. */
export interface Section {
  readonly prefix: string;
  readonly settings: ClassSettings;
  /** Keys that Connect reads itself there. */
  readonly own: readonly string[];
  /** Of others that may be meant for another class of the section, or be read by more than the class, as by interceptors. */
  readonly isLeft: (name: string) => boolean;
}

/** Keys and values that Connect passes on to converters, transforms, predicates and Kafka clients whose settings are known. */
export function lintPassedOn(config: ConnectorConfig, catalogue: ConnectCatalogue): readonly ConfigFinding[] {
  return [...sectionsOf(config, catalogue).flatMap((section) => lintSection(config, section))];
}

/**
 * Kafka 5 makes `Allowlist` the workers' default, with an empty list (KIP-1188).
 * @returns one warning for all keys that such a worker refuses
 */
export function lintOverrides(config: ConnectorConfig): readonly ConfigFinding[] {
  const keys = Object.keys(config).filter((key) => /^(consumer|producer|admin)\.override\./.test(key));
  const [key] = keys;
  if (key === undefined) return [];
  const names = keys.map((each) => each.replace(/^\w+\.override\./, ""));
  return [
    {
      ...warningInConfig,
      key,
      message: `workers with the policy Allowlist, which is the default from Kafka 5 on, refuse ${keys.join(", ")}`,
      hint: `there the worker's connector.client.config.override.allowlist must name ${[...new Set(names)].join(",")}`,
    },
  ];
}

function sectionsOf(config: ConnectorConfig, catalogue: ConnectCatalogue): readonly Section[] {
  const sections: Section[] = (["consumer", "producer", "admin"] as const).map((client) => ({
    prefix: `${client}.override.`,
    settings: catalogue.clients[client],
    own: [],
    isLeft: () => true,
  }));
  const add = (
    prefix: string,
    className: string | undefined,
    known: Readonly<Record<string, ClassSettings>>,
    own: readonly string[],
  ): void => {
    const settings = settingsOf(className ?? "", known);
    const isOfAnother = (name: string): boolean =>
      Object.values(known).some((each) => Object.hasOwn(each, name));
    sections.push(
      settings === undefined
        ? { prefix, settings: {}, own, isLeft: () => true }
        : { prefix, settings, own, isLeft: isOfAnother },
    );
  };
  for (const side of ["key", "value", "header"])
    add(`${side}.converter.`, config[`${side}.converter`], catalogue.converters, ["plugin.version"]);
  for (const [list, own] of [
    ["transforms", ["type", "predicate", "negate", "plugin.version"]],
    ["predicates", ["type", "plugin.version"]],
  ] as const) {
    for (const key of Object.keys(config)) {
      const [, name] = new RegExp(`^${list}\\.([^.]+)\\.type$`).exec(key) ?? [];
      if (name !== undefined) add(`${list}.${name}.`, config[key], catalogue[list], own);
    }
  }
  return sections;
}

/** Connect takes a class by its full name and by its simple one. */
function settingsOf(
  className: string,
  known: Readonly<Record<string, ClassSettings>>,
): ClassSettings | undefined {
  const name = className.trim();
  const full = Object.keys(known).find((each) => each === name || each.endsWith(`.${name}`));
  return full === undefined ? undefined : known[full];
}

export function lintSection(
  config: ConnectorConfig,
  { prefix, settings, own, isLeft }: Section,
): readonly ConfigFinding[] {
  const known = [...Object.keys(settings), ...own];
  return Object.keys(config).flatMap((key): readonly ConfigFinding[] => {
    if (!key.startsWith(prefix)) return [];
    const name = key.slice(prefix.length);
    const type = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (type !== undefined) return wrongType(key, config[key] ?? "", type);
    if (own.includes(name)) return [];
    const meant = nearest(name, known);
    if (meant === undefined && isLeft(name)) return [];
    return [
      {
        ...errorInConfig,
        key,
        message: "nobody reads this key",
        hint: meant === undefined ? whatIsKnown(name, known) : `did you mean "${prefix}${meant}"?`,
      },
    ];
  });
}

const wanted: Readonly<Record<string, { readonly pattern: RegExp; readonly words: string }>> = {
  boolean: { pattern: /^(true|false)$/i, words: "true or false" },
  short: { pattern: /^[+-]?\d+$/, words: "a whole number" },
  int: { pattern: /^[+-]?\d+$/, words: "a whole number" },
  long: { pattern: /^[+-]?\d+$/, words: "a whole number" },
  double: { pattern: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, words: "a number" },
};

/** As org.apache.kafka.common.config.ConfigDef parses a text, with blanks around it taken away. */
function wrongType(key: string, given: string, type: string): readonly ConfigFinding[] {
  const rule = wanted[type];
  const value = given.trim();
  // The worker replaces a reference, so its value is not known here.
  if (rule === undefined || /^\$\{.*\}$/.test(value) || rule.pattern.test(value)) return [];
  return [{ ...errorInConfig, key, message: `"${shownValue(key, given)}" is not ${rule.words}` }];
}
