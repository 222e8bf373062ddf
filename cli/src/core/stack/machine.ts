export interface MachineReport {
  /** Version of the Node that runs us: `v20.20.2`. */
  readonly node: string;
  readonly jdk:
    | { readonly found: true; readonly home: string; readonly version: string }
    | { readonly found: false; readonly seen: readonly string[]; readonly install: readonly string[] };
  readonly maven:
    | { readonly found: true; readonly path: string; readonly version: string }
    | { readonly found: false; readonly install: readonly string[] };
  /** Bytes free where the home folder is or will be. */
  readonly freeDisk: number;
  /** Ports of a stack without offset, or of the running stack, that somebody else holds. */
  readonly takenPorts: readonly TakenPort[];
}

export interface TakenPort {
  readonly host: string;
  readonly port: number;
  readonly purpose: string;
  /** `java (pid 4711)`; undefined when the system does not tell. */
  readonly holder: string | undefined;
}
