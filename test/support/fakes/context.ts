import { defaultEndpoints } from "#cli/core/endpoints.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { StepEvent } from "#cli/ports/progress.js";

type Ports = { readonly [Port in keyof CommandContext]?: Partial<CommandContext[Port]> };

export interface FakeContext {
  readonly context: CommandContext;
  readonly steps: StepEvent[];
  readonly warnings: string[];
}

/**
 * A context whose ports do only what a test gives them; anything else that a command calls is an error. Time passes
 * only by sleeping.
 */
export function fakeContext(ports: Ports = {}): FakeContext {
  const steps: StepEvent[] = [];
  const warnings: string[] = [];
  let now = Date.UTC(2026, 0, 1);
  const defaults: Ports = {
    endpoints: defaultEndpoints,
    signal: new AbortController().signal,
    environment: {},
    clock: {
      now: () => now,
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    progress: {
      step: (event) => void steps.push(event),
      count: () => undefined,
      warn: (message) => void warnings.push(message),
    },
    cassandra: { contactPoints: defaultEndpoints.contactPoints },
    kafka: { bootstrapServers: defaultEndpoints.bootstrapServers },
    connect: { url: defaultEndpoints.connectUrl },
  };
  const context = new Proxy({} as CommandContext, {
    get: (_, port: keyof CommandContext) => {
      if (port === "signal") return ports.signal ?? defaults.signal;
      if (port === "invoke" || port === "emit" || port === "weatherSource") return ports[port];
      return only(port, { ...defaults[port], ...ports[port] });
    },
  });
  return { context, steps, warnings };
}

function only(port: string, members: object): object {
  return new Proxy(members, {
    get: (target, member) => {
      if (member in target) return (target as Record<string | symbol, unknown>)[member];
      throw new Error(`the command uses ${port}.${String(member)}, which the test does not expect`);
    },
  });
}
