import type { ProgramDescription } from "./program/command-line.js";
import type { CommandDefinition } from "./program/definition.js";
import { demoCommands } from "./program/demo.js";
import { connectorCommands } from "./program/connector.js";
import { tableCommands } from "./program/table.js";
import { doctorCommands } from "./program/doctor.js";
import { produceCommands } from "./program/produce.js";
import { verifyCommands } from "./program/verify.js";
import { stackCommands } from "./program/stack.js";
import { topicCommands } from "./program/topic.js";

/** Every command of the program, in the order of the help page. */
export const commands: readonly CommandDefinition[] = [
  ...demoCommands,
  ...stackCommands,
  ...doctorCommands,
  ...topicCommands,
  ...tableCommands,
  ...connectorCommands,
  ...produceCommands,
  ...verifyCommands,
];

/** Summary of each first word that is no command itself. */
const groups: Readonly<Record<string, string>> = {
  topic: "make, list and compare Kafka topics",
  table: "make tables and look at their rows",
  connector: "validate, deploy and watch connectors",
  produce: "send events to a pipeline's topic",
  verify: "prove that a table holds what its topic says",
};

export const program: ProgramDescription = {
  name: "cassink",
  version: "0.1.0",
  summary: "Kafka topics into Cassandra tables, provably complete",
  commands,
  groups,
};
