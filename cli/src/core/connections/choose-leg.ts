import { fieldsOf } from "./fields.js";
import { type ConnectionSettings, type Leg, isAddress, namesAddress } from "./settings.js";

/** A context by its name. */
export interface NamedContext {
  readonly name: string;
  readonly settings: ConnectionSettings;
}

/** Everything that may name an address, in the order in which it counts. */
export interface ConnectionSources {
  readonly flags: ConnectionSettings;
  readonly variables: ConnectionSettings;
  /** By `--context` or `CASSINK_CONTEXT`. */
  readonly chosen?: NamedContext | undefined;
  /** The local stack that runs under `--home`. */
  readonly stack?: ConnectionSettings | undefined;
  /** By `context use`. */
  readonly current?: NamedContext | undefined;
}

/** From where a leg's address was taken. `nowhere`: the chosen context lacks the leg. */
export type LegOrigin = "flags" | "variables" | "chosen" | "stack" | "current" | "defaults" | "nowhere";

/** What a user should know of the choice. */
export type ConnectionNote =
  | { readonly kind: "stack instead of context"; readonly context: string }
  | { readonly kind: "variables instead of context"; readonly leg: Leg; readonly context: string }
  /** Variables, such as a password, that belong to the address of another variable, which does not count or is not set. */
  | { readonly kind: "variables unused"; readonly leg: Leg; readonly variables: readonly string[] };

export interface ChosenLeg<L extends Leg> {
  readonly origin: LegOrigin;
  readonly settings: NonNullable<ConnectionSettings[L]>;
  readonly notes: readonly ConnectionNote[];
}

/** The servers on their usual ports on this machine. */
export const defaultSettings = {
  kafka: { bootstrapServers: ["localhost:9092"] },
  connect: { urls: ["http://localhost:8083"] },
  cassandra: { contactPoints: ["127.0.0.1:9042"] },
} as const satisfies ConnectionSettings;

/**
 * A leg is taken whole from the first source that names its address, so no login goes to an address that another source
 * has named. Only flags may change it, on top of what the address's source says.
 */
export function chooseLeg<L extends Leg>(leg: L, sources: ConnectionSources): ChosenLeg<L> {
  const { flags, variables, chosen, stack, current } = sources;
  const rest: readonly (readonly [LegOrigin, ConnectionSettings | undefined])[] =
    chosen === undefined
      ? [
          ["stack", stack],
          ["current", current?.settings],
          ["defaults", defaultSettings],
        ]
      : [["chosen", chosen.settings]];
  const [origin, found] = [["flags", flags] as const, ["variables", variables] as const, ...rest].find(
    ([, settings]) => namesAddress({ ...settings?.[leg] }),
  ) ?? ["nowhere", undefined];
  const base: Settings = { ...found?.[leg] };
  return {
    origin,
    settings: origin === "flags" ? base : changed(leg, base, { ...flags[leg] }),
    notes: notesOn(leg, origin, sources),
  };
}

type Settings = Readonly<Record<string, unknown>>;

/** Ways to log in that exclude each other: a flag for the one drops what the address's source has of the other. */
const ways: readonly (readonly string[])[] = [["username", "password"], ["token"]];

function changed(leg: Leg, base: Settings, flags: Settings): Settings {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const way = ways.find((keys) => keys.some((key) => key in given));
  const dropped = way === undefined ? [] : ways.filter((keys) => keys !== way).flat();
  if (leg === "kafka" && way !== undefined && dropped.some((key) => base[key] !== undefined)) {
    dropped.push("sasl");
  }
  const kept = Object.fromEntries(Object.entries(base).filter(([key]) => !dropped.includes(key)));
  return { ...kept, ...given };
}

function notesOn(leg: Leg, origin: LegOrigin, sources: ConnectionSources): readonly ConnectionNote[] {
  const { variables, chosen, current } = sources;
  const notes: ConnectionNote[] = [];
  if (origin === "stack" && current !== undefined) {
    notes.push({ kind: "stack instead of context", context: current.name });
  }
  if (origin === "variables" && chosen !== undefined) {
    notes.push({ kind: "variables instead of context", leg, context: chosen.name });
  }
  const set: Settings = { ...variables[leg] };
  const unused = fieldsOf(leg).filter(([key]) => set[key] !== undefined && !isAddress(key));
  if (origin !== "variables" && unused.length > 0) {
    notes.push({ kind: "variables unused", leg, variables: unused.map(([, { variable }]) => variable) });
  }
  return notes;
}
