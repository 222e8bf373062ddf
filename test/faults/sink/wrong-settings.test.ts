import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { SinkJob } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

it("one look of the sink's own validation shows every mistake, those beside the live table included", async () => {
  const job = await SinkJob.create(stack, { name: "wrong" });
  const section = `topic.${job.topic}.${job.table}`;
  const config = job.config({
    [`${section}.mapping`]: "k=key, m=value.n, nonsense",
    [`${section}.ttl`]: "soon",
    "loadBalancing.localDc": "nowhere",
  });
  const told = await stack.connect.validate(config);
  expect(new Map(told.map(({ key, messages }) => [key, messages]))).toEqual(
    new Map([
      ["loadBalancing.localDc", [expect.stringContaining("nowhere is not one of datacenter1")]],
      [
        `${section}.mapping`,
        ["at position 27: expected '=' after nonsense", expect.stringContaining("has no column m")],
      ],
      [`${section}.ttl`, ["'soon' is not a whole number"]],
    ]),
  );
  await job.remove();
});
