import { ServiceError } from "../../errors.js";
import { protocolErrorType, wrapped } from "./protocol-error-type.js";

/** The right that each call needs, by the begin of the words that say what it does. */
const rights: readonly (readonly [doing: string, right: string])[] = [
  ["describe", "DESCRIBE"],
  ["read the configs of", "DESCRIBE_CONFIGS"],
  ["read the offsets of", "DESCRIBE"],
  ["read", "READ"],
  ["create", "CREATE"],
  ["delete", "DELETE"],
  ["send to", "WRITE"],
  ["start a producer", "WRITE"],
];

/**
 * What the user of a call must be granted; undefined for any other refusal than of a right. Kafka says which kind of
 * resource it refuses, and not which operation.
 */
export function missingRight(error: unknown, where: string, doing: string): ServiceError | undefined {
  if (lacksCoordinator(error)) return withoutCoordinator(error, where, doing);
  const kind = /^(TOPIC|GROUP|CLUSTER)_AUTHORIZATION_FAILED$/.exec(protocolErrorType(error) ?? "")?.[1];
  if (kind === undefined) return undefined;
  // An idempotent producer needs a right on the cluster, or to write to any topic.
  const resource = doing === "start a producer" ? "topic" : kind.toLowerCase();
  const right = rights.find(([begin]) => doing.startsWith(begin))?.[1] ?? "DESCRIBE";
  const named = new RegExp(`\\b${resource} (\\S+)$`).exec(doing)?.[1];
  // A group's offsets are asked topic by topic, and a topic may be refused.
  const on = named === undefined ? `its ${resource}s` : `${resource} ${named}`;
  return new ServiceError("Kafka", `this user may not ${doing}: it needs ${right} on ${on}`, {
    where,
    hint: "docs/reference/rights.md has what each command needs",
    cause: error,
  });
}

function lacksCoordinator(error: unknown): boolean {
  return [...wrapped(error)].some((link) => (link as Error).name === "KafkaJSGroupCoordinatorNotFound");
}

/** kafkajs keeps for itself why no broker has answered. */
function withoutCoordinator(error: unknown, where: string, doing: string): ServiceError {
  const group = /\bgroup (\S+)$/.exec(doing)?.[1];
  return new ServiceError(
    "Kafka",
    `cannot ${doing}: no broker names the group's coordinator, as for a user without DESCRIBE on ${group === undefined ? "it" : `group ${group}`}`,
    {
      where,
      hint: "docs/reference/rights.md has what each command needs; while brokers start, try again",
      cause: error,
    },
  );
}
