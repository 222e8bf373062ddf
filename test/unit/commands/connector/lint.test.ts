import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LintResult, run } from "#cli/commands/connector/lint.js";
import { createPipelines } from "#cli/adapters/pipelines/pipelines.js";
import { systemFiles as files } from "#cli/adapters/system/files.js";
import { renderLint } from "#cli/reporters/lint.js";
import { projectFolder } from "#test/support/cli.js";
import { fakeContext } from "#test/support/fakes/context.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-lint-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function linted(name: string, text: string, form?: "github" | "sarif"): Promise<LintResult> {
  const file = join(folder, name);
  await writeFile(file, text);
  const { context } = fakeContext({ pipelines: createPipelines({ projectFolder, files }), files });
  return await run({ name: [file], file: [], ...(form === undefined ? {} : { form }) }, context);
}

const lines = (result: LintResult): readonly string[] =>
  renderLint(result, { width: Infinity, color: false }).replaceAll(`${folder}/`, "").trimEnd().split("\n");

const yaml = `name: sales
config:
  connector.class: io.cassink.sink.CassandraSinkConnector
  topics: sales
  contactPoints: 127.0.0.1
  loadBalancing.localDc: datacenter1
  key.converter: org.apache.kafka.connect.storage.StringConverter
  value.converter: org.apache.kafka.connect.json.JsonConverter
  value.converter.schemas.enabel: false
  value.converter.schemas.enable: false
  consumer.override.max.poll.records: 50
  topic.sales.shop.sales.mapping: >-
    id=key,
    amount=valu.amount
`;

describe("lint", () => {
  it("says file, line and column of each problem, in their order", async () => {
    expect(lines(await linted("sales.yaml", yaml))).toEqual([
      'sales.yaml:9:3: error: value.converter.schemas.enabel: nobody reads this key; did you mean "value.converter.schemas.enable"?',
      expect.stringMatching(
        /^sales.yaml:11:3: warning: consumer.override.max.poll.records: workers with the policy/,
      ),
      expect.stringMatching(/^sales.yaml:12:3: error: topic.sales.shop.sales.mapping: .*valu/),
      "1 file: 2 errors, 1 warning",
    ]);
  });

  it("finds keys of a .properties file, whose values may go on for lines", async () => {
    const text = [
      "# a sink",
      "name=sales",
      "connector.class=io.cassink.sink.CassandraSinkConnector",
      "topics=sales",
      "topic.sales.shop.sales.mapping=id=key,\\",
      "  amount=value.amount",
      "tasks.maks=2",
    ].join("\n");
    expect(lines(await linted("sales.properties", text))).toContain(
      'sales.properties:7:1: error: tasks.maks: nobody reads this key; did you mean "tasks.max"?',
    );
  });

  it("finds keys of a JSON config in its two forms", async () => {
    const config = {
      "connector.class": "io.cassink.sink.CassandraSinkConnector",
      topics: "t",
      "tasks.maks": "2",
    };
    const wrapped = JSON.stringify({ name: "sales", config }, undefined, 2);
    expect(lines(await linted("a.json", wrapped)).join("\n")).toContain("a.json:6:5: error: tasks.maks:");
    const flat = JSON.stringify({ name: "sales", ...config }, undefined, 2);
    expect(lines(await linted("b.json", flat)).join("\n")).toContain("b.json:5:3: error: tasks.maks:");
  });

  it("takes a file that is no pipeline for a finding at its place", async () => {
    const result = await linted("broken.yaml", "name: sales\ntopics: [\n");
    expect(result.outcome).toBe("findings");
    expect(lines(result)[0]).toMatch(/^broken.yaml:\d+:\d+: error: this is no YAML/);
  });

  it("escapes what GitHub would take for its own", async () => {
    const text = yaml.replace("topics: sales", 'topics: "sales,a%b\\nc"');
    const result = await linted("100%,x:y.yaml", text, "github");
    const [first = ""] = lines(result).filter((line) => line.includes("a%25b"));
    expect(first).toMatch(/^::error file=.*100%25%2Cx%3Ay\.yaml,line=4,col=3,title=cassink::topics: /);
    expect(first).not.toMatch(/%(?!25|0A|0D|3A|2C)/);
  });

  it("writes SARIF 2.1.0", async () => {
    const result = await linted("a b.yaml", yaml, "sarif");
    const log = JSON.parse(renderLint(result, { width: 80, color: false })) as Log;
    expect(log.version).toBe("2.1.0");
    expect(log.runs[0]?.results).toHaveLength(3);
    expect(log.runs[0]?.results?.[0]).toMatchObject({
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: expect.stringMatching(/^file:\/\/\/.*\/a%20b\.yaml$/) as string },
            region: { startLine: 9, startColumn: 3 },
          },
        },
      ],
    });
  });
});
