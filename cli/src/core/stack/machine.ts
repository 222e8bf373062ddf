export interface MachineReport {
  /** Version of the Node that runs Cassink: `v20.20.2`. */
  readonly node: string;
  readonly jdk:
    | { readonly found: true; readonly home: string; readonly version: string }
    | { readonly found: false; readonly seen: readonly string[]; readonly install: readonly string[] };
  readonly maven:
    | { readonly found: true; readonly path: string; readonly version: string }
    | { readonly found: false; readonly install: readonly string[] };
  /** Free bytes on the disk of the home folder. */
  readonly freeDisk: number;
  /** Ports of the running stack, or of one without port offset, that are held by other processes. */
  readonly takenPorts: readonly TakenPort[];
}

export interface TakenPort {
  readonly host: string;
  readonly port: number;
  readonly purpose: string;
  /** `java (pid 4711)`; undefined when the operating system does not say. */
  readonly holder: string | undefined;
}
