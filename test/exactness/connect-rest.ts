import { waitFor } from "#test/support/wait-for.js";

export interface ConnectorState {
  readonly connector: { readonly state: string; readonly worker_id: string };
  readonly tasks: readonly { readonly id: number; readonly state: string; readonly worker_id: string }[];
}

/** Connect's REST API where any of its workers may be dead, silent or in the middle of a rebalance. */
export class ConnectRest {
  readonly #urls: readonly string[];

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  deploy(name: string, config: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#ask("PUT", `/connectors/${name}/config`, config);
  }

  async state(name: string): Promise<ConnectorState> {
    return (await this.#ask("GET", `/connectors/${name}/status`)) as ConnectorState;
  }

  delete(name: string): Promise<unknown> {
    return this.#ask("DELETE", `/connectors/${name}`);
  }

  /** Stops the connector, puts its offsets where they are said to be, and lets it go on. */
  async resetOffsets(
    name: string,
    offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[],
  ): Promise<void> {
    await this.#ask("PUT", `/connectors/${name}/stop`);
    await this.#ask("PATCH", `/connectors/${name}/offsets`, {
      offsets: offsets.map(({ topic, partition, offset }) => ({
        partition: { kafka_topic: topic, kafka_partition: partition },
        offset: { kafka_offset: offset },
      })),
    });
    await this.#ask("PUT", `/connectors/${name}/resume`);
  }

  /**
   * A worker that stood still may carry out a request long after it was given up and made to the other one: a
   * connector is then stopped that was resumed already.
   * @returns the state that it was in
   */
  async resumeIfStopped(name: string): Promise<ConnectorState> {
    const state = await this.state(name);
    if (state.connector.state === "STOPPED") await this.#ask("PUT", `/connectors/${name}/resume`);
    return state;
  }

  /** Asks one worker after the other until one answers well; what is wrong for a while is asked again. */
  #ask(method: string, path: string, body?: object): Promise<unknown> {
    let attempt = 0;
    const wait = { what: `a worker to do ${method} ${path}`, deadline: 90_000 };
    return waitFor<{ readonly answer: unknown }>(wait, async (seen) => {
      const url = `${this.#urls[attempt++ % this.#urls.length] ?? ""}${path}`;
      try {
        const response = await fetch(url, {
          method,
          headers: { "content-type": "application/json" },
          signal: AbortSignal.timeout(10_000),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (response.ok) return { answer: text === "" ? undefined : JSON.parse(text) };
        seen(`${url}: ${response.status} ${text}`);
      } catch (error) {
        seen(`${url}: ${String(error)}`);
      }
      return undefined;
    }).then(({ answer }) => answer);
  }
}
