import { expect, test } from "vitest";
import type { MappingEntry } from "#cli/core/mapping/mapping.js";
import { parseMapping } from "#cli/core/sinks/cassink/parse-mapping.js";
import { contractFile } from "./contract-file.js";

/** Every case was read by the parser of Cassink's sink; the CLI's must read the same, to the position of each mistake. */
interface Case {
  readonly mapping: string;
  readonly entries: readonly unknown[];
  readonly problems: readonly { readonly position: number; readonly message: string }[];
}

const { cases } = contractFile("sink-mappings.json") as { readonly cases: readonly Case[] };

const shown = ({ column, target, field, position }: MappingEntry): unknown => ({
  position: position + 1,
  target,
  ...(target === "column" ? { column } : {}),
  source: field.source,
  ...(field.name === undefined ? {} : { name: field.name }),
  ...(field.path === undefined ? {} : { path: field.path }),
});

/** What was likely meant is worked out differently on both sides, and is no part of the contract. */
const withoutHint = (message: string): string => message.replace(/; did you mean .*$/, "");

test.each(cases.map((one) => [one.mapping, one] as const))("%j", (_, { mapping, entries, problems }) => {
  const parsed = parseMapping(mapping);
  expect(parsed.entries.map(shown)).toEqual(entries);
  expect(
    parsed.problems.map(({ position, message }) => ({
      position: position + 1,
      message: withoutHint(message),
    })),
  ).toEqual(problems.map(({ position, message }) => ({ position, message: withoutHint(message) })));
});
