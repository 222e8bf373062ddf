import type { Kafka } from "kafkajs";
import { until } from "./until.js";

/** The worker's REST API, as far as a bench needs it. */
export class Connectors {
  readonly #url: string;
  readonly #kafka: Kafka;
  readonly #signal: AbortSignal;

  constructor(address: string, kafka: Kafka, signal: AbortSignal) {
    this.#url = `http://${address}/connectors`;
    this.#kafka = kafka;
    this.#signal = signal;
  }

  async create(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    await this.#ask("PUT", `${name}/config`, config);
  }

  /** Traces of what has failed, and the states of all. */
  async state(name: string): Promise<{ readonly failed: boolean; readonly text: string }> {
    const text = await this.#ask("GET", `${name}/status`);
    return { failed: text.includes('"FAILED"'), text };
  }

  /** Deletes the connector and waits until its consumers are gone: they would go on taking processor time. */
  async remove(name: string): Promise<void> {
    await this.#ask("DELETE", name);
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const group = `connect-${name}`;
      const isEmpty = async (): Promise<boolean> => {
        const [description] = (await admin.describeGroups([group])).groups;
        return (description?.members.length ?? 0) === 0;
      };
      await until(`group ${group} to be empty`, isEmpty, {
        every: 100,
        within: 60_000,
        signal: this.#signal,
      });
    } finally {
      await admin.disconnect();
    }
  }

  /** A worker that is joining its group answers 409, and means: again, soon. */
  async #ask(method: string, path: string, body?: unknown): Promise<string> {
    let answer = await this.#askOnce(method, path, body);
    await until(
      `the worker to do ${method} ${path}`,
      async () => {
        if (answer.status === 409) answer = await this.#askOnce(method, path, body);
        return answer.status !== 409;
      },
      { every: 200, within: 60_000, signal: this.#signal, otherwise: () => Promise.resolve(answer.text) },
    );
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text;
  }

  async #askOnce(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`${this.#url}/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(90_000)]),
    });
    return { status: response.status, text: await response.text() };
  }
}
