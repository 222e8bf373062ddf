import type { Kafka } from "kafkajs";
import { connectAt } from "#test/support/servers/plain.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { waitFor } from "#test/support/wait-for.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";

/** The worker's connectors, as far as a bench needs them. */
export class Connectors {
  readonly #connect: ConnectApi;
  readonly #kafka: Kafka;
  readonly #signal: AbortSignal;

  constructor(address: string, kafka: Kafka, signal: AbortSignal) {
    this.#connect = connectAt(`http://${address}`, { signal });
    this.#kafka = kafka;
    this.#signal = signal;
  }

  async create(name: string, config: ConnectorConfig): Promise<void> {
    await this.#connect.putConfig(name, config);
  }

  /** Traces of what has failed, and the states of all. */
  async state(name: string): Promise<{ readonly failed: boolean; readonly text: string }> {
    const status = await this.#connect.status(name);
    const parts = status === undefined ? [] : [status.connector, ...status.tasks];
    return { failed: parts.some(({ state }) => state === "FAILED"), text: JSON.stringify(status ?? null) };
  }

  /** Deletes the connector and waits until its consumers are gone: they would go on taking processor time. */
  async remove(name: string): Promise<void> {
    await this.#connect.delete(name);
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const group = `connect-${name}`;
      const wait = {
        what: `group ${group} to be empty`,
        deadline: 60_000,
        every: 100,
        signal: this.#signal,
      };
      await waitFor(wait, async () => {
        const [description] = (await admin.describeGroups([group])).groups;
        return (description?.members.length ?? 0) === 0 ? true : undefined;
      });
    } finally {
      await admin.disconnect();
    }
  }
}
