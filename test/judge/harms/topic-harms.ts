import { verifyHere } from "#test/judge/stack/verifying.js";
import type { DeployedPipeline } from "#test/judge/stack/deployed-pipeline.js";
import { scaled } from "#test/support/scaled.js";
import { waitFor } from "#test/support/wait-for.js";
import kafkajs from "kafkajs";
import { columnsOf } from "./choice.js";
import type { Harm } from "./harm.js";

/** Deletes all records of a topic, as retention does. */
async function truncate(deployed: DeployedPipeline, topic: string): Promise<void> {
  const admin = await deployed.admin();
  const offsets = await admin.fetchTopicOffsets(topic);
  const partitions = offsets
    .filter(({ low, high }) => low !== high)
    .map(({ partition, high }) => ({ partition, offset: high }));
  await admin.deleteTopicRecords({ topic, partitions });
}

const truncated: Harm = {
  kind: "topic truncated",
  closes: true,
  do: async ({ deployed, stored }) => {
    if (stored.rows.length === 0) return undefined;
    const { topic } = deployed.pipeline.names;
    await truncate(deployed, topic);
    return { what: `all records of ${topic}`, reason: "retention" };
  },
};

/** The cleaner does not touch the segment that is being written. */
const compactAtOnce = {
  "cleanup.policy": "compact",
  "segment.ms": "1",
  "min.cleanable.dirty.ratio": "0.001",
};
/** Milliseconds. The cleaner sleeps for 15 s when there was nothing to clean. */
const compactionDeadline = 90_000;

const compacted: Harm = {
  kind: "record removed by compaction",
  closes: true,
  do: async (scene) => {
    const { deployed } = scene;
    const { servers, pipeline, file } = deployed;
    if (columnsOf(scene, "regular").length === 0) return undefined;
    const { topic } = pipeline.names;
    const admin = await deployed.admin();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: topic,
          configEntries: Object.entries({ ...compactAtOnce, "retention.ms": "-1" }).map(([name, value]) => ({
            name,
            value,
          })),
        },
      ],
    });
    const first = pipeline.records.fresh();
    for (const record of [first, pipeline.records.emptyAfter(first), pipeline.records.emptyAfter(first)]) {
      await deployed.produce([record]);
    }
    const carried = await verifyHere(servers, file, scaled(30_000));
    if (carried.outcome === "failed" || carried.outcome === "findings") {
      return { what: `${first.key ?? ""} ${first.value ?? ""}`, reason: "compaction" };
    }
    await waitFor(
      { what: `the cleaner to clean ${topic}`, deadline: compactionDeadline, every: 1_000 },
      async () => {
        const verdict = await verifyHere(servers, file, 0);
        const isSame =
          verdict.outcome === carried.outcome &&
          "report" in verdict &&
          "report" in carried &&
          read(verdict.report) === read(carried.report);
        return isSame ? undefined : true;
      },
    );
    return { what: `${first.key ?? ""} ${first.value ?? ""}`, reason: "compaction" };
  },
};

const read = ({
  tables,
}: {
  readonly tables: readonly { readonly records: { readonly read: number } }[];
}): number => tables.reduce((sum, { records }) => sum + records.read, 0);

const madeAnew: Harm = {
  kind: "topic deleted and made anew",
  closes: true,
  do: async ({ deployed, stored }) => {
    if (stored.rows.length === 0) return undefined;
    const { topic } = deployed.pipeline.names;
    const admin = await deployed.admin();
    await admin.deleteTopics({ topics: [topic] });
    await waitFor({ what: `the end of ${topic}`, deadline: 30_000, every: 100 }, async () =>
      (await admin.listTopics()).includes(topic) ? undefined : true,
    );
    await deployed.createTopic();
    return {
      what: topic,
      mayFindRows: true,
      rows: stored.rows.map(({ key }) => ({ key, as: "unexpected" })),
    };
  },
};

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
    const admin = await deployed.admin();
    await admin.deleteTopics({ topics: [letters] });
    await waitFor({ what: `the end of ${letters}`, deadline: 30_000, every: 100 }, async () =>
      (await admin.listTopics()).includes(letters) ? undefined : true,
    );
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

export const topicHarms: readonly Harm[] = [
  truncated,
  compacted,
  madeAnew,
  lettersRemoved,
  letterTopicDeleted,
  letterAdded,
];
