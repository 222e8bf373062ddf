import { withoutSecrets } from "../../core/connect/secret-keys.js";
import { faultOfTrace } from "../../core/faults/known-faults.js";
import type { CommandContext } from "../../ports/context.js";

/** Why a connector carries nothing. */
export interface HaltedConnector {
  readonly state: "absent" | "paused" | "stopped" | "failed";
  /** Of a failed task. */
  readonly task?: number;
  /** Of a failure: in one line, as the servers say it. */
  readonly cause?: string;
}

/**
 * Whether the connector goes on, by Connect's word. It is asked beside the reading of receipts, so that a worker that is
 * slow to answer does not make them late. Where Connect cannot be asked, it says nothing.
 */
export class ConnectorLook {
  readonly #name: string;
  readonly #context: CommandContext;
  #halted: HaltedConnector | undefined;
  /** When it was first seen so. */
  #since = 0;
  #isAsking = false;

  constructor(name: string, context: CommandContext) {
    this.#name = name;
    this.#context = context;
  }

  /** By the last answer; undefined where it is not halted, or that is not known. */
  get halted(): HaltedConnector | undefined {
    return this.#halted;
  }

  /**
   * Whether it has been halted from then on, without a receipt: one that is paused ends what it has begun, and of one
   * whose task has failed other tasks go on.
   * @param time milliseconds since the Unix epoch
   * @param lastCame when the last receipt came
   */
  isHaltedSince(time: number, lastCame: number): boolean {
    return this.#halted !== undefined && Math.max(this.#since, lastCame) <= time;
  }

  /** Asks Connect, unless it has not yet answered. */
  ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    void this.#answer()
      .catch(() => undefined)
      .then((halted) => {
        if (halted?.state !== this.#halted?.state) this.#since = this.#context.clock.now();
        this.#halted = halted;
        this.#isAsking = false;
      });
  }

  async #answer(): Promise<HaltedConnector | undefined> {
    const { connect } = this.#context;
    const status = await connect.status(this.#name);
    // Of a connector that no worker has taken yet there is no status.
    if (status === undefined) {
      return (await connect.config(this.#name)) === undefined ? { state: "absent" } : undefined;
    }
    const { connector, tasks } = status;
    const task = tasks.find(({ state }) => state === "FAILED");
    if (connector.state === "FAILED" || task !== undefined) {
      const { trace = "" } = connector.state === "FAILED" ? connector : (task ?? {});
      const config = trace === "" ? {} : ((await connect.config(this.#name)) ?? {});
      return {
        state: "failed",
        ...(connector.state === "FAILED" || task === undefined ? {} : { task: task.id }),
        ...(trace === "" ? {} : { cause: withoutSecrets(faultOfTrace(trace).cause, config) }),
      };
    }
    if (connector.state === "PAUSED") return { state: "paused" };
    return connector.state === "STOPPED" ? { state: "stopped" } : undefined;
  }
}
