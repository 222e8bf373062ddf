import { expect, it } from "vitest";
import { run } from "#cli/commands/connector/plugins.js";
import { renderPlugins } from "#cli/reporters/connector.js";
import { fakeContext } from "#test/support/fakes/context.js";

const plugins = [
  { class: "io.cassink.sink.CassandraSinkConnector", type: "sink", version: "1" },
  { class: "x.Source", type: "source", version: "2" },
  { class: "x.Converter", type: "converter", version: "3" },
];
const settings: Readonly<Record<string, { name: string; type: string }[]>> = {
  "io.cassink.sink.CassandraSinkConnector": [
    { name: "auth.username", type: "STRING" },
    { name: "auth.password", type: "PASSWORD" },
    { name: "ssl.keystore.password", type: "PASSWORD" },
  ],
};
const { context } = fakeContext({
  connect: {
    plugins: () => Promise.resolve(plugins),
    pluginSettings: (name) => Promise.resolve(settings[name] ?? []),
  },
});
const wide = { width: Infinity, color: false };

it("lists classes, types and versions", async () => {
  const text = renderPlugins(await run({}, context), wide);
  expect(text.split("\n").map((line) => line.trim().split(/ +/))).toContainEqual([
    "x.Converter",
    "converter",
    "3",
  ]);
});

it("lists the settings of connectors that are secret", async () => {
  const result = await run({ sensitive: true }, context);
  expect(result.plugins.map(({ sensitive }) => sensitive)).toEqual([
    ["auth.password", "ssl.keystore.password"],
    [],
  ]);
  expect(renderPlugins(result, wide)).toMatch(/auth\.password\n +ssl\.keystore\.password\n.*x\.Source +none/);
});
