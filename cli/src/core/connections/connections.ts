import { CassinkError, InputError, UsageError } from "../../errors.js";
import { checkLeg } from "./check-leg.js";
import { type ConnectionNote, type ConnectionSources, chooseLeg } from "./choose-leg.js";
import type { CassandraConnection, ConnectConnection, KafkaConnection } from "./connection.js";
import { addressField, legNames, fieldsOf, waysOf } from "./fields.js";
import { type ConnectionSettings, type Leg, namesAddress } from "./settings.js";

/**
 * How the three servers are reached. A leg is looked at when it is first asked for: what is wrong with the settings of
 * Cassandra does not hinder a command that needs Kafka alone. Each throws a CassinkError that names the setting.
 */
export interface Connections {
  kafka(): KafkaConnection;
  connect(): ConnectConnection;
  cassandra(): CassandraConnection;
}

interface ConnectionParts {
  readonly flags: ConnectionSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stack: ConnectionSettings | undefined;
  /** By `--context` or `CASSINK_CONTEXT`. */
  readonly chosenContext: string | undefined;
  /** The contexts that count, if any; throws what is wrong with their file. */
  readonly contexts: () => Pick<ConnectionSources, "chosen" | "current">;
  readonly onNote: (note: ConnectionNote) => void;
}

export function connectionsFrom(parts: ConnectionParts): Connections {
  const choose = <L extends Leg>(leg: L): NonNullable<ConnectionSettings[L]> => {
    const { flags, environment, stack, chosenContext, contexts, onNote } = parts;
    const variables = variableSettings(leg, environment);
    const isNamed = namesAddress({ ...flags[leg] }) || namesAddress(variables);
    const sources = {
      flags,
      variables: { [leg]: variables },
      stack,
      // A file that is wrong does not hinder who needs no context.
      ...(isNamed && chosenContext === undefined ? {} : contexts()),
    };
    const { origin, settings, notes } = chooseLeg(leg, sources);
    notes.forEach(onNote);
    if (origin !== "nowhere") return settings;
    throw new InputError(`context ${sources.chosen?.name ?? ""} says nothing of ${legNames[leg]}`, {
      hint: `add it to the context, or name its address with ${waysOf(addressField[leg])}`,
    });
  };
  return {
    kafka: once(() => checkLeg.kafka(choose("kafka"))),
    connect: once(() => checkLeg.connect(choose("connect"))),
    cassandra: once(() => checkLeg.cassandra(choose("cassandra"))),
  };
}

/**
 * What the environment says of a leg; an empty variable says nothing. A secret stays where it is.
 * @throws UsageError that names the variable
 */
export function variableSettings(
  leg: Leg,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const values = fieldsOf(leg).flatMap(([key, { variable, kind, parse }]) => {
    const text = environment[variable] ?? "";
    if (text === "") return [];
    if (kind === "secret") return [[key, { kind: "env", name: variable }] as const];
    try {
      return [[key, parse(text)] as const];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${variable}: ${error.message}`, {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
    }
  });
  return Object.fromEntries(values);
}

/** Makes the value at the first call, and gives or throws the same from then on. */
function once<Value>(make: () => Value): () => Value {
  let made: (() => Value) | undefined;
  return () => {
    if (made === undefined) {
      try {
        const value = make();
        made = () => value;
      } catch (error) {
        if (!(error instanceof CassinkError)) throw error;
        made = () => {
          throw error;
        };
      }
    }
    return made();
  };
}
