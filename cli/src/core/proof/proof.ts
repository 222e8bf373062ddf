import { InputError } from "../../errors.js";

/** What `verify table --proof` keeps. The `sha256` is of all bytes of the file before its own line. */
export interface Proof<Report> {
  readonly format: "cassink proof";
  readonly formatVersion: 1;
  /** When it was made, as `2026-11-27T21:00:00.000Z`. */
  readonly made: string;
  /** Whether keys and values in it are hashed. */
  readonly isRedacted: boolean;
  readonly report: Report;
}

/** What anybody may know of a proof, whatever else is in it. */
export interface KnownReport {
  readonly outcome: string;
  readonly pipelines: readonly {
    readonly pipeline: string;
    readonly outcome: string;
    readonly tables: readonly {
      readonly keyspace: string;
      readonly table: string;
      readonly verdict: string;
    }[];
  }[];
}

type Digest = (text: string) => string;

/** The text of a proof's file: ASCII, so that no byte can change without another text coming out. */
export function proofText<Report>(proof: Proof<Report>, digest: Digest): string {
  const body = JSON.stringify(proof, null, 2).replace(/[\u0080-\uffff]/g, escaped);
  const start = `${body.slice(0, body.lastIndexOf("\n}"))},\n`;
  return start + hashLine(start, digest);
}

const hashName = '  "sha256": "';
const hashLine = (start: string, digest: Digest): string => `${hashName}${digest(start)}"\n}\n`;
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * @param file for messages
 * @returns the proof, and whether no byte of the file has changed since it was made
 * @throws InputError for a text that is no proof of this version
 */
export function readProof(
  text: string,
  file: string,
  digest: Digest,
): { readonly proof: Proof<KnownReport>; readonly isIntact: boolean } {
  const start = text.slice(0, text.lastIndexOf(`\n${hashName}`) + 1);
  const isIntact = text === start + hashLine(start, digest);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw noProof(file, cause);
  }
  if (!isProof(value)) throw noProof(file);
  return { proof: value, isIntact };
}

function noProof(file: string, cause?: unknown): InputError {
  return new InputError(`${file} is no proof of this version, or not whole`, {
    where: file,
    hint: "make one with: cassink verify table --proof FILE",
    cause,
  });
}

function isKnownPipeline(value: unknown): boolean {
  const { pipeline, outcome, tables } = (value ?? {}) as Partial<KnownReport["pipelines"][number]>;
  const isKnownTable = (each: unknown): boolean =>
    ["keyspace", "table", "verdict"].every(
      (name) => typeof ((each ?? {}) as Readonly<Record<string, unknown>>)[name] === "string",
    );
  return (
    typeof pipeline === "string" &&
    typeof outcome === "string" &&
    Array.isArray(tables) &&
    tables.every(isKnownTable)
  );
}

function isProof(value: unknown): value is Proof<KnownReport> {
  const { format, formatVersion, made, report } = (value ?? {}) as Partial<Proof<Partial<KnownReport>>>;
  return (
    format === "cassink proof" &&
    formatVersion === 1 &&
    typeof made === "string" &&
    typeof report?.outcome === "string" &&
    Array.isArray(report.pipelines) &&
    report.pipelines.every(isKnownPipeline)
  );
}
