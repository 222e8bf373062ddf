import { describe, expect, it } from "vitest";
import { run as runDescribe } from "#cli/commands/connector/describe.js";
import { run as runGet } from "#cli/commands/connector/get.js";
import { parseProperties } from "#cli/core/pipeline/properties.js";
import { renderDescribe, renderGet } from "#cli/reporters/connector-config.js";
import { failureOf, fakeWorker, pipeline, sinkClass } from "./fake-worker.js";

const config = { ...pipeline().connector.config, topics: "sales" };

describe("connector get", () => {
  it("prints what is deployed, sorted and without secrets", async () => {
    const result = await runGet({ name: ["sales"] }, fakeWorker({ before: config }).context);
    expect(renderGet(result)).toBe(
      [
        "name=sales",
        "auth.password=********",
        "auth.username=writer",
        `connector.class=${sinkClass}`,
        "tasks.max=2",
        "topic.sales.shop.sales.mapping=id=key, amount=value.amount",
        "topics=sales",
        "",
      ].join("\n"),
    );
  });

  it("prints values that Java reads as they are, and none that a terminal acts on", async () => {
    const odd = {
      "topics.regex": "a\\.b\\d+",
      "odd key:=": " begins with a space",
      "#no comment": "line\nbreak\ttab",
      escape: "\u001b[31m\u202e\u{1f600}\u{e0001}",
      empty: "",
    };
    const text = renderGet(await runGet({ name: ["sales"] }, fakeWorker({ before: odd }).context));
    expect(Object.fromEntries(parseProperties(text, "-"))).toEqual({ name: "sales", ...odd });
    for (const character of ["\u001b", "\u202e", "\t"]) expect(text).not.toContain(character);
  });

  it("wants a name, and a connector that is deployed", async () => {
    expect((await failureOf(runGet({}, fakeWorker().context))).message).toBe("no connector is named");
    expect((await failureOf(runGet({ name: ["sales"] }, fakeWorker().context))).message).toBe(
      "connector sales is not deployed",
    );
  });
});

it("connector describe joins what status and get say with class, version, group and dead letters", async () => {
  const deadLetters = { "errors.deadletterqueue.topic.name": "sales-dlq" };
  const { context } = fakeWorker({
    before: { ...config, ...deadLetters },
    ports: { kafka: { hasTopic: () => Promise.resolve(false) } },
  });
  const result = await runDescribe({ name: ["sales"], sample: 0 }, context);
  expect(result).toMatchObject({
    // The topic that it reads is not there.
    outcome: "findings",
    connectors: [{ connector: "sales", class: sinkClass, version: "1", deadLetterTopic: "sales-dlq" }],
    status: { connectors: [{ consumerGroup: "connect-sales", missingTopics: ["sales"] }] },
  });
  const text = renderDescribe(result, { width: 80, color: false });
  expect(text).toMatch(/^sales +RUNNING +2 running/m);
  expect(text).toContain("  dead letters  sales-dlq\n");
  expect(text).toContain("  auth.password=********\n");
  expect(text).not.toContain("hunter22");
});
