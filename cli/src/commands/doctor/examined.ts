import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import type { LetterStates } from "../../core/dead-letters/letter-states.js";
import type { DeployedConnector } from "../../core/connect/deployed-connector.js";
import { type Check, unjudged } from "../../core/doctor/check.js";
import type { Validation } from "../../core/doctor/config.js";
import { type Server, serverNames, silenceOf } from "../../core/doctor/servers.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import type { CommandContext } from "../../ports/context.js";
import { judged, type ServerChecks } from "./servers.js";

export interface ExaminedPipeline {
  readonly pipeline: Pipeline;
  /** By which a command names it: `item-sales`, `-f my.yaml`. */
  readonly words: string;
  /** Absent where `connector validate` does not know it. */
  readonly validation: Validation | undefined;
}

/** What the checks of one pipeline share. */
export interface Examined extends ExaminedPipeline {
  readonly connector: string;
  readonly config: ConnectorConfig;
  readonly sink: SinkConfig | undefined;
  /** Topics that it reads and that are there. */
  readonly topics: readonly string[];
  /** Absent where it has no topic for dead letters, or none that could be read. */
  readonly letters?: LetterStates | undefined;
  readonly deployed: DeployedConnector | undefined;
  /** Whether a connector of its name is there that is another one. */
  readonly isForeign: boolean;
}

export type Lines = (
  subject: string,
  needs: readonly Server[],
  look: () => Promise<readonly Check[]>,
) => Promise<readonly Check[]>;

/** The servers that answer, by the first check of each. */
export function answeringServers(servers: ServerChecks): readonly Server[] {
  return (Object.keys(serverNames) as Server[]).filter((server) => {
    const [first, ...others] = servers[server];
    // A version that does not fit is a problem of a server that answers.
    return first?.state !== "problem" || others.length > 0 || first.subject !== serverNames[server];
  });
}

/** Of a server that does not answer one line says so: what needs it is not judged, and nobody waits for it again. */
export function linesUnless(answering: readonly Server[], context: CommandContext): Lines {
  return async (subject, needs, look) => {
    const silent = needs.filter((server) => !answering.includes(server));
    return silent.length === 0 ? judged(subject, context, look) : [unjudged(subject, silenceOf(silent))];
  };
}
