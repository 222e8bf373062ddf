import { createServer, type AddressInfo, type Server } from "node:net";
import { types } from "cassandra-driver";
import { describe, expect, it } from "vitest";
import { cassandraAt } from "#test/support/servers/plain.js";
import { decoderFor } from "#cli/adapters/cassandra/decode.js";
import { tokenRanges } from "#cli/adapters/cassandra/scan.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { ServiceError } from "#cli/errors.js";

describe("tokenRanges", () => {
  it("covers the ring once: each range begins where the one before ended", () => {
    const ranges = tokenRanges(7);
    expect(ranges[0]?.[0]).toBe(-(2n ** 63n));
    expect(ranges.at(-1)?.[1]).toBe(2n ** 63n - 1n);
    for (const [index, [after]] of ranges.entries()) {
      if (index > 0) expect(after).toBe(ranges[index - 1]?.[1]);
    }
  });
});

describe("decoderFor", () => {
  const decode = (typeText: string, value: unknown): unknown => decoderFor(parseCqlType(typeText))(value);

  it("keeps null for a column that is not set", () => {
    expect(decode("text", null)).toBeNull();
    expect(decode("frozen<list<int>>", undefined)).toBeNull();
  });

  it.each<[string, unknown, unknown]>([
    ["date", types.LocalDate.fromString("17684"), 17684],
    ["date", types.LocalDate.fromString("-2147483648"), -2147483648],
    ["date", types.LocalDate.fromString("2147483647"), 2147483647],
    ["time", types.LocalTime.fromString("23:59:59.999999999"), 86_399_999_999_999n],
    ["blob", Buffer.from("cafe", "hex"), "0xcafe"],
    ["inet", types.InetAddress.fromString("2001:DB8::1"), "2001:db8::1"],
    [
      "uuid",
      types.Uuid.fromString("A9B1E6D2-0000-4000-8000-000000000001"),
      "a9b1e6d2-0000-4000-8000-000000000001",
    ],
    ["timestamp", 2n ** 62n, 2n ** 62n],
    ["timestamp", new Date(-1), -1n],
    ["decimal", types.BigDecimal.fromString("-12.340"), { unscaled: -12340n, scale: 3 }],
    ["decimal", types.BigDecimal.fromString("128"), { unscaled: 128n, scale: 0 }],
    ["decimal", types.BigDecimal.fromString("0"), { unscaled: 0n, scale: 0 }],
    ["duration", new types.Duration(1, -2, 3), { months: 1, days: -2, nanoseconds: 3n }],
    ["tuple<int, text>", new types.Tuple(1, null), [1, null]],
    ["set<blob>", [Buffer.from([1])], ["0x01"]],
  ])("turns %s into a plain value (%#)", (typeText, value, expected) => {
    expect(decode(typeText, value)).toEqual(expected);
  });

  it("keeps every entry of a map whose keys are no texts", () => {
    const map = new Map([
      [types.LocalDate.fromString("1"), [1n]],
      [types.LocalDate.fromString("2"), [2n]],
    ]);
    expect(decode("map<date, frozen<list<bigint>>>", map)).toEqual([
      [1, [1n]],
      [2, [2n]],
    ]);
  });

  it("puts a user-defined type's fields in its own order, absent ones as null", () => {
    const type = parseCqlType("place", () => [
      { name: "x", typeText: "int" },
      { name: "y", typeText: "timestamp" },
    ]);
    expect(decoderFor(type)({ y: new Date(5) })).toEqual([null, 5n]);
  });

  it("does not turn a timestamp that the driver cannot hold into a wrong one", () => {
    expect(() => decode("frozen<list<timestamp>>", [new Date(Number.NaN)])).toThrow(ServiceError);
  });
});

describe("createCassandra without a server", () => {
  const { signal } = new AbortController();

  it("names the contact points within seconds when nothing listens there", async () => {
    const server: Server = createServer();
    const { port } = await new Promise<AddressInfo>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo));
    });
    await new Promise((resolve) => server.close(resolve));
    const cassandra = cassandraAt(
      { contactPoints: [`127.0.0.1:${port}`], localDatacenter: "datacenter1" },
      { signal },
    );
    await expect(cassandra.cluster()).rejects.toMatchObject({
      service: "Cassandra",
      message: `Cassandra does not answer on 127.0.0.1:${port}: nothing listens there`,
      hint: expect.stringContaining("--contact-points") as string,
    });
    await cassandra.close();
  });

  it("gives up on a server that never answers", async () => {
    const server: Server = createServer(() => undefined);
    const { port } = await new Promise<AddressInfo>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo));
    });
    const cassandra = cassandraAt(
      { contactPoints: [`127.0.0.1:${port}`], localDatacenter: "datacenter1" },
      { signal, greetingTimeout: 300 },
    );
    const began = Date.now();
    await expect(cassandra.cluster()).rejects.toThrow(ServiceError);
    expect(Date.now() - began).toBeLessThan(4_000);
    await cassandra.close();
    server.close();
  });
});
