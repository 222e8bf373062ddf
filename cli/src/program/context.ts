import type { CommandDefinition, InputOf } from "./definition.js";
import { dryRunOption } from "./shared-options.js";

const completes = ["context"] as const;
const nameArgument = { name: { description: "name of the context", required: true, completes } } as const;

export const contextAdd = {
  words: ["context", "add"],
  summary: "keep servers and logins under a name",
  effect: "changes",
  description: [
    "The flags of the servers say what is kept, those of `cassink help connections` too; the environment and the local",
    "stack do not. Nothing is asked of a server. A secret is kept by its source; `ask` reads it from the terminal, or",
    "from standard input, and keeps it in the clear, in a file that its owner alone can read.",
  ].join(" "),
  arguments: nameArgument,
  options: {
    connectorKeys: {
      flags: "--connector-key <key=value>",
      description:
        "a setting by which the sink reaches Cassandra, or with receipts. the brokers that take its receipts, added at deploy where a pipeline leaves it out; a secret as a reference such as ${file:/run/secrets/db:password}",
      repeatable: true,
    },
    replace: { flags: "--replace", description: "in the place of a context of the same name" },
    use: { flags: "--use", description: "make it the current one" },
    ...dryRunOption,
  },
  examples: [
    {
      command:
        "context add test --connect-url http://connect:8083 --bootstrap-servers kafka:9092 --contact-points cassandra",
      explains: "without a login",
    },
    {
      command:
        "context add prod --bootstrap-servers kafka:9093 --kafka-ca ca.pem --kafka-sasl scram-sha-512 --kafka-username reader --kafka-password ask",
      explains: "a private authority and a user; the password is typed",
    },
  ],
} as const satisfies CommandDefinition;
export type ContextAddInput = InputOf<typeof contextAdd>;

export const contextUse = {
  words: ["context", "use"],
  summary: "make a context the current one",
  effect: "changes",
  description: [
    "It counts where neither flags nor the environment name a server, --context names no other, and no local stack",
    "runs.",
  ].join(" "),
  arguments: { name: { description: "name of the context", completes } },
  options: { none: { flags: "--none", description: "have no current context" }, ...dryRunOption },
  examples: [
    { command: "context use prod", explains: "until another is used" },
    { command: "context use --none", explains: "the usual ports of this machine again" },
  ],
} as const satisfies CommandDefinition;
export type ContextUseInput = InputOf<typeof contextUse>;

export const contextList = {
  words: ["context", "list"],
  summary: "the contexts and their servers",
  effect: "reads",
  examples: [{ command: "context list", explains: "the current one is marked" }],
} as const satisfies CommandDefinition;

export const contextShow = {
  words: ["context", "show"],
  summary: "what a context holds, its secrets by their sources",
  effect: "reads",
  description:
    "Without a name, the one of --context or CASSINK_CONTEXT, else the current one. No secret is looked up.",
  arguments: { name: { description: "name of the context", completes } },
  examples: [{ command: "context show prod", explains: "servers, TLS and logins" }],
} as const satisfies CommandDefinition;
export type ContextShowInput = InputOf<typeof contextShow>;

export const contextRemove = {
  words: ["context", "remove"],
  summary: "forget a context",
  effect: "changes",
  arguments: nameArgument,
  options: dryRunOption,
  examples: [{ command: "context remove prod", explains: "with the secrets that it holds in the clear" }],
} as const satisfies CommandDefinition;
export type ContextRemoveInput = InputOf<typeof contextRemove>;
