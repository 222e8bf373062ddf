import { randomUUID } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import type { LeftRun, Spill, SpillLimits, Spills } from "../../ports/spill.js";
import { FolderSpill, readSpilled } from "./folder-spill.js";
import { keptFile, leftFolders, type LeftFolder, type Owner, writeOwner } from "./left-runs.js";

interface SpillsOptions {
  /** Made when it is needed. */
  readonly folder: string;
  /** What tells a process from a later one with its id; undefined for one that does not live. */
  readonly birthOf: (pid: number) => Promise<string | undefined>;
  /** The program's. */
  readonly version: string;
  readonly limits?: Partial<SpillLimits>;
}

/**
 * Held bytes are outside of V8's heap; rows take about twice the bytes of the writes that make them. Ten seconds are done
 * again at most, and what it takes to keep a run is little beside them.
 */
const usual: SpillLimits = {
  held: 64 * 1024 * 1024,
  writesPerPart: 100_000,
  step: 48 * 1024 * 1024,
  pause: 10_000,
};

/** What a run keeps first. */
const first = "reading";

/** A folder for each spill, and in it a file that says whose it is. */
export function createSpills({ folder, birthOf, version, limits = {} }: SpillsOptions): Spills {
  const left = (): Promise<readonly LeftFolder[]> => leftFolders(folder, first, birthOf);
  const spillIn = async (at: string, run: string, isThere: boolean): Promise<Spill> => {
    const owner: Owner = { pid: process.pid, birth: await birthOf(process.pid), run, version };
    if (isThere) writeOwner(at, owner);
    return new FolderSpill(at, owner, { ...usual, ...limits }, isThere);
  };
  const next = (): string => join(folder, randomUUID());
  return {
    open: async (run) => {
      const hasDiscarded = discard(await left(), run);
      return { spill: await spillIn(next(), run, false), hasDiscarded };
    },
    share: async ({ folder: at, limits: ofShare }) => {
      const isThere = existsSync(join(at, keptFile(first)));
      // What was written and not kept would be written again.
      if (!isThere) rmSync(at, { recursive: true, force: true });
      const owner: Owner = { pid: process.pid, birth: await birthOf(process.pid), version };
      return new FolderSpill(at, owner, ofShare, isThere);
    },
    reader: (parts) =>
      Promise.resolve(function* (file) {
        for (const part of parts) yield* readSpilled(part, file);
      }),
    left: async () => (await left()).flatMap(asRun),
    resume: async (run) => {
      const found = (await left()).find(({ owner, keptAt, isHeld }) => isOf(owner, run, keptAt) && !isHeld);
      if (found === undefined) throw taken(run);
      refuseOtherVersion(found, version);
      const mine = next();
      try {
        // Of two processes that take it at once, one finds it.
        renameSync(found.folder, mine);
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === "ENOENT" ? taken(run) : error;
      }
      return spillIn(mine, run, true);
    },
  };
}

const isOf = (owner: Owner, run: string, keptAt: number | undefined): boolean =>
  owner.run === run && keptAt !== undefined;

function asRun({ owner: { run, pid }, isHeld, keptAt }: LeftFolder): readonly LeftRun[] {
  if (run === undefined || (keptAt === undefined && !isHeld)) return [];
  return [{ name: run, ...(isHeld ? { heldBy: pid } : {}) }];
}

/**
 * Removes what processes have left that are gone, but of each other name the newest run that can be resumed.
 * @returns whether one of this name was removed
 */
function discard(found: readonly LeftFolder[], run: string): boolean {
  const kept = new Set([run]);
  let hasDiscarded = false;
  for (const { folder, owner, isHeld, keptAt } of found) {
    if (isHeld) continue;
    if (keptAt !== undefined && owner.run !== undefined && !kept.has(owner.run)) {
      kept.add(owner.run);
      continue;
    }
    hasDiscarded ||= isOf(owner, run, keptAt);
    rmSync(folder, { recursive: true, force: true });
  }
  return hasDiscarded;
}

function refuseOtherVersion({ folder, owner }: LeftFolder, version: string): void {
  if (owner.version === version) return;
  throw new InputError(
    `the interrupted run is of version ${owner.version ?? "unknown"}, and this is version ${version}`,
    { where: folder, hint: "run the command without --resume: it begins anew" },
  );
}

const taken = (run: string): InputError =>
  new InputError(`another process has just taken the interrupted run of ${run}`, {
    hint: "wait until it has ended",
  });
