/** Milliseconds (one day) that an endless fast run starts in the past: 86 million stamps before it reaches now. */
const longRun = 86_400_000;
/** Records per second: more than any run can send, for runs that are limited only by their duration. */
const fastest = 200_000;

export interface TimelinePlan {
  readonly startedAt: number;
  readonly count: number | undefined;
  /** Records per second. */
  readonly rate: number | undefined;
  readonly durationMilliseconds: number | undefined;
  /** How many successive records have the same timestamp. */
  readonly recordsPerStamp: number;
}

/**
 * The timestamps of a run's records: each is one millisecond after the one before, so that no two are equal (unless
 * `recordsPerStamp` asks for it). None is in the future, because brokers refuse those: of N records, record i gets
 * (start - N ms) + i ms. Endless runs of up to 1,000 records per second get the current time.
 */
export class Timeline {
  readonly #recordsPerStamp: number;
  readonly #live: boolean;
  #stamp: number;
  #inGroup = 0;

  constructor(plan: TimelinePlan) {
    const records = plannedRecords(plan);
    this.#recordsPerStamp = plan.recordsPerStamp;
    this.#live = records === undefined;
    this.#stamp = plan.startedAt - (records === undefined ? 0 : Math.ceil(records / plan.recordsPerStamp));
  }

  /** The next timestamp; undefined when it would be in the future and the caller must wait. */
  next(now: number): number | undefined {
    if (this.#inGroup === 0 && this.#live) this.#stamp = Math.max(this.#stamp, now);
    if (this.#stamp > now) return undefined;
    const stamp = this.#stamp;
    this.#inGroup += 1;
    if (this.#inGroup === this.#recordsPerStamp) {
      this.#inGroup = 0;
      this.#stamp += 1;
    }
    return stamp;
  }
}

/** The most records that the plan can make; undefined for a run that uses the current time. */
function plannedRecords(plan: TimelinePlan): number | undefined {
  const { count, rate, durationMilliseconds, recordsPerStamp } = plan;
  if (count !== undefined) return count;
  if (rate !== undefined && rate <= 1000 * recordsPerStamp) return undefined;
  if (durationMilliseconds === undefined) return longRun * recordsPerStamp;
  return Math.ceil(((rate ?? fastest) * durationMilliseconds) / 1000);
}
