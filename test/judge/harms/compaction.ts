import { verifyHere } from "#test/judge/stack/verifying.js";
import { scaled } from "#test/support/scaled.js";
import { waitFor } from "#test/support/wait-for.js";
import kafkajs from "kafkajs";
import { columnsOf } from "./choice.js";
import type { Harm } from "./harm.js";

const compactAtOnce = {
  "retention.ms": "-1",
  "cleanup.policy": "compact",
  "segment.ms": "1",
  "min.cleanable.dirty.ratio": "0.001",
};
/** Milliseconds. The cleaner sleeps for 15 s when there was nothing to clean. */
const cleaning = 90_000;
/** Milliseconds for a connector to carry and commit what there is. */
const carrying = 30_000;

/**
 * Of the records of a key, the cleaner removes the one that has set the row. It does not touch the segment that is
 * written, so others follow that set nothing, until one of them has begun a new segment.
 */
export const compacted: Harm = {
  kind: "record removed by compaction",
  closes: true,
  do: async (scene) => {
    const { deployed } = scene;
    const { servers, pipeline, file, sent } = deployed;
    if (columnsOf(scene, "regular").length === 0) return undefined;
    const { topic } = pipeline.names;
    const first = pipeline.records.fresh();
    const follow = (): Promise<unknown> => deployed.produce([pipeline.records.after(first, "a value")]);
    await deployed.produce([first]);
    await follow();
    await verifyHere(servers, file, scaled(carrying));
    const configEntries = Object.entries(compactAtOnce).map(([name, value]) => ({ name, value }));
    const admin = await deployed.admin();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }],
    });
    const wait = { what: `the cleaner to clean ${topic}`, deadline: cleaning, every: 2_000 };
    await waitFor(wait, async (seen) => {
      await follow();
      const verdict = await verifyHere(servers, file, 0);
      if (verdict.outcome === "failed") return undefined;
      const read = verdict.report.tables.map(({ records }) => records.read);
      seen({ read, sent: sent.length });
      return read.some((count) => count < sent.length) ? true : undefined;
    });
    return { what: `${first.key ?? ""} ${first.value ?? ""}`, reason: "compaction" };
  },
};
