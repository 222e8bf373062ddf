import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { InputError } from "#cli/errors.js";
import { program } from "#cli/program.js";
import type { ProgramCommand } from "#cli/program/command.js";
import { errorText } from "#cli/reporters/error.js";
import * as json from "#cli/reporters/json.js";
import * as yaml from "#cli/reporters/yaml.js";
import { schemaFile } from "#docs/generate/schema-file.js";
import { checkOutput } from "#test/support/output-schema.js";
import { sampleOf } from "#test/support/schema-sample.js";

const folder = new URL("../../../schemas/output/", import.meta.url);
const hostile = `../%2F\u001b[2J\u009b1A\u202e\u200b😀 ${"x".repeat(249)}\nforged: line\r`;
const variants = [...Array(30).keys()];

/** What a terminal acts on, but for ends of lines and the tabs of logs. */
const acted = /[^\P{C}\n\t]/u;

function expectSafe(text: string): void {
  expect(text).not.toMatch(acted);
  expect(text).not.toMatch(/^forged/m);
}

describe.each(program.commands.map((command) => [command.words.join(" "), command] as const))(
  "a result of %s that is full of hostile names",
  (_, { words, arguments: named = {}, loadRenderer }) => {
    const schema = JSON.parse(readFileSync(new URL(schemaFile(words), folder), "utf8")) as object;

    it.each([Infinity, 80, 40])(
      "is text that a terminal of %s columns shows and does not act on",
      async (width) => {
        const render = await loadRenderer();
        for (const variant of variants) {
          const result = sampleOf(schema, { variant, text: hostile });
          const rendered = withRenderers(result);
          expectSafe(render(rendered as never, { width, color: false }));
        }
      },
    );

    it("is the same value as JSON and YAML, and fits its schema", () => {
      for (const variant of variants) {
        const text = json.document(sampleOf(schema, { variant, text: hostile }));
        const value = JSON.parse(text) as unknown;
        checkOutput([...words, ...requiredOf(named)], value);
        expect(parse(yaml.document(value))).toEqual(value);
        expectSafe(text);
      }
    });
  },
);

it("an error that is full of hostile names is shown and not acted on", () => {
  const error = new InputError(hostile, { where: hostile, hint: hostile, lines: [hostile, hostile] });
  expectSafe(errorText(error, { width: 80, color: false }, false));
});

/** What the command line cannot do without. */
const requiredOf = (named: NonNullable<ProgramCommand["arguments"]>): readonly string[] =>
  Object.values(named).flatMap(({ required, choices }) =>
    required === true ? [choices?.[0] ?? "name"] : [],
  );

/** The steps of `demo` bring the renderers of their own results. */
function withRenderers(result: unknown): unknown {
  const { steps } = result as { readonly steps?: readonly object[] };
  if (steps === undefined) return result;
  return { ...(result as object), steps: steps.map((step) => ({ ...step, render: () => "" })) };
}
