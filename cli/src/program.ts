import type { CommandDefinition } from "./program/definition.js";
import { demoCommands } from "./program/demo.js";

/** Every command of the program, in the order of the help page. */
export const commands: readonly CommandDefinition[] = [...demoCommands];

export const groups: Readonly<Record<string, string>> = {
  topic: "make, list and compare Kafka topics",
  table: "make tables and look at their rows",
  connector: "validate, deploy and watch connectors",
  produce: "send events to a pipeline's topic",
  verify: "prove that a table holds what its topic says",
};
