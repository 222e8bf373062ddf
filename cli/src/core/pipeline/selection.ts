import { type DeployedConnector, statesOf } from "../connect/deployed-connector.js";
import { UsageError } from "../../errors.js";
import { didYouMean, whatIsKnown } from "../suggestion.js";

/** What every command takes (docs/decisions/naming-things.md): words that are names or paths, and `-f`, always a path. */
export interface Selection {
  readonly name?: readonly string[];
  readonly file?: readonly string[];
}

/** What commands on the Connect cluster take besides. */
export interface ClusterSelection extends Selection {
  /** One of them matches the whole name. */
  readonly regex?: readonly RegExp[];
  /** States of the connector or of one of its tasks, as Connect writes them in lower case. */
  readonly state?: readonly string[];
  readonly all?: boolean;
}

/** Pipelines by the names of connectors/pipelines and by paths: of files, of folders, `-` for standard input. */
export interface SelectedSources {
  readonly pipelines: readonly string[];
  readonly paths: readonly string[];
}

/** Deployed connectors, and pipelines whose connectors are meant. */
export interface SelectedInCluster extends SelectedSources {
  readonly connectors: readonly string[];
  /** Whether nothing narrows it: every connector of the cluster. */
  readonly isWhole: boolean;
}

/**
 * What a command on pipelines is about; nothing named means all.
 * @param pipelines the names of connectors/pipelines
 * @throws UsageError, with a did-you-mean, for a word that is neither a pipeline's name nor a path
 */
export function selectedSources(selection: Selection, pipelines: readonly string[]): SelectedSources {
  if (!isNamed(selection)) return { pipelines, paths: [] };
  const { pipelines: named, paths } = told(selection, pipelines);
  return { pipelines: named, paths };
}

/**
 * What a command on the cluster is about; nothing named means every connector. `state` narrows what the others select.
 * @throws UsageError, with a did-you-mean, for a word that is neither a pipeline's, nor a connector's name, nor a path
 */
export function selectedInCluster(
  selection: ClusterSelection,
  pipelines: readonly string[],
  deployed: readonly DeployedConnector[],
): SelectedInCluster {
  const { regex, state, all } = selection;
  const isWhole = !isNamed(selection) && regex === undefined;
  if (all === true && !isWhole) {
    throw new UsageError("--all is every connector of the cluster, and some are named beside it", {
      hint: "leave out one of the two",
    });
  }
  const names = deployed.map(({ name }) => name);
  const named = isNamed(selection)
    ? told(selection, pipelines, names)
    : { pipelines: [], paths: [], connectors: isWhole ? names : [] };
  const matching = names.filter((name) => regex?.some((pattern) => pattern.test(name)));
  const connectors = [...new Set([...named.connectors, ...matching])];
  return { ...named, connectors, isWhole: isWhole && state === undefined };
}

/** Whether the connector, or one of its tasks, is in one of these states; all are where none is asked for. */
export function isInState(
  connector: DeployedConnector | undefined,
  wanted: readonly string[] | undefined,
): boolean {
  if (wanted === undefined) return true;
  if (connector === undefined) return false;
  const states = statesOf(connector);
  const found = [states.state, ...states.tasks.map((task) => task.state)];
  return wanted.some((state) => found.includes(state.toUpperCase()));
}

function isNamed({ name = [], file = [] }: Selection): boolean {
  return name.length > 0 || file.length > 0;
}

/** Words told apart, in the order of the decision: a pipeline, a connector, a path. */
function told(
  { name = [], file = [] }: Selection,
  pipelines: readonly string[],
  connectors?: readonly string[],
): SelectedSources & { readonly connectors: readonly string[] } {
  const found = { pipelines: [] as string[], connectors: [] as string[], paths: [] as string[] };
  for (const word of name) {
    if (pipelines.includes(word)) found.pipelines.push(word);
    else if (connectors?.includes(word) === true) found.connectors.push(word);
    else if (isPath(word)) found.paths.push(word);
    else throw unknownName(word, pipelines, connectors);
  }
  found.paths.push(...file);
  return found;
}

/** A word without any of these is never a path: a folder `test` beside the user does not hide the connector `test`. */
function isPath(word: string): boolean {
  return word === "-" || word === "." || word === ".." || /[/\\]|\.(ya?ml|json|properties)$/.test(word);
}

function unknownName(
  word: string,
  pipelines: readonly string[],
  connectors: readonly string[] | undefined,
): UsageError {
  if (connectors === undefined) {
    return new UsageError(`there is no pipeline ${word}`, {
      hint: `${whatIsKnown(word, pipelines)}; one outside of connectors/pipelines is named by its path, or -f PATH`,
    });
  }
  return new UsageError(`there is no connector ${word}, and no pipeline of that name`, {
    hint: didYouMean(word, [...connectors, ...pipelines]) ?? '"cassink connector list" shows all connectors',
  });
}
