import { connectionOptions } from "#cli/program/connection-options.js";
import { connectionsHelp } from "#cli/program/connections-help.js";
import type { ProgramDescription } from "#cli/program/command-line.js";
import { argumentText, type CommandDefinition, type OptionDefinition } from "#cli/program/definition.js";
import { exitCodes } from "#cli/program/exit-codes.js";
import { globalOptions } from "#cli/program/shared-options.js";

/** The manual page of section 1, in the macros of man(7), from the same definitions as the help pages. */
export function manPage({ name, version, summary, commands, groups }: ProgramDescription): string {
  const shownCommands = commands.filter(({ hidden }) => hidden !== true);
  const globals: readonly OptionDefinition[] = [
    ...Object.values(globalOptions),
    ...Object.values(connectionOptions),
  ];
  return [
    `.\\" Written by npm run docs from the program's own help.`,
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User commands"`,
    ".SH NAME",
    `${name} \\- ${text(summary)}`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
    ".SH DESCRIPTION",
    ...Object.entries(groups).flatMap(([word, meaning]) => [".TP", bold(`${name} ${word}`), text(meaning)]),
    ".SH COMMANDS",
    ...shownCommands.flatMap((command) => section(name, command)),
    ".SH OPTIONS",
    "Every command takes these.",
    ...globals.filter(({ hidden }) => hidden !== true).flatMap(optionLines),
    ".SH EXIT STATUS",
    ...Object.values(exitCodes).flatMap(({ code, meaning }) => [".TP", bold(String(code)), text(meaning)]),
    ".SH SERVERS",
    ...literal(connectionsHelp(name)),
    "",
  ].join("\n");
}

function section(name: string, command: CommandDefinition): readonly string[] {
  const { words, summary, description, options = {}, examples } = command;
  const named = Object.entries(command.arguments ?? {});
  const shape = named.map(([key, definition]) => argumentText(key, definition));
  return [
    `.SS "${text([name, ...words, ...shape].join(" "))}"`,
    `${text(summary[0]?.toUpperCase() ?? "")}${text(summary.slice(1))}.`,
    ...(description === undefined ? [] : description.split("\n\n").flatMap((part) => [".PP", text(part)])),
    ...named.flatMap(([key, { description: meaning }]) => [".TP", `\\fI${text(key)}\\fR`, text(meaning)]),
    ...Object.values(options).flatMap(optionLines),
    ".PP",
    ...examples.flatMap(({ command: line, explains }) => literal(`# ${explains}\n${name} ${line}`)),
  ];
}

function optionLines({ flags, description, ...option }: OptionDefinition): readonly string[] {
  const { choices, default: value, defaultText } = option;
  const notes = [
    ...(choices === undefined ? [] : [`one of ${choices.join(", ")}`]),
    ...(value === undefined ? [] : [`default ${defaultText ?? (value as string | number)}`]),
  ];
  return [".TP", bold(flags), text([description, ...notes].join("; "))];
}

/** Lines that stand as they are. */
const literal = (lines: string): readonly string[] => [
  ".PP",
  ".RS 4",
  ".nf",
  ...lines.trimEnd().split("\n").map(text),
  ".fi",
  ".RE",
];

const bold = (words: string): string => `\\fB${text(words)}\\fR`;

/** Backslashes, hyphens that are to be copied, and lines that begin as a macro does. */
const text = (plain: string): string =>
  plain
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replace(/^([.'])/gm, "\\&$1");
