import { describe, expect, it } from "vitest";
import { InputError } from "#cli/errors.js";
import { contractFile } from "./contract-file.js";
import { LogVerify } from "./log-write-times/log-verify.js";
import { randomLog, type RandomResult } from "./log-write-times/random-log.js";

/** Records of one topic and partition. The file's `about` says what its fields mean. */
interface Run {
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: number;
  readonly time: number;
  readonly step?: number;
  readonly count?: number;
  readonly key?: string;
  readonly value?: string;
  readonly unpredictable?: boolean;
  readonly gives: Readonly<Record<string, readonly string[]>>;
}

interface LogCase {
  readonly log: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly records: readonly Run[];
}

const file = contractFile("log-write-times.json") as {
  readonly tables: Readonly<Record<string, readonly string[]>>;
  readonly mappings: Readonly<Record<string, string>>;
  readonly cases: readonly LogCase[];
  readonly random: readonly RandomResult[];
};

const hasQuery = ({ settings }: LogCase): boolean =>
  Object.keys(settings).some((key) => key.endsWith(".query"));

async function written({ settings, records }: LogCase): Promise<readonly Run[]> {
  const verify = await LogVerify.of(settings, file.tables);
  const offsets = new Map<string, number>();
  return records.map((run) => {
    const { topic = "t", partition = 0, time, step = 0, count = 1, key = null, value = null } = run;
    let offset = run.offset ?? offsets.get(`${topic}-${partition}`) ?? 0;
    const all = new Map<string, string[]>();
    for (let i = 0; i < count; i++) {
      const at = { topic, partition, offset: offset++, time: time + step * i, key, value };
      for (const [table, outcome] of verify.add(at)) all.set(table, [...(all.get(table) ?? []), outcome]);
    }
    offsets.set(`${topic}-${partition}`, offset);
    return { ...run, gives: Object.fromEntries([...all].map(([table, of]) => [table, summary(of)])) };
  });
}

function summary(outcomes: readonly string[]): readonly string[] {
  const [first = "", last = ""] = [outcomes[0], outcomes.at(-1)];
  if (outcomes.length === 1 || !/^\d+$/.test(first)) return [first];
  const sum = outcomes.reduce((all, time) => all + BigInt(time) - BigInt(first), 0n);
  return [first, last, String(sum)];
}

/** What verify says of a run, in the sink's words. */
function expected(run: Run): Run {
  const gives = Object.entries(run.gives).flatMap(([table, of]): [string, readonly string[]][] => {
    if (run.unpredictable === true) return [[table, ["unpredictable"]]];
    const isFiltered = of[0] === "filtered";
    return [[isFiltered ? "ks.b" : table, of]];
  });
  return { ...run, gives: Object.fromEntries(gives) };
}

describe("the write times of verify are the sink's", () => {
  it.each(file.cases.filter((given) => !hasQuery(given)).map((given) => [given.log, given] as const))(
    "%s",
    async (_, given) => {
      expect(await written(given)).toEqual(given.records.map(expected));
    },
  );

  it.each(file.cases.filter(hasQuery).map((given) => [given.log, given] as const))(
    "%s is not judged at all",
    async (_, given) => {
      await expect(written(given)).rejects.toThrow(InputError);
    },
  );

  it("random logs", async () => {
    const seen: RandomResult[] = [];
    for (const { seed } of file.random) seen.push(await randomLog(seed, file));
    expect(seen).toEqual(file.random);
  });

  it("random logs have what is to be tried", () => {
    const logs = (has: (log: RandomResult) => boolean): number => file.random.filter(has).length;
    expect(logs(({ ranOver }) => ranOver > 0)).toBeGreaterThan(5);
    expect(logs(({ records }) => records > 10_000)).toBeGreaterThan(2);
    expect(logs(({ refused, written: of }) => refused > 0 && of > 0)).toBeGreaterThan(100);
  });
});
