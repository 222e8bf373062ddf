import type { Secret } from "./secret.js";

/** The addresses of the three servers. Bootstrap servers and contact points are `host:port`. */
export interface Endpoints {
  readonly connectUrl: string;
  readonly bootstrapServers: readonly string[];
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
  readonly cassandraCredentials?: { readonly username: string; readonly password: Secret };
}

/** One source of endpoints: command line flags, the environment, or the running local stack. */
export type PartialEndpoints = { readonly [K in keyof Endpoints]?: Endpoints[K] | undefined };

/** The servers on their usual ports on this machine. */
export const defaultEndpoints: Endpoints = {
  connectUrl: "http://localhost:8083",
  bootstrapServers: ["localhost:9092"],
  contactPoints: ["127.0.0.1:9042"],
  localDatacenter: "datacenter1",
};

/** The first source that has an endpoint wins: flags, then environment, then local stack. An empty list counts as missing. */
export function resolveEndpoints(...sources: readonly PartialEndpoints[]): Endpoints {
  const first = <K extends keyof Endpoints>(key: K): Endpoints[K] | undefined =>
    sources.map((source) => source[key]).find((value) => value !== undefined && !isEmptyList(value));
  const credentials = first("cassandraCredentials");
  return {
    connectUrl: first("connectUrl") ?? defaultEndpoints.connectUrl,
    bootstrapServers: first("bootstrapServers") ?? defaultEndpoints.bootstrapServers,
    contactPoints: first("contactPoints") ?? defaultEndpoints.contactPoints,
    localDatacenter: first("localDatacenter") ?? defaultEndpoints.localDatacenter,
    ...(credentials === undefined ? {} : { cassandraCredentials: credentials }),
  };
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
