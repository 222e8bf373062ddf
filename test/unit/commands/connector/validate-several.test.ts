import { expect, it } from "vitest";
import { run } from "#cli/commands/connector/validate.js";
import { InputError } from "#cli/errors.js";
import { renderValidate } from "#cli/reporters/connector.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeWorker, pipeline } from "./fake-worker.js";

it("checks every file, and finds the one that cannot be read beside the others", async () => {
  const problem = new InputError("old.yaml is no pipeline file: unknown key topcis", {
    where: "old.yaml:2:1",
    hint: 'did you mean "topics"?',
    lines: ["old.yaml:1:1: key name is missing"],
  });
  const { pipelines, files, clock } = fakeWorker().context;
  const { context } = fakeContext({
    files,
    clock,
    pipelines: {
      settingsSchema: (file) => pipelines.settingsSchema(file),
      connectCatalogue: () => pipelines.connectCatalogue(),
      selectEach: () =>
        Promise.resolve([
          { name: "old", problem },
          { name: "sales", pipeline: pipeline({ "tasks.max": "many" }), text: "" },
        ]),
    },
  });
  const result = await run({ offline: true }, context);
  expect(result.outcome).toBe("findings");
  expect(result.connectors.map(({ connector }) => connector)).toEqual(["old", "sales"]);
  const text = renderValidate(result, { width: 100, color: false });
  expect(text).toContain("old: 1 problem\n");
  expect(text).toContain("error: old.yaml:2:1\n");
  expect(text).toContain("key name is missing");
  expect(text).toMatch(/sales: \d problem/);
});
