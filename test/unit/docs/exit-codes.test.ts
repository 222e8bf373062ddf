import { readFile } from "node:fs/promises";
import { format } from "prettier";
import { expect, it } from "vitest";
import { InputError, InterruptedError, ServiceError, UsageError } from "#cli/errors.js";
import { exitCodes } from "#cli/program/exit-codes.js";
import { exitCodesPage } from "#docs/generate/exit-codes-page.js";

it("docs/reference/exit-codes.md says what the program ends with; else run npm run docs", async () => {
  const page = new URL("../../../docs/reference/exit-codes.md", import.meta.url);
  expect(await readFile(page, "utf8")).toBe(await format(exitCodesPage(), { parser: "markdown" }));
});

it("errors end with the codes of the table", () => {
  expect(new UsageError("").exitCode).toBe(exitCodes.usage.code);
  expect(new InputError("").exitCode).toBe(exitCodes.failed.code);
  expect(new ServiceError("Kafka", "").exitCode).toBe(exitCodes.failed.code);
  expect(new InterruptedError().exitCode).toBe(exitCodes.interrupted.code);
});
