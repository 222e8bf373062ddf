/** Clocks of workers, servers and this machine may differ by so many milliseconds. */
export const clocksDiffer = 10_000;
