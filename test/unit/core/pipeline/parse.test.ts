import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePipeline } from "#cli/core/pipeline/parse.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { schemaChecker } from "#cli/core/documents/schema-check.js";
import { acceptableReasons } from "#cli/core/rows/reasons.js";
import { InputError } from "#cli/errors.js";

const schema = JSON.parse(readFileSync("schemas/pipeline.schema.json", "utf8")) as object;
const check = schemaChecker(schema);
const parse = (text: string, file = "sales.yaml"): Pipeline =>
  parsePipeline(text, file, { check, resolve: (path) => `/pipelines/${path}` });

const sales = `name: sales
topics:
  - name: sales
    configs: { retention.ms: -1, cleanup.policy: delete }
    schema: sales.schema.json
tables:
  - { keyspace: shop, name: sales, cql: sales.cql }
connector:
  config:
    connector.class: io.cassink.datastax.DataStaxSinkConnector
    tasks.max: 2
    some.version: 1.0
    value.converter.schemas.enable: False
`;

/** 9 to the power of 4 texts, by aliases of aliases. */
const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcd".split("").map(
    (name, at) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${"abc".charAt(at)}`)
        .join(", ")}]`,
  ),
].join("\n");

const failure = (text: string, file?: string): InputError => {
  try {
    parse(text, file);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("it was accepted");
};

describe("parsePipeline", () => {
  it("fills in what may be left out and resolves paths", () => {
    expect(parse(sales)).toEqual({
      name: "sales",
      description: "",
      file: "sales.yaml",
      topics: [
        {
          name: "sales",
          partitions: 1,
          replication: 1,
          configs: { "retention.ms": "-1", "cleanup.policy": "delete" },
          schema: "/pipelines/sales.schema.json",
        },
      ],
      tables: [{ keyspace: "shop", name: "sales", cql: "/pipelines/sales.cql" }],
      connector: {
        name: "sales",
        config: {
          "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
          "tasks.max": "2",
          "some.version": "1.0",
          "value.converter.schemas.enable": "false",
        },
      },
    });
  });

  it("reads the reasons for which something may stay unjudged: those that verify has, and no others", () => {
    expect(parse(`${sales}verify:\n  allowUnjudged: [retention, now]\n`).allowUnjudged).toEqual([
      "retention",
      "now",
    ]);
    expect(
      parse(`${sales}verify:\n  allowUnjudged: [${acceptableReasons.join(", ")}]\n`).allowUnjudged,
    ).toEqual(acceptableReasons);
    const error = failure(`${sales}verify:\n  allowUnjudged: [retension]\n`);
    expect(error.hint).toContain("retention");
  });

  it.each([
    ["an alias without an anchor", "name: x\nconfig: *nowhere\n", ":2:9"],
    ["aliases that make a huge text", bomb, ":"],
  ])("says where %s stands", (_, text, where) => {
    const error = failure(text);
    expect(error.message).toContain("this is no YAML");
    expect(error.where).toContain(where);
  });

  it("says line and column of what is no YAML", () => {
    const error = failure("name: sales\ntopics:\n\t- name: a\n");
    expect(error.where).toBe("sales.yaml:3:1");
    expect(error.message).toContain("this is no YAML");
    expect(error.hint).toBe("indent with spaces, not with tabs");
  });

  it("says line and column of a key that stands there twice", () => {
    const error = failure(`${sales}name: again\n`);
    expect(error.where).toBe("sales.yaml:14:1");
    expect(error.hint).toBe("keep one of the two");
  });

  it("names an unknown key with its line, its column and the key that was meant", () => {
    const error = failure(sales.replace("    configs:", "    cofnigs:"));
    expect(error.message).toBe("sales.yaml is no pipeline file: unknown key cofnigs in topics[0]");
    expect(error.where).toBe("sales.yaml:4:5");
    expect(error.hint).toBe('did you mean "configs"?');
  });

  it("lists all problems, each with its place", () => {
    const error = failure(
      sales.replace("name: sales\n", "nmae: sales\n").replace("tasks.max: 2", "tasks.max: [2]"),
    );
    expect([error.message, ...error.lines]).toEqual([
      "sales.yaml is no pipeline file: key name is missing",
      'sales.yaml:1:1: unknown key nmae; did you mean "name"?',
      "sales.yaml:11:5: connector.config.tasks.max must be text or a number or true or false, and is a list",
    ]);
  });

  it("refuses a value that is empty", () => {
    expect(failure(sales.replace("tasks.max: 2", "tasks.max:")).message).toContain("tasks.max must be text");
  });

  it("refuses a text that is no pipeline at all", () => {
    expect(failure("just words").message).toBe(
      'sales.yaml is no pipeline file: the file must be a map of keys, and is "just words"',
    );
    expect(failure("").message).toContain("the file must be a map of keys, and is empty");
  });
});

describe("a plain Connect config in a pipeline's place", () => {
  const expected = {
    description: "",
    topics: [],
    tables: [],
    connector: { name: "plain", config: { "connector.class": "X", "tasks.max": "3" } },
  };

  it("is read as {name, config} in JSON", () => {
    const text = '{"name": "plain", "config": {"connector.class": "X", "tasks.max": 3}}';
    expect(parse(text, "c.json")).toEqual({ ...expected, name: "plain", file: "c.json" });
  });

  it("is read as a flat map in YAML, with its name as Connect keeps it", () => {
    const config = { name: "plain", "connector.class": "X", "tasks.max": "3" };
    expect(parse("name: plain\nconnector.class: X\ntasks.max: 3\n").connector).toEqual({
      name: "plain",
      config,
    });
  });

  it("is read as .properties, by the file's ending or by its look", () => {
    const text = "# a worker's file\nname=plain\nconnector.class=X\ntasks.max=3\n";
    const config = { name: "plain", "connector.class": "X", "tasks.max": "3" };
    expect(parse(text, "c.properties").connector).toEqual({ name: "plain", config });
    expect(parse(text, "standard input").connector).toEqual({ name: "plain", config });
  });

  it("is read as YAML without an ending, where lines of a folded mapping look like `key=value`", () => {
    const text =
      "# mine\n\nname: plain\nconnector.class: X\nmapping: >-\n  id=value.id,\n  amount=value.amount\n";
    const config = { name: "plain", "connector.class": "X", mapping: "id=value.id, amount=value.amount" };
    expect(parse(text, "standard input").connector).toEqual({ name: "plain", config });
  });

  it("needs a name", () => {
    expect(failure("connector.class: X\n").message).toBe("this connector config has no name");
  });

  it("needs flat values, and says where one is not", () => {
    const error = failure("name: plain\nconnector.class: X\ntopics:\n  - a\n");
    expect(error.message).toBe("the value of topics is no text");
    expect(error.where).toBe("sales.yaml:3:1");
  });
});
