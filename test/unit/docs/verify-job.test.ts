import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { program } from "#cli/program.js";
import { parseCommandLine } from "#cli/program/command-line.js";

interface Job {
  readonly spec: {
    readonly completions: number;
    readonly parallelism: number;
    readonly podFailurePolicy: {
      readonly rules: readonly {
        readonly action: string;
        readonly onExitCodes?: { readonly containerName: string; readonly values: readonly number[] };
      }[];
    };
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly containers: readonly {
          readonly name: string;
          readonly args: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
        }[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

const { spec } = parse(readFileSync("docs/examples/verify-job/job.yaml", "utf8")) as Job;
const [container] = spec.template.spec.containers;

test("the example of a job starts members of one run, as the program takes them", () => {
  const values = new Map(container?.env.map(({ name, value }) => [`$(${name})`, value]));
  const parsed = parseCommandLine(
    program,
    (container?.args ?? []).map((word) => values.get(word) ?? word),
  );

  // An option that it does not know, or a name that no run can have, is thrown.
  expect(parsed).toMatchObject({ kind: "run", words: ["verify", "table"] });
  expect(container?.args).toContain("--run");
  expect(spec.parallelism).toBe(spec.completions);
  expect(spec.parallelism).toBeGreaterThan(1);
});

test("it is not tried again where there are findings, and is where a pod was killed", () => {
  const [failing] = spec.podFailurePolicy.rules;

  expect(failing).toMatchObject({ action: "FailJob", onExitCodes: { values: [2, 3, 4] } });
  expect(failing?.onExitCodes?.containerName).toBe(container?.name);
  // A policy for failed pods is refused with any other one.
  expect(spec.template.spec.restartPolicy).toBe("Never");
});

test("what it mounts is there", () => {
  const volumes = spec.template.spec.volumes.map(({ name }) => name);

  expect(container?.volumeMounts.map(({ name }) => name)).toEqual(volumes);
});
