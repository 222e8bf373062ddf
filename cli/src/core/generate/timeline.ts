/** Milliseconds that an endless fast run starts back in time: room for 86 million records before it meets now. */
const longRun = 86_400_000;
/** More records a second than any run can send, for runs that are bounded by time alone. */
const fastest = 200_000;

export interface TimelinePlan {
  readonly startedAt: number;
  readonly count: number | undefined;
  /** Records per second. */
  readonly rate: number | undefined;
  readonly durationMilliseconds: number | undefined;
  /** How many records in a row share one time stamp. */
  readonly tie: number;
}

/**
 * The time stamps of a run's records: each (or each group of `tie`) one millisecond after the one before, so that
 * no two tie, and none in the future, for a broker refuses those. So record i of N gets (start - N ms) + i ms.
 * Endless runs of up to 1,000 records a second are stamped with the present.
 */
export class Timeline {
  readonly #tie: number;
  readonly #live: boolean;
  #stamp: number;
  #inGroup = 0;

  constructor(plan: TimelinePlan) {
    const records = plannedRecords(plan);
    this.#tie = plan.tie;
    this.#live = records === undefined;
    this.#stamp = plan.startedAt - (records === undefined ? 0 : Math.ceil(records / plan.tie));
  }

  /** The next stamp; undefined when it would lie in the future, and the caller should wait a moment. */
  next(now: number): number | undefined {
    if (this.#inGroup === 0 && this.#live) this.#stamp = Math.max(this.#stamp, now);
    if (this.#stamp > now) return undefined;
    const stamp = this.#stamp;
    this.#inGroup += 1;
    if (this.#inGroup === this.#tie) {
      this.#inGroup = 0;
      this.#stamp += 1;
    }
    return stamp;
  }
}

/** How many records the plan can make at most; undefined for a run that keeps pace with the clock. */
function plannedRecords({ count, rate, durationMilliseconds, tie }: TimelinePlan): number | undefined {
  if (count !== undefined) return count;
  if (rate !== undefined && rate <= 1000 * tie) return undefined;
  if (durationMilliseconds === undefined) return longRun * tie;
  return Math.ceil(((rate ?? fastest) * durationMilliseconds) / 1000);
}
