import { expect, test } from "vitest";
import { missingRight } from "#cli/adapters/kafka/missing-right.js";
import { serviceError } from "#cli/adapters/kafka/service-error.js";

const refused = (type: string): Error =>
  new Error("Retries exceeded", { cause: Object.assign(new Error("Not authorized"), { type }) });

test.each([
  ["describe topic t", "TOPIC", "this user may not describe topic t: it needs DESCRIBE on topic t"],
  [
    "read the configs of topic t",
    "TOPIC",
    "this user may not read the configs of topic t: it needs DESCRIBE_CONFIGS on topic t",
  ],
  ["read topic t", "TOPIC", "this user may not read topic t: it needs READ on topic t"],
  ["create topic t", "TOPIC", "this user may not create topic t: it needs CREATE on topic t"],
  ["delete topic t", "TOPIC", "this user may not delete topic t: it needs DELETE on topic t"],
  ["send to topic t", "TOPIC", "this user may not send to topic t: it needs WRITE on topic t"],
  ["start a producer", "CLUSTER", "this user may not start a producer: it needs WRITE on its topics"],
  ["describe group g", "GROUP", "this user may not describe group g: it needs DESCRIBE on group g"],
  [
    "read the offsets of group g",
    "TOPIC",
    "this user may not read the offsets of group g: it needs DESCRIBE on its topics",
  ],
])("a call that may not be made names the right: %s, %s", (doing, kind, message) => {
  expect(
    serviceError(refused(`${kind}_AUTHORIZATION_FAILED`), { bootstrapServers: ["b:1"] }, doing),
  ).toMatchObject({
    message,
    where: "b:1",
  });
});

test("a group whose coordinator nobody names is one that the user may not describe", () => {
  const hidden = Object.assign(new Error("Failed to find group coordinator"), {
    name: "KafkaJSGroupCoordinatorNotFound",
  });
  expect(missingRight(hidden, "b:1", "describe group g")?.message).toBe(
    "cannot describe group g: no broker names the group's coordinator, as for a user without DESCRIBE on group g",
  );
});

test("any other refusal is none of a right", () => {
  expect(missingRight(refused("UNKNOWN_TOPIC_OR_PARTITION"), "b:1", "read topic t")).toBeUndefined();
});
