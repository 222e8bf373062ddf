import { expect, it } from "vitest";
import { withTypedServers } from "#cli/program/completion.js";
import { program } from "#cli/program.js";

it("names are asked of the servers that the typed line names", () => {
  const typed = [
    "--context",
    "prod",
    "topic",
    "--bootstrap-servers=a:1",
    "describe",
    "-f",
    "x",
    "--context",
    "t",
  ];
  expect(withTypedServers(program, ["complete", "--", ...typed])).toEqual([
    "--context",
    "prod",
    "--bootstrap-servers=a:1",
    "complete",
    "--",
    ...typed,
  ]);
});

it("a flag that is being typed is not taken for one, and other commands stay as they are", () => {
  for (const line of [
    ["complete", "--", "topic", "--context"],
    ["complete", "--", "topic", "--context", ""],
    ["topic", "list", "--context", "prod"],
  ]) {
    expect(withTypedServers(program, line)).toEqual(line);
  }
});
