import type { Secret } from "./secret.js";

/** Where the three servers answer. Hosts are `host:port`. */
export interface Endpoints {
  readonly connectUrl: string;
  readonly bootstrapServers: readonly string[];
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
  readonly cassandraCredentials?: { readonly username: string; readonly password: Secret };
}

/** One source of endpoints: command line flags, the environment, or the running local stack. */
export type PartialEndpoints = { readonly [K in keyof Endpoints]?: Endpoints[K] | undefined };

/** The field's defaults, for servers on their usual ports. */
export const defaultEndpoints: Endpoints = {
  connectUrl: "http://localhost:8083",
  bootstrapServers: ["localhost:9092"],
  contactPoints: ["127.0.0.1:9042"],
  localDatacenter: "datacenter1",
};

/** The first source that names an endpoint wins: flags, then environment, then local stack, then defaults. */
export function resolveEndpoints(...sources: readonly PartialEndpoints[]): Endpoints {
  const first = <K extends keyof Endpoints>(key: K): Endpoints[K] | undefined =>
    sources.find((source) => source[key] !== undefined)?.[key];
  const credentials = first("cassandraCredentials");
  return {
    connectUrl: first("connectUrl") ?? defaultEndpoints.connectUrl,
    bootstrapServers: first("bootstrapServers") ?? defaultEndpoints.bootstrapServers,
    contactPoints: first("contactPoints") ?? defaultEndpoints.contactPoints,
    localDatacenter: first("localDatacenter") ?? defaultEndpoints.localDatacenter,
    ...(credentials === undefined ? {} : { cassandraCredentials: credentials }),
  };
}

/** Splits `a:9092,b:9092`; empty items are dropped, so a trailing comma does no harm. */
export function splitAddresses(text: string | undefined): readonly string[] | undefined {
  const addresses = text
    ?.split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  return addresses === undefined || addresses.length === 0 ? undefined : addresses;
}
