import { deleteTopic, isReadToItsEnd, truncate } from "#test/judge/stack/topic-changes.js";
import { compacted } from "./compaction.js";
import type { Harm } from "./harm.js";

const truncated: Harm = {
  kind: "topic truncated",
  closes: true,
  do: async ({ deployed, stored }) => {
    if (stored.rows.length === 0) return undefined;
    const { topic } = deployed.pipeline.names;
    if (!(await isReadToItsEnd(deployed, topic))) return undefined;
    await truncate(deployed, topic);
    return { what: `all records of ${topic}`, reason: "retention" };
  },
};

const madeAnew: Harm = {
  kind: "topic deleted and made anew",
  closes: true,
  do: async ({ deployed, stored }) => {
    if (stored.rows.length === 0) return undefined;
    const { topic } = deployed.pipeline.names;
    await deleteTopic(deployed, topic);
    await deployed.createTopic();
    return {
      what: topic,
      mayFindRows: true,
      rows: stored.rows.map(({ key }) => ({ key, as: "unexpected" })),
    };
  },
};

export const topicHarms: readonly Harm[] = [truncated, compacted, madeAnew];
