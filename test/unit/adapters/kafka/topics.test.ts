import type { Admin } from "kafkajs";
import { expect, it } from "vitest";
import { deleteGroup, deleteTopic, describePartitions } from "#cli/adapters/kafka/topics.js";

/** Of a broker that answers every question with this error. */
function refusing(type: string): Admin {
  const refuse = () => Promise.reject(Object.assign(new Error(type), { type }));
  return { fetchTopicMetadata: refuse, deleteTopics: refuse } as Partial<Admin> as Admin;
}

it.each([["UNKNOWN_TOPIC_OR_PARTITION"], ["INVALID_TOPIC_EXCEPTION"]])(
  "%s: there is no topic",
  async (type) => {
    expect(await describePartitions(refusing(type), "a b")).toBeUndefined();
    expect(await deleteTopic(refusing(type), "a b")).toBe(false);
  },
);

it("does not take a missing right for a missing topic", async () => {
  const admin = refusing("TOPIC_AUTHORIZATION_FAILED");
  await expect(describePartitions(admin, "sales")).rejects.toThrow("TOPIC_AUTHORIZATION_FAILED");
  await expect(deleteTopic(admin, "sales")).rejects.toThrow("TOPIC_AUTHORIZATION_FAILED");
});

it("says whether there was a group to delete, and what the broker says of one that it does not delete", async () => {
  const answering = (type?: string): Admin => {
    const error = Object.assign(new Error(type), { type });
    const refused = Object.assign(new Error("Error in DeleteGroups"), { groups: [{ groupId: "g", error }] });
    const deleteGroups = () => (type === undefined ? Promise.resolve([]) : Promise.reject(refused));
    return { deleteGroups } as Partial<Admin> as Admin;
  };
  expect(await deleteGroup(answering(), "g")).toBe(true);
  expect(await deleteGroup(answering("GROUP_ID_NOT_FOUND"), "g")).toBe(false);
  await expect(deleteGroup(answering("GROUP_AUTHORIZATION_FAILED"), "g")).rejects.toThrow(
    "GROUP_AUTHORIZATION_FAILED",
  );
});
