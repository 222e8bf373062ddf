import { describe, expect, it } from "vitest";
import { brokerAddress, contactPoint, isLoopback, workerUrl } from "#cli/core/connections/addresses.js";
import { UsageError } from "#cli/errors.js";

const secret = "hunter2";

function refusalOf(check: (text: string) => string, text: string): string {
  try {
    check(text);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}: ${error.hint ?? ""}`;
    throw error;
  }
  return "it was taken";
}

describe("addresses that hold a login or a protocol", () => {
  it.each([
    [brokerAddress, "SASL_SSL://kafka:9093", "--kafka-tls"],
    [brokerAddress, `SASL_SSL://me:${secret}@kafka:9093`, "--kafka-password"],
    [brokerAddress, `me:${secret}@kafka:9093`, "--kafka-password"],
    [contactPoint, `cassandra:${secret}@node`, "--cassandra-password"],
    [contactPoint, `cassandra:${secret}`, "the port of cassandra"],
    [brokerAddress, `kafka:${secret}`, "the port of kafka"],
    [workerUrl, `https://me:${secret}@connect:8083`, "--connect-password"],
    [workerUrl, `https://connect:8083/?password=${secret}`, "after ? or #"],
    [workerUrl, `//me:${secret}@connect`, "--connect-password"],
  ])("%o refuses %s, names the way and shows no secret", (check, text, way) => {
    const refusal = refusalOf(check, text);
    expect(refusal).toContain(way);
    expect(refusal).not.toContain(secret);
  });
});

it.each(["[::1]:9092", "fe80::1:9092"])("the broker %s is to be named by its host", (text) => {
  expect(refusalOf(brokerAddress, text)).toContain("name the host of an IPv6 address");
});

it.each([
  [brokerAddress, "kafka"],
  [brokerAddress, "kafka:0"],
  [brokerAddress, "kafka:65536"],
  [brokerAddress, "[::1]:9092"],
  [brokerAddress, "ka fka:9092"],
  [contactPoint, "node:port"],
  [contactPoint, "http://node"],
  [workerUrl, "connect:8083"],
  [workerUrl, "ftp://connect"],
  [workerUrl, "http://"],
])("%o refuses %s", (check, text) => {
  expect(refusalOf(check, text)).not.toBe("it was taken");
});

it.each([
  [brokerAddress, "kafka.example:9092"],
  [contactPoint, "node"],
  [contactPoint, "10.0.0.1:9142"],
  [contactPoint, "::1"],
  [contactPoint, "[::1]:9042"],
  [workerUrl, "https://connect.example/rest"],
])("%o takes %s", (check, text) => {
  expect(check(text)).toBe(text);
});

it("knows the addresses that stay on this machine", () => {
  const here = ["http://localhost:8083", "http://127.0.0.2:8083", "http://[::1]:8083", "http://0x7f.1"];
  const elsewhere = ["http://connect", "http://localhost.example", "http://127.example", "http://10.0.0.1"];
  expect(here.filter(isLoopback)).toEqual(here);
  expect(elsewhere.filter(isLoopback)).toEqual([]);
});
