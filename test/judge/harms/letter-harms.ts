import { deleteTopic, truncate } from "#test/judge/stack/topic-changes.js";
import { verifyHere } from "#test/judge/stack/verifying.js";
import { scaled } from "#test/support/scaled.js";
import type { Harm } from "./harm.js";

const lettersRemoved: Harm = {
  kind: "dead letters removed",
  closes: true,
  do: async ({ deployed, before }) => {
    if ((before.letters?.origins ?? 0) === 0) return undefined;
    const { letters } = deployed.pipeline.names;
    await truncate(deployed, letters);
    return { what: `all records of ${letters}`, reason: "letters" };
  },
};

const letterTopicDeleted: Harm = {
  kind: "dead-letter topic deleted",
  closes: true,
  do: async ({ deployed, before }) => {
    const origins = before.letters?.origins ?? 0;
    if (origins === 0) return undefined;
    const { letters } = deployed.pipeline.names;
    await deleteTopic(deployed, letters);
    return {
      what: letters,
      says: ({ tables }) => tables.every(({ records }) => records.refused === origins),
    };
  },
};

const letterAdded: Harm = {
  kind: "dead letter added of a record that is good",
  closes: true,
  do: async ({ deployed }) => {
    const { pipeline, servers, file } = deployed;
    if (pipeline.tolerance !== "letters") return undefined;
    const { topic, letters, connector } = pipeline.names;
    const record = pipeline.records.fresh();
    const { partition, offset } = await deployed.produce([record]);
    const header = (name: string): string => `__connect.errors.${name}`;
    const headers = {
      [header("topic")]: topic,
      [header("partition")]: String(partition),
      [header("offset")]: String(offset),
      [header("connector.name")]: connector,
    };
    const { key, value, timestamp } = record;
    await deployed.produce([{ key, value, timestamp, headers }], letters);
    await verifyHere(servers, file, scaled(30_000));
    return {
      what: `a letter of ${topic}-${partition}@${offset}`,
      says: (report) => report.letters?.examples.includes(`${topic}-${partition}@${offset}`) === true,
    };
  },
};

export const letterHarms: readonly Harm[] = [lettersRemoved, letterTopicDeleted, letterAdded];
