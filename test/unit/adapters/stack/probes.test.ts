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
  expect(await answers({ protocol: "kafka", address: `127.0.0.1:${port}`, brokers: 1 })).toBe(false);
  expect(await answers({ protocol: "cql", host: "127.0.0.1", port })).toBe(false);
  expect(await answers({ protocol: "kafka", address: "127.0.0.1:1", brokers: 1 })).toBe(false);
});
