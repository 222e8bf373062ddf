import { expect, test } from "vitest";
import { examinedLetters } from "#cli/commands/doctor/letters.js";
import { ServiceError } from "#cli/errors.js";
import { fakeContext } from "#test/support/fakes/context.js";

test("letters that may not be read are not judged, and what is said of their topic stays", async () => {
  const { context } = fakeContext({
    kafka: {
      describeTopic: (name) =>
        Promise.resolve({
          ...{ name, partitions: 1, replication: 1 },
          configs: { "message.timestamp.type": "LogAppendTime" },
        }),
      hasTopic: () => Promise.resolve(true),
      topicOffsets: () => Promise.reject(new ServiceError("Kafka", "READ is missing on topic dead")),
    },
  });
  const { checks, states } = await examinedLetters("dead", "sales", "sales", context);
  expect(states).toBeUndefined();
  expect(checks).toMatchObject([
    { subject: "dead letters", state: "warning" },
    { subject: "dead letters", state: "unjudged", seen: "READ is missing on topic dead" },
  ]);
});
