import type { Random } from "#cli/core/generate/random.js";

/** A record before it is sent. */
export interface Event {
  readonly key: string;
  /** Its record time, milliseconds. */
  readonly time: number;
  /** Null is a tombstone. Of a column that is null or absent nothing is set; where all are null, the row is deleted. */
  readonly value: Readonly<Partial<Record<Column, number | string | null>>> | null;
}

export const columns = ["a", "b", "c"] as const;
export type Column = (typeof columns)[number];

/** One shape in a round. */
export interface ShapeRound {
  readonly random: Random;
  /** Begins every key, so that rounds share a table and not their rows. */
  readonly prefix: string;
  /** Milliseconds; the round may use the million that follow. */
  readonly start: number;
}

/**
 * Slices of a log, each sent at once. No millisecond is in two slices, nor so near that a row's overflow reaches
 * it: a slice that comes late must not be what docs/decisions/write-times.md calls a limit.
 */
export type LogShape = (round: ShapeRound) => readonly (readonly Event[])[];

const slices = 5;
const sliceTime = 10_000;

/** Values fall along the log, as Cassandra keeps the larger one of two with the same write time. */
class Falling {
  #left = 1_000_000;

  whole(): Event["value"] {
    const value = this.#left--;
    return { a: value, b: value, c: String(value).padStart(7, "0") };
  }

  /** Some columns only: the others keep what they have. */
  part(random: Random): Event["value"] {
    const value = this.#left--;
    const b = random.below(3);
    return {
      a: value,
      ...(b === 0 ? {} : { b: b === 1 ? null : value }),
      c: random.below(2) === 0 ? null : `${value}`,
    };
  }
}

const nothing: Event["value"] = { a: null, b: null, c: null };

function deletion(random: Random): Event["value"] {
  return random.below(2) === 0 ? null : nothing;
}

function sliced(
  { start }: ShapeRound,
  slice: (sliceStart: number) => readonly Event[],
): readonly (readonly Event[])[] {
  return Array.from({ length: slices }, (_, index) => slice(start + index * sliceTime));
}

/** Batches of one time each; the first is so large that whatever befalls the sink befalls it in its midst. */
const oneTimeBursts: LogShape = (round) => {
  const { random, prefix } = round;
  const values = new Falling();
  let length = 3_000;
  return sliced(round, (time) => {
    const burst = Array.from({ length }, () => ({
      key: `${prefix}${random.below(200)}`,
      time,
      value: values.whole(),
    }));
    length = 400;
    return burst;
  });
};

/** The same keys written, deleted, and most of them written again, all at once or a millisecond apart. */
const putDeletePut: LogShape = (round) => {
  const { random, prefix } = round;
  const values = new Falling();
  let group = 0;
  return sliced(round, (start) => {
    const keys = Array.from({ length: 100 }, (_, index) => `${prefix}${group}-${index}`);
    group += 1;
    const step = random.below(2);
    return [
      ...keys.map((key) => ({ key, time: start, value: values.whole() })),
      ...keys.map((key) => ({ key, time: start + step, value: deletion(random) })),
      ...keys.flatMap((key) =>
        random.below(4) === 0 ? [] : [{ key, time: start + 2 * step, value: values.part(random) }],
      ),
    ];
  });
};

/** Each record older than the one before it: the first one of a row is its last. */
const descendingTimes: LogShape = (round) => {
  const { random, prefix } = round;
  const values = new Falling();
  return [
    ...sliced(round, (start) =>
      Array.from({ length: 400 }, (_, index) => ({
        key: `${prefix}${random.below(80)}`,
        time: start + 400 - Math.floor(index / 3),
        value: random.below(20) === 0 ? deletion(random) : values.part(random),
      })),
    ),
  ].reverse();
};

/** Nearly all records are of one row, up to 1,500 in one millisecond: more than a millisecond has microseconds. */
const hotKey: LogShape = (round) => {
  const { random, prefix } = round;
  const values = new Falling();
  return sliced(round, (start) => {
    const times = [start, start + 1, start + 2].flatMap((time) =>
      Array.from({ length: random.below(10) === 0 ? 1_500 : random.below(250) }, () => time),
    );
    return times.map((time) => ({
      key: `${prefix}${random.below(5) === 0 ? random.below(10) : "hot"}`,
      time,
      value: random.below(50) === 0 ? deletion(random) : values.part(random),
    }));
  });
};

/** Two producers whose clocks differ write in turn: 5, 4, 5, 4. */
const interleavedProducers: LogShape = (round) => {
  const { random, prefix } = round;
  const values = new Falling();
  return sliced(round, (start) =>
    Array.from({ length: 400 }, (_, index) => ({
      key: `${prefix}${random.below(40)}`,
      time: start + Math.floor(index / 50) + (index % 2),
      value: values.part(random),
    })),
  );
};

/** Some records come late, as after a producer's retry. */
const lateRecords: LogShape = (round) => {
  const { random, prefix } = round;
  const values = new Falling();
  return sliced(round, (start) =>
    Array.from({ length: 400 }, (_, index) => ({
      key: `${prefix}${random.below(80)}`,
      time: start + 100 + Math.floor(index / 5) - (random.below(10) === 0 ? random.below(20) : 0),
      value: random.below(20) === 0 ? deletion(random) : values.part(random),
    })),
  );
};

/** By name, which is also the table's. */
export const logShapes = {
  one_time_bursts: oneTimeBursts,
  put_delete_put: putDeletePut,
  descending_times: descendingTimes,
  hot_key: hotKey,
  interleaved_producers: interleavedProducers,
  // Its records come from a topic of another name: a transform renames them.
  renamed: lateRecords,
} as const satisfies Readonly<Record<string, LogShape>>;

export type ShapeName = keyof typeof logShapes;
export const shapeNames = Object.keys(logShapes) as readonly ShapeName[];
