import type { DlqPurgeResult } from "../commands/dlq/purge.js";
import type { DlqReplayResult } from "../commands/dlq/replay.js";
import type { DlqListResult, ListedLetters } from "../commands/dlq/list.js";
import type { DlqExportResult } from "../commands/dlq/export.js";
import type { DlqShowResult } from "../commands/dlq/show.js";
import type { ShownBytes } from "../core/dead-letters/shown-bytes.js";
import type { LetterGroup } from "../core/dead-letters/letter-groups.js";
import type { Terminal } from "../ports/context.js";
import { statesText } from "./letter-states.js";
import { counted, folded, number, shown, textTable } from "./text.js";

/** Each topic: a line that sums up, and its groups, those that wait first. */
export function renderList({ topics }: DlqListResult, terminal: Terminal): string {
  if (topics.length === 0) return "no pipeline has a dead-letter topic\n";
  return topics.map((each) => listedText(each, terminal)).join("\n");
}

function listedText(listed: ListedLetters, terminal: Terminal): string {
  const { topic, pipeline, letters, origins, groups, withoutOrigin, isIncomplete, exists } = listed;
  const of = pipeline === undefined ? "" : `${shown(pipeline)}: `;
  if (!exists) return lines([`${of}there is no topic ${shown(topic)} yet, and no dead letter`], terminal);
  if (letters === 0) return lines([`${of}no dead letter in ${shown(topic)}`], terminal);
  const notes = [
    ...(withoutOrigin === 0
      ? []
      : [
          `note: ${counted(withoutOrigin, "letter does", "letters do")} not say of which record; ` +
            "set errors.deadletterqueue.context.headers.enable=true",
        ]),
    ...(isIncomplete ? ["note: the broker has deleted letters: set the topic's retention.ms to -1"] : []),
  ];
  const summary = `${of}${counted(letters, "letter")} of ${counted(origins, "record")} in ${shown(topic)}: ${statesText(listed)}`;
  return [lines([summary], terminal), groupTable(groups, terminal), lines(notes, terminal)].join("");
}

const columns = [
  ["cause", ({ cause }: LetterGroup) => cause],
  ["column", ({ column }: LetterGroup) => column],
  ["topic", ({ topic }: LetterGroup) => topic],
] as const;

function groupTable(groups: readonly LetterGroup[], terminal: Terminal): string {
  const named = columns.filter(([, of]) => groups.some((group) => (of(group) ?? "") !== ""));
  const states = (["waiting", "quarantined", "replayed", "purged"] as const).filter(
    (state) => state === "waiting" || groups.some((group) => group[state] > 0),
  );
  // The cause is the longest, and stands last.
  const before = named.filter(([name]) => name !== "cause");
  const after = named.filter(([name]) => name === "cause");
  const headings = [
    ...before.map(([name]) => name),
    ...states,
    "letters",
    "first",
    "last",
    "example",
    ...after.map(([name]) => name),
  ];
  const rows = groups.map((group) => [
    ...before.map(([, of]) => shown(of(group) || "-")),
    ...states.map((state) => number(group[state])),
    number(group.letters),
    timeText(group.first),
    timeText(group.last),
    group.example,
    ...after.map(([, of]) => shown(of(group) ?? "")),
  ]);
  return textTable(headings, rows, terminal);
}

/** `2026-11-27 21:45:27Z`; a record may have any time. */
export function timeText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  return date
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
}

export function lines(texts: readonly string[], { width }: Terminal): string {
  return texts
    .flatMap((text) => folded(text, width))
    .map((line) => `${line}\n`)
    .join("");
}

/** The letters have gone out. */
export const renderExport: (result: DlqExportResult) => string = () => "";

/** A line for each thing that is known of a letter. */
export function renderShow(result: DlqShowResult, terminal: Terminal): string {
  const { origin, letter, earlier, time, cause, chain, stage, headers, replays, resolution } = result;
  const line = (label: string, text: string): string => `${label.padEnd(9)} ${text}`;
  const bytes = ({ form, text, bytes: size, unreadable }: ShownBytes): string => {
    if (form === "null") return "null";
    const shape = form === "hex" ? `hex, ${counted(size, "byte")}: ` : "";
    return `${shape}${shown(text)}${unreadable === undefined ? "" : ` (${shown(unreadable)})`}`;
  };
  const state =
    resolution === undefined
      ? "waits"
      : `${resolution.action} at ${shown(resolution.at)}${resolution.to === undefined ? "" : `, is now ${shown(resolution.to)}`}`;
  return lines(
    [
      line("record", origin === undefined ? "the letter does not say which" : shown(origin)),
      line(
        "letter",
        `${shown(letter)}${earlier.length === 0 ? "" : `; earlier ${earlier.map(shown).join(", ")}`}`,
      ),
      line("time", time),
      line("state", `${state}${replays === 0 ? "" : `; it had been sent again ${counted(replays, "time")}`}`),
      line("cause", shown(cause)),
      ...(stage === undefined ? [] : [line("stage", shown(stage))]),
      ...chain.map((exception, index) => line(index === 0 ? "chain" : "", shown(exception))),
      line("key", bytes(result.key)),
      line("value", bytes(result.value)),
      ...headers.map((header) => line("header", `${shown(header.name)}: ${bytes(header)}`)),
    ],
    terminal,
  );
}

export function renderPurge(result: DlqPurgeResult, terminal: Terminal): string {
  const { pipeline, topic, purged, examples, found, withoutOrigin, interrupted } = result;
  return lines(
    [
      `${shown(pipeline)}: ${counted(purged, "record")} of dead letters in ${shown(topic)} given up${interrupted ? ", and interrupted: run it again for the rest" : ""}`,
      ...examples.map((at) => `  ${at}`),
      ...(purged > examples.length ? [`  and ${number(purged - examples.length)} more`] : []),
      ...foundLines(found),
      ...withoutOriginLines(withoutOrigin),
    ],
    terminal,
  );
}

export function renderReplay(result: DlqReplayResult, terminal: Terminal): string {
  const { pipeline, connector, replayed, examples, found, sentBefore, unread } = result;
  const { quarantined, maxReplays, refused, refusals } = result;
  const more = (count: number, told: readonly unknown[]): string[] =>
    count > told.length ? [`  and ${number(count - told.length)} more`] : [];
  return lines(
    [
      `${shown(pipeline)}: ${counted(replayed, "record")} sent again${result.interrupted ? ", and interrupted: run it again for the rest" : ""}`,
      ...examples.map(({ origin, to }) => `  ${origin}${to === undefined ? "" : ` is now ${to}`}`),
      ...more(replayed, examples),
      ...(unread === undefined
        ? []
        : [
            `note: connector ${shown(connector)} of this pipeline does not read ${shown(unread)}, ` +
              "and writes nothing of what is sent there",
          ]),
      ...foundLines(found),
      ...(sentBefore === 0
        ? []
        : [`${counted(sentBefore, "record of the file was", "records of the file were")} sent before`]),
      ...(quarantined === 0
        ? []
        : [
            `${counted(quarantined, "record is", "records are")} in quarantine, sent ${counted(maxReplays, "time")} in vain: ` +
              "cassink dlq show says why; a larger --max-replays sends again, and cassink dlq purge gives up",
          ]),
      ...(refused === 0 ? [] : [`${counted(refused, "record was", "records were")} not sent`]),
      ...refusals.flatMap(({ origin, reason }) => [`  ${origin}`, `    ${shown(reason)}`]),
      ...more(refused, refusals),
      ...withoutOriginLines(result.withoutOrigin),
    ],
    terminal,
  );
}

function foundLines(count: number): readonly string[] {
  if (count === 0) return [];
  return [`${counted(count, "record was", "records were")} sent by an earlier run, which is noted now`];
}

function withoutOriginLines(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `${counted(count, "letter does", "letters do")} not say of which record, and stay as they are; ` +
      "set errors.deadletterqueue.context.headers.enable=true",
  ];
}
