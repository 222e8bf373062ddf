import { inject, test } from "vitest";
import { SinkJob } from "#test/support/sink/job.js";
import { openSinkStack } from "#test/support/sink/stack.js";

test.each(["false", "true"])("missing, transactional=%s", async (transactional) => {
  const stack = await openSinkStack(inject("home"));
  try {
    const job = await SinkJob.create(stack, {
      name: "missing",
      config: { "retry.timeout": "1", "receipts.topic": "no-such-topic", "receipts.bootstrap.servers": stack.broker, "receipts.transactional": transactional },
    });
    await job.deploy();
    await job.produce(100);
    console.log(await job.failed());
    console.log(await job.committed());
    const other = await SinkJob.create(stack, {
      name: "away",
      config: { "retry.timeout": "1", "receipts.topic": "no-such-topic", "receipts.bootstrap.servers": "127.0.0.1:1", "receipts.transactional": transactional },
    });
    await other.deploy();
    await other.produce(100);
    console.log(await other.failed());
    await job.remove();
    await other.remove();
  } finally {
    await stack.close();
  }
});
