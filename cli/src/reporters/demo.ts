import type { DemoResult } from "../commands/demo/demo.js";
import type { Terminal } from "../ports/context.js";
import { bold, secondsText } from "./text.js";

/** The demo as a transcript: each command as typed, under it what it printed. */
export function renderDemo({ steps, running }: DemoResult, terminal: Terminal): string {
  const transcript = steps.map(({ command, seconds, render }) => {
    return `${bold(`$ ${command}`, terminal)}   (${secondsText(seconds)})\n${render(terminal)}\n`;
  });
  return transcript.join("") + next(running);
}

function next(running: boolean): string {
  const lines = running
    ? [
        "The stack is still running. Next:",
        "  cassink table show item-sales        rows that arrived",
        "  cassink produce weather              live readings every 5 seconds, Ctrl-C ends",
        "  cassink connector status             tasks, lag, and whether they move",
        "  cassink down                         stop it; --purge also deletes its data",
      ]
    : [
        "Nothing is left running. Next:",
        "  npx cassink demo --keep              the same, and the stack stays for a look around",
        "  connectors/pipelines/                the two pipelines: copy a file to make your own",
        "  npx cassink --help                   every command",
      ];
  return `${lines.join("\n")}\n`;
}
