import { expect, it } from "vitest";
import { countLetters } from "#cli/core/dead-letters/count-letters.js";
import { lettersContext } from "../../commands/dlq/letters-context.js";

it("counts two records of a place, of a topic that was made again, and letters of one record once", async () => {
  const letters = [1_000, 2_000, 2_000].map((time) => ({ origin: "sales-0@1", time }));
  const { context } = lettersContext({ letters });
  const config = { "errors.deadletterqueue.topic.name": "dead" };
  const { signal } = new AbortController();
  expect(await countLetters("sales", config, context.kafka, signal)).toEqual({
    topic: "dead",
    letters: 3,
    waiting: 2,
  });
});
