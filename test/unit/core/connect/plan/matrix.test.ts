import { describe, expect, it } from "vitest";
import { configDifferences, isChange, isHidden } from "#cli/core/connect/config-differences.js";
import { configs } from "./configs.js";
import { settingsOf, ways } from "./ways.js";

const cases = configs.map((each, index) => ({ ...each, index }));

it("has 40 configs and 8 ways", () => {
  expect(cases).toHaveLength(40);
  expect(Object.keys(ways)).toHaveLength(8);
});

describe.each(Object.entries(ways))("on a cluster that %s", (_, way) => {
  it.each(cases)("a config differs in nothing once it is deployed: $from", ({ config, index }) => {
    const { file, shown } = way(config, index);
    const differences = configDifferences("sales", shown, file, settingsOf(file));
    expect(differences.filter(isChange)).toEqual([]);

    const more = { ...file, "tasks.max": "7", "errors.log.enable": "true" };
    const changes = configDifferences("sales", shown, more, settingsOf(file)).filter(isChange);
    expect(changes.map(({ key }) => key)).toEqual(["errors.log.enable", "tasks.max"]);

    const without = Object.fromEntries(Object.entries(file).filter(([key]) => !/mapping$/.test(key)));
    const removed = configDifferences("sales", shown, without, settingsOf(file)).filter(isChange);
    expect(removed.length).toBe(Object.keys(file).length - Object.keys(without).length);
  });
});

describe("what cannot be seen", () => {
  const differences = (shown: string, file: string) =>
    configDifferences("sales", { "auth.password": shown }, { "auth.password": file });

  it.each([
    ["****", "new", "masked"],
    ["[hidden]", "${file:/x:y}", "masked"],
    ["user ****;", "user new;", "masked"],
    ["clear", "${file:/x:y}", "resolved"],
    ["user clear;", "user ${env:PW};", "resolved"],
  ])("of %s, where the file has %s", (shown, file, note) => {
    const found = differences(shown, file);
    expect(found).toMatchObject([{ key: "auth.password", note }]);
    expect(found.filter(isHidden)).toHaveLength(1);
  });

  it.each([
    ["user ****;", "member new;"],
    ["clear", "user ${env:PW}"],
    ["${file:/x:y}", "${file:/x:z}"],
    ["${file:/x:y}", "clear"],
    ["*", "new"],
  ])("is not %s, where the file has %s: that is a change", (shown, file) => {
    expect(differences(shown, file).filter(isChange)).toHaveLength(1);
  });

  it("is no clear value beside a reference that the cluster leaves as it is", () => {
    const shown = { "auth.username": "${file:/x:user}", "auth.password": "clear" };
    const file = { ...shown, "auth.password": "${file:/x:y}" };
    expect(configDifferences("sales", shown, file).filter(isChange)).toHaveLength(1);
  });
});

it.each([
  ["tasks.max", "1000", "1_000"],
  ["tasks.max", "1000", "1000.0"],
  ["errors.log.enable", "true", "yes"],
  ["errors.tolerance", "none", "None"],
  ["topic.a.b.c.ttl", "1", "01"],
  ["errors.retry.timeout", "9007199254740993", "9007199254740992"],
])("Connect does not take %s=%s for %s", (key, shown, file) => {
  const className = "io.cassink.sink.CassandraSinkConnector";
  const settings = settingsOf({ "connector.class": className });
  expect(configDifferences("sales", { [key]: shown }, { [key]: file }, settings)).toHaveLength(1);
});

it("a key that somebody has set by hand, to another value than its default, is a change", () => {
  const settings = settingsOf({ "connector.class": "io.cassink.sink.CassandraSinkConnector" });
  const shown = { "tasks.max": "4", jmx: "true" };
  expect(configDifferences("sales", shown, {}, settings)).toEqual([
    { key: "jmx", before: "true", note: "default" },
    { key: "tasks.max", before: "4" },
  ]);
});
