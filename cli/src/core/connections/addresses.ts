import { UsageError } from "../../errors.js";
import type { CassandraConnection } from "./connection.js";

/**
 * Addresses as texts. What is refused may hold a password, so a message shows no more of it than the host, and nothing at
 * all where there is an `@`.
 */

/** `host:port` of a broker. @throws UsageError */
export function brokerAddress(text: string): string {
  refuseLogin(text, "--kafka-username and --kafka-password");
  if (/^[a-z_]+:\/\//i.test(text)) {
    throw new UsageError("a broker is named by host:port, without a protocol", {
      hint: "SSL:// is --kafka-tls, SASL_SSL:// is --kafka-tls with --kafka-sasl MECHANISM: cassink help connections",
    });
  }
  if (/^\[?[\da-f.]*:[\da-f.]*:/i.test(text)) {
    // kafkajs takes what stands before the first colon for the host.
    const hint = "name the host of an IPv6 address: write host:9092";
    throw new UsageError("that is no address of a broker", { hint });
  }
  const [, host, port] = /^([\w.-]+)(?::(.*))?$/.exec(text) ?? [];
  if (host === undefined) {
    throw new UsageError("that is no address of a broker", { hint: "write host:9092" });
  }
  if (port === undefined) {
    throw new UsageError(`the broker ${host} has no port`, { hint: `write ${host}:9092` });
  }
  checkPort(port, host);
  return text;
}

/** `host` or `host:port` of a node; an IPv6 address with a port stands in brackets. @throws UsageError */
export function contactPoint(text: string): string {
  refuseLogin(text, "--cassandra-username and --cassandra-password");
  if (/^[\da-f]*:[\da-f:.]*:[\da-f.]*$/i.test(text)) return text;
  const [, host, port] = /^([\w.-]+|\[[\da-f:.]+\])(?::(.*))?$/i.exec(text) ?? [];
  if (host === undefined) {
    throw new UsageError("that is no address of a Cassandra node", { hint: "write host or host:9042" });
  }
  if (port !== undefined) checkPort(port, host);
  return text;
}

/** The address of a worker's REST API, without slashes at its end. @throws UsageError */
export function workerUrl(text: string): string {
  refuseLogin(text, "--connect-username and --connect-password, or --connect-token");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:\/\/[^/]/i.test(text)) {
    throw new UsageError("that is no address of a Kafka Connect worker", {
      hint: "write http://host:8083 or https://host:8443",
    });
  }
  if (url.search !== "" || url.hash !== "") {
    throw new UsageError(`the address of the worker ${url.host} has something after ? or #`, {
      hint: "write http://host:8083; a login goes to --connect-username and --connect-password",
    });
  }
  return text.replace(/\/+$/, "");
}

/** Whether what is sent there stays on this machine. */
export function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

function refuseLogin(text: string, flags: string): void {
  if (!text.includes("@")) return;
  throw new UsageError("an address holds no login", {
    hint: `write the address alone, and give the login by ${flags}: cassink help connections`,
  });
}

function checkPort(port: string, host: string): void {
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return;
  throw new UsageError(`the port of ${host} is no number from 1 to 65535`);
}

/** For messages: the contact points, or the bundle's path. */
export function cassandraAddresses({ contactPoints, bundle }: CassandraConnection): readonly string[] {
  return bundle === undefined ? contactPoints : [bundle];
}
