import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, type Server, createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { answers } from "#cli/adapters/stack/probes.js";

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function portOf(server: Server): Promise<number> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function cqlServer(answer: readonly number[]): Server {
  return createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (request) => {
      // OPTIONS is opcode 5.
      if (request[4] === 0x05) socket.end(Buffer.from(answer));
    });
  });
}

test("a node serves when it answers OPTIONS with SUPPORTED, and not when it answers with an error", async () => {
  const port = await portOf(cqlServer([0x84, 0, 0, 0, 0x06, 0, 0, 0, 0]));
  expect(await answers({ protocol: "cql", host: "127.0.0.1", port })).toBe(true);
  const broken = await portOf(cqlServer([0x84, 0, 0, 0, 0x00, 0, 0, 0, 0]));
  expect(await answers({ protocol: "cql", host: "127.0.0.1", port: broken })).toBe(false);
});

test("a worker serves when it lists connectors, not when it only answers", async () => {
  let ready = false;
  const port = await portOf(
    createHttpServer((request, response) => {
      const listed = ready && request.url === "/connectors";
      response.statusCode = listed || request.url === "/" ? 200 : 500;
      response.end(listed ? "[]" : "{}");
    }),
  );
  const readiness = { protocol: "connect", url: `http://127.0.0.1:${port}` } as const;
  expect(await answers(readiness)).toBe(false);
  ready = true;
  expect(await answers(readiness)).toBe(true);
});

test("a port that is closed, or open with silence behind it that ends, serves nothing", async () => {
  const port = await portOf(createServer((socket) => socket.destroy()));
  expect(await answers({ protocol: "kafka", host: "127.0.0.1", port })).toBe(false);
  expect(await answers({ protocol: "cql", host: "127.0.0.1", port })).toBe(false);
  expect(await answers({ protocol: "kafka", host: "127.0.0.1", port: 1 })).toBe(false);
});

/** Metadata, version 6: throttle time, brokers, cluster id, controller, no topics. */
function metadata(
  size: { readonly correlation: Buffer },
  brokers: readonly number[],
  controller: number,
): Buffer {
  const text = (value: string): Buffer => Buffer.concat([short(value.length), Buffer.from(value)]);
  const short = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
  const int = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeInt32BE(value);
    return buffer;
  };
  const body = Buffer.concat([
    size.correlation,
    int(0),
    int(brokers.length),
    ...brokers.flatMap((port, index) => [int(index + 1), text("127.0.0.1"), int(port), short(-1)]),
    text("cluster"),
    int(controller),
    int(0),
  ]);
  return Buffer.concat([int(body.length), body]);
}

test("a broker has joined when its own metadata has it and a controller, whatever becomes of the others", async () => {
  let brokers: readonly number[] = [];
  let controller = -1;
  const port = await portOf(
    createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (request) => {
        const answer = metadata({ correlation: request.subarray(8, 12) }, brokers, controller);
        socket.write(answer.subarray(0, 7));
        socket.write(answer.subarray(7));
      });
    }),
  );
  const joined = (): Promise<boolean> => answers({ protocol: "kafka", host: "127.0.0.1", port });
  expect(await joined()).toBe(false);
  brokers = [port + 1, port];
  expect(await joined()).toBe(false);
  controller = 2;
  expect(await joined()).toBe(true);
  brokers = [port + 1];
  expect(await joined()).toBe(false);
});
