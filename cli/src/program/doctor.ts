import type { CommandDefinition } from "./definition.js";

export const doctor = {
  words: ["doctor"],
  summary: "look at JDK, Maven, ports, disk, servers, plugins, versions and clocks",
  effect: "reads",
  description: [
    "Each line is ok or says what to do. The servers are those that every other command would use: named by flag or",
    "environment, else the local stack. Exit code 0 when all is well, 3 with findings.",
  ].join(" "),
  examples: [
    { command: "doctor", explains: "before the first up, and whenever something does not work" },
    {
      command: "doctor --connect-url http://connect.example:8083",
      explains: "look at another worker, its plugins and its clock",
    },
  ],
} as const satisfies CommandDefinition;
