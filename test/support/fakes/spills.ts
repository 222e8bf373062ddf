import { deserialize, serialize } from "node:v8";
import type { Spill, SpillLimits, Spills, SpillShare } from "#cli/ports/spill.js";

const unlimited: SpillLimits = { held: Infinity, writesPerPart: Infinity, step: Infinity, pause: Infinity };

/** Keeps in memory what is to be spilled, and what was kept of runs that were left. */
export function fakeSpills(
  limits: SpillLimits = unlimited,
  free = Infinity,
): Spills & { readonly opened: FakeSpill[]; onKeep?: (name: string) => void } {
  const opened: FakeSpill[] = [];
  const left = new Map<string, FakeSpill>();
  const shares = new Map<string, FakeSpill>();
  const spills: ReturnType<typeof fakeSpills> = {
    opened,
    open: (name) => {
      const spill = new FakeSpill(limits, free, {
        onKeep: (kept) => spills.onKeep?.(kept),
        onLeave: (of) => left.set(name, of),
        onClose: () => left.delete(name),
      });
      shares.clear();
      opened.push(spill);
      const hasDiscarded = left.delete(name);
      return Promise.resolve({ spill, hasDiscarded });
    },
    share: ({ folder, limits: ofShare }) => {
      const kept = shares.get(folder);
      const share =
        kept?.hasKept === true
          ? kept
          : new FakeSpill(
              ofShare,
              free,
              { onKeep: (name) => spills.onKeep?.(name), onLeave: () => undefined, onClose: () => undefined },
              folder,
            );
      shares.set(folder, share);
      return Promise.resolve(share);
    },
    reader: (parts) =>
      Promise.resolve((file) => parts.flatMap(({ folder }) => [...(shares.get(folder)?.read(file) ?? [])])),
    left: () => Promise.resolve([...left.keys()].map((name) => ({ name }))),
    resume: (name) => {
      const spill = left.get(name);
      if (spill === undefined) throw new Error(`no run ${name} was left`);
      left.delete(name);
      return Promise.resolve(spill);
    },
  };
  return spills;
}

interface FakeEvents {
  readonly onKeep: (name: string) => void;
  readonly onLeave: (spill: FakeSpill) => void;
  readonly onClose: () => void;
}

class FakeSpill implements Spill {
  readonly folder: string;
  readonly files = new Map<string, Buffer[]>();
  readonly limits: SpillLimits;
  readonly #free: number;
  readonly #events: FakeEvents;
  /** As bytes: what does not survive that is lost. */
  readonly #kept = new Map<
    string,
    { readonly state: Buffer; readonly lengths: ReadonlyMap<string, number> }
  >();
  isClosed = false;

  constructor(limits: SpillLimits, free: number, events: FakeEvents, folder = "/spill") {
    this.folder = folder;
    this.limits = limits;
    this.#free = free;
    this.#events = events;
  }

  get hasKept(): boolean {
    return this.#kept.size > 0;
  }

  get lengths(): ReadonlyMap<string, number> {
    return new Map([...this.files].map(([file, blocks]) => [file, blocks.length]));
  }

  share(name: string, workers: number): SpillShare {
    return { folder: `${this.folder}/${name}`, limits: { ...this.limits, held: this.limits.held / workers } };
  }

  free(): number {
    return this.#free;
  }

  append(file: string, blocks: readonly Uint8Array[]): void {
    this.files.set(file, [...(this.files.get(file) ?? []), ...blocks.map((block) => Buffer.from(block))]);
  }

  read(file: string): Iterable<Buffer> {
    return this.files.get(file) ?? [];
  }

  keep(name: string, state: unknown): void {
    this.#kept.set(name, { state: serialize(state), lengths: this.lengths });
    this.#events.onKeep(name);
  }

  kept(name: string): unknown {
    const kept = this.#kept.get(name);
    if (kept === undefined) return undefined;
    for (const [file, blocks] of this.files)
      this.files.set(file, blocks.slice(0, kept.lengths.get(file) ?? 0));
    return deserialize(kept.state) as unknown;
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.#events.onClose();
    return Promise.resolve();
  }

  leave(): Promise<boolean> {
    const isLeft = this.#kept.size > 0;
    if (isLeft) this.#events.onLeave(this);
    else this.isClosed = true;
    return Promise.resolve(isLeft);
  }
}
