import type { Spill, SpillLimits, Spills } from "#cli/ports/spill.js";

/** Keeps in memory what is to be spilled. */
export function fakeSpills(
  limits: SpillLimits = { held: Infinity, writesPerPart: Infinity, step: Infinity },
  free = Infinity,
): Spills & { readonly opened: FakeSpill[] } {
  const opened: FakeSpill[] = [];
  return {
    opened,
    open: () => {
      const spill = new FakeSpill(limits, free);
      opened.push(spill);
      return Promise.resolve(spill);
    },
  };
}

class FakeSpill implements Spill {
  readonly folder = "/spill";
  readonly files = new Map<string, Buffer[]>();
  readonly limits: SpillLimits;
  readonly #free: number;
  isClosed = false;

  constructor(limits: SpillLimits, free: number) {
    this.limits = limits;
    this.#free = free;
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

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
