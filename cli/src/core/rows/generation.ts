/** Microseconds of a hundred years: what each `generation` adds to every write time, which does not change their order. */
export const generationShift = 36_525 * 24 * 60 * 60 * 1_000_000;
