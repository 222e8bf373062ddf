import { defaultEndpoints } from "#cli/core/endpoints.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { Pipelines } from "#cli/ports/pipelines.js";
import type { ProgressFact } from "#cli/ports/progress.js";

type Ports = { readonly [Port in keyof CommandContext]?: Partial<CommandContext[Port]> };

export interface FakeContext {
  readonly context: CommandContext;
  /** What the command reported, in order. */
  readonly facts: ProgressFact[];
}

/**
 * A context whose ports do only what a test gives them; anything else that a command calls is an error. Time passes
 * only by sleeping.
 */
export function fakeContext(ports: Ports = {}): FakeContext {
  const facts: ProgressFact[] = [];
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
    memory: { isShort: () => false },
    progress: { report: (fact) => void facts.push(fact) },
    cassandra: { contactPoints: defaultEndpoints.contactPoints },
    kafka: { bootstrapServers: defaultEndpoints.bootstrapServers },
    connect: { url: defaultEndpoints.connectUrl },
  };
  const context = new Proxy({} as CommandContext, {
    get: (_, port: keyof CommandContext) => {
      if (port === "signal") return ports.signal ?? defaults.signal;
      if (port === "invoke" || port === "emit" || port === "weatherSource") return ports[port];
      if (port === "pipelines") return only(port, withEach(ports.pipelines ?? {}));
      return only(port, { ...defaults[port], ...ports[port] });
    },
  });
  return { context, facts };
}

/** A test that gives all pipelines gives each of them, too. */
function withEach(given: Partial<Pipelines>): Partial<Pipelines> {
  const { select } = given;
  if (select === undefined) return given;
  return {
    selectEach: async (selection) =>
      (await select(selection)).map((pipeline) => ({ name: pipeline.name, pipeline })),
    ...given,
  };
}

function only(port: string, members: object): object {
  return new Proxy(members, {
    get: (target, member) => {
      if (member in target) return (target as Record<string | symbol, unknown>)[member];
      throw new Error(`the command uses ${port}.${String(member)}, which the test does not expect`);
    },
  });
}
