import type { Kafka } from "#cli/ports/kafka.js";
import { recordsIn } from "#test/support/servers/kafka.js";
import { kafkaAt } from "#test/support/servers/plain.js";
import type { Reading } from "./feed.js";
import type { Run } from "./run.js";

export interface DeadLetter {
  readonly topic: string;
  readonly offset: number;
  /** Why, in the sink's words. */
  readonly reason: string;
}

/** What our sink has reported as bad, in all connectors of the run. */
export async function deadLetters(run: Run): Promise<readonly DeadLetter[]> {
  const kafka = kafkaAt(run.servers.endpoints.bootstrapServers);
  try {
    const letters: DeadLetter[] = [];
    for (const reading of run.readings.keys()) letters.push(...(await lettersOf(kafka, run, reading)));
    return letters;
  } finally {
    await kafka.close();
  }
}

async function lettersOf(kafka: Kafka, run: Run, reading: Reading): Promise<readonly DeadLetter[]> {
  const topic = run.names.deadLetters(reading);
  if ((await kafka.describeTopic(topic)) === undefined) return [];
  return (await recordsIn(kafka, topic)).map(({ headers }) => {
    const header = (name: string): string =>
      headers.find(({ key }) => key === `__connect.errors.${name}`)?.value?.toString() ?? "";
    return {
      topic: header("topic"),
      offset: Number(header("offset")),
      reason: header("exception.message"),
    };
  });
}
