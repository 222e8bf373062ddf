import { type Document, LineCounter, isNode, isPair, isScalar, isMap, parseDocument, visit } from "yaml";
import { InputError } from "../../errors.js";

export type KeyPath = readonly (string | number)[];

/** A parsed YAML (or JSON) text that knows the line and column of each key. */
export interface SourceDocument {
  readonly value: unknown;
  /** `file:line:column` of the key at this path, or of its nearest parent that exists. */
  where(path: KeyPath): string;
  /** The scalar at this path as it is written: `1.0` stays `1.0`. Undefined for a map, a list or a missing key. */
  scalarText(path: KeyPath): string | undefined;
}

/** @throws InputError with file, line and column of the first syntax error */
export function readSource(text: string, file: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new InputError(`this is no YAML: ${lowerFirst(problem.message)}`, {
      where: at(problem.pos[0]),
      hint: hintFor(problem.code),
      cause: problem,
    });
  }
  return {
    value: valueOf(document, at),
    where(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const offset = offsetOf(document, path.slice(0, length));
        if (offset !== undefined) return at(offset);
      }
      return at(0);
    },
    scalarText(path) {
      const node = document.getIn(path, true);
      if (!isScalar(node)) return undefined;
      if (typeof node.value === "number") return node.source ?? String(node.value);
      return String(node.value);
    },
  };
}

/** @throws InputError for an alias without its anchor, and for aliases that make a text of a few lines a huge one */
function valueOf(document: Document, at: (offset: number) => string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    let offset = 0;
    visit(document, {
      Alias: (_, alias) => {
        offset = alias.range?.[0] ?? 0;
        if (alias.resolve(document) === undefined) return visit.BREAK;
        return undefined;
      },
    });
    throw new InputError(`this is no YAML: ${lowerFirst(error.message)}`, {
      where: at(offset),
      hint: "an alias *name stands for what &name marks before it; a text that begins with * goes in quotes",
      cause: error,
    });
  }
}

/** The offset in the text of a map's key or of a list's item. */
function offsetOf(document: Document, path: KeyPath): number | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last));
    return isPair(pair) && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function hintFor(code: string): string {
  if (code === "DUPLICATE_KEY") return "keep one of the two";
  if (code === "TAB_AS_INDENT") return "indent with spaces, not with tabs";
  return "check the indentation, quotes and brackets there";
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
