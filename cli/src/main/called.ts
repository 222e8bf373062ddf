import { relative } from "node:path";
import { program } from "../program.js";
import type { RunLine } from "../program/command-line.js";
import { typedFlags } from "../program/connection-options.js";
import { globalOptions } from "../program/shared-options.js";
import { programName, withCalled } from "../reporters/called.js";

/** Which commands the texts name. */
const commandWords = program.commands.map(({ words }) => words.join(" "));

/** Printed commands as the user would type them again, with the same servers. */
export function asCalled(text: string, { globals, connections, selection }: Partial<RunLine>): string {
  const script = relative(process.cwd(), process.argv[1] ?? "");
  const given = {
    "--home": globals?.home === globalOptions.home.default ? undefined : globals?.home,
    "--context": globals?.context,
  };
  const named = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [[flag, value] as const],
  );
  const flags = [...named, ...typedFlags(connections ?? {})];
  const called = {
    program: programName(script, process.env["npm_command"]),
    flags,
    selection: selection ?? [],
  };
  return withCalled(text, called, commandWords);
}
